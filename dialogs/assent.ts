import type { Dialog } from './dialog.ts'

const yes = /^(好|好的|好啊|是|是的|对|對|要|可以|嗯|行|转吧|轉吧|yes|yeah|ok|okay|sure|please|yes please)[!！。.]?$/i
const no = /^(不|不是|不要|不用|不用了|否|no|nope|no,? thanks)[!！。.]?$/i

/** Whether the customer says yes to what was asked. */
export function affirms({ intent, confident, text }: Pick<Dialog, 'intent' | 'confident' | 'text'>): boolean {
  return (intent === 'dialog.affirm' && confident) || yes.test(text)
}

/** Whether the customer says no to what was asked. */
export function denies({ intent, confident, text }: Pick<Dialog, 'intent' | 'confident' | 'text'>): boolean {
  return (intent === 'dialog.deny' && confident) || no.test(text)
}
