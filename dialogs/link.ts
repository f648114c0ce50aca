import { linkCodeIn } from '../contacts/customers/link-code.ts'
import type { Inbound } from '../contacts/types.ts'
import type { Dialog, Flow } from './dialog.ts'
import { affirms, denies } from './assent.ts'
import { channelNames, linkPhrases } from './link-phrases.ts'
import { fill, labels } from './phrases.ts'
import { readDialogState } from './state.ts'

const askedFor = /(换|換|改|转|轉)(个|個|一个|一個|到|去|用)?.{0,4}(渠道|平台|微信|企业微信|企業微信|短信|电话|電話|whatsapp|telegram|网页|網頁).{0,4}(继续|繼續|接着|接著|聊|谈|談)|(continue|carry on|go on|move|switch|pick up)\b.{0,40}\b(whatsapp|telegram|wechat|sms|text|phone|another (channel|app|device)|elsewhere)\b/i

/** Whether a message asks to go on in another channel: the bot answers that with an agent in the conversation, too. */
export const asksElsewhere = ({ kind, text }: Pick<Inbound, 'kind' | 'text'>): boolean => kind === 'message' && askedFor.test(text.trim())

/** The customer wants to go on in another channel: they get a one-time code to type there (M1.1a). */
export const continueElsewhere: Flow = dialog => {
  const { deps, locale } = dialog
  if (!asksElsewhere(dialog.inbound)) return false
  const code = deps.newLinkCode()
  dialog.effect({ kind: 'link-code', code })
  dialog.say(fill(linkPhrases.code[locale], { code }))
  return true
}

/** A code from another conversation was typed: whose it is is said, and asked about, before anything is joined. */
export const codeTyped: Flow = async dialog => {
  const { text, deps, state, locale, after } = dialog
  const code = linkCodeIn(text)
  if (code === undefined) return false
  const link = await deps.linkOf(code, state)
  if (!link) dialog.say(linkPhrases.badCode[locale])
  else {
    after.flow = { name: 'link', code }
    dialog.say(fill(linkPhrases.confirm[locale], { channel: channelNames[link.channel]?.[locale] ?? link.channel }), [linkPhrases.mine[locale], linkPhrases.notMine[locale]])
  }
  return true
}

/** Takes over what was in mind in the other conversation. */
function goOnWith(dialog: Dialog, kept: unknown): void {
  const { topic, product, chosen } = readDialogState(kept)
  if (topic !== undefined) dialog.after.topic = topic
  if (product !== undefined) dialog.after.product = product
  if (chosen !== undefined) dialog.after.chosen = chosen
}

/** The customer says that both conversations are theirs. */
export const linkConfirmed: Flow = async dialog => {
  const { before, text, deps, state, locale } = dialog
  if (before.flow?.name !== 'link') return false
  if (text === linkPhrases.mine[locale] || affirms(dialog)) {
    const link = await deps.linkOf(before.flow.code, state)
    if (!link) {
      dialog.say(linkPhrases.badCode[locale])
      return true
    }
    dialog.effect({ kind: 'link', code: before.flow.code })
    goOnWith(dialog, link.dialogState)
    dialog.say(linkPhrases.linked[locale], [labels.agent[locale]])
    return true
  }
  if (text === linkPhrases.notMine[locale] || denies(dialog)) {
    dialog.say(linkPhrases.notLinked[locale])
    return true
  }
  return false
}
