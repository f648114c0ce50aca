/** The customer's key was destroyed: what was sealed under it cannot be read by anyone. */
export class ErasedError extends Error {
  override readonly name = 'ErasedError'
  constructor() {
    super('The customer was erased: what was sealed for them can no longer be read')
  }
}

/** What is shown where a text stood. In all languages: whose it was is no longer known. */
export const erasedText = '［已按客户要求删除 / 已按客戶要求刪除 / erased at the customer\'s request］'

/** Stands in the log's place of a message whose content is gone, in the form that its readers expect. */
export function erasedContent(kind: string, channel: string, conversation: string): Record<string, unknown> {
  const [who, what = 'message'] = kind.split('.')
  if (who !== 'customer') return { type: 'message', text: erasedText, locale: 'zh-Hans' }
  return { channel, conversation, dedupeKey: what === 'start' ? 'start' : 'erased', from: { id: 'customer', verified: false }, kind: what, text: erasedText, attachments: [] }
}
