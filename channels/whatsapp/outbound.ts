import type { Locale } from '../../knowledge/outgoing.ts'
import { choiceName } from '../choice.ts'
import type { Mark } from '../plain.ts'
import type { Part } from '../rendering.ts'
import type { Address } from './inbound.ts'

const openList: Record<Locale, string> = { 'zh-Hans': '请选择', 'zh-Hant': '請選擇', en: 'Choose' }
const languages: Record<Locale, string> = { 'zh-Hans': 'zh_CN', 'zh-Hant': 'zh_HK', en: 'en' }

/** A text as WhatsApp writes bold and code. */
function marked(text: string, marks: readonly Mark[]): string {
  let result = text
  for (const { kind, from, to } of [...marks].sort((a, b) => b.from - a.from)) {
    const sign = kind === 'bold' ? '*' : kind === 'code' ? '`' : ''
    // Between two lines or beside a space the sign would be shown as it is.
    const words = result.slice(from, to)
    if (words.trim() === words && !words.includes('\n')) result = `${result.slice(0, from)}${sign}${words}${sign}${result.slice(to)}`
  }
  return result
}

/** To whom: the number where it is known, else the id for this business. */
const receiver = ({ to, recipient }: Address) => ({ messaging_product: 'whatsapp', recipient_type: 'individual', ...(to === undefined ? { recipient } : { to }) })

/** The body of `POST /<number>/messages` for a part of a reply ("Send messages", Cloud API). */
export function messageBody({ text, marks, offer }: Part, { address, sequence, locale, id }: { address: Address; sequence: number; locale: Locale; id: string }): object {
  const about = { ...receiver(address), biz_opaque_callback_data: id }
  const body = marked(text, marks)
  if (!offer) return { ...about, type: 'text', text: { preview_url: false, body } }
  const answers = offer.answers.map(({ index, title }) => ({ id: choiceName({ sequence, index }), title }))
  const interactive = offer.as === 'buttons'
    ? { type: 'button', body: { text: body }, action: { buttons: answers.map(answer => ({ type: 'reply', reply: answer })) } }
    : { type: 'list', body: { text: body }, action: { button: openList[locale], sections: [{ rows: answers }] } }
  return { ...about, type: 'interactive', interactive }
}

/** A template without parameters, in the language of what waits. */
export function templateBody(name: string, { address, locale }: { address: Address; locale: Locale }): object {
  return { ...receiver(address), type: 'template', template: { name, language: { code: languages[locale] } } }
}

/** That a message was read, and that an answer is being written ("Mark messages as read", "Typing indicators"). */
export function readBody(messageId: string): object {
  return { messaging_product: 'whatsapp', status: 'read', message_id: messageId, typing_indicator: { type: 'text' } }
}
