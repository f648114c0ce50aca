import type { Locale } from '../../knowledge/outgoing.ts'
import type { Answer, Part } from '../rendering.ts'
import { choiceName } from '../choice.ts'
import { xmlCdata, xmlElement } from '../xml.ts'

/** What may be sent after a message of the customer's, and for how long (「客服消息下发规则」). */
export const answersWithinHours = 48

/** A passive reply, as it stands in the answer to WeChat's request. */
export function passiveReply({ to, from, at, text }: { to: string; from: string; at: Date; text: string }): string {
  return xmlElement('xml', [
    xmlElement('ToUserName', xmlCdata(to)), xmlElement('FromUserName', xmlCdata(from)), xmlElement('CreateTime', String(Math.floor(at.getTime() / 1000))),
    xmlElement('MsgType', xmlCdata('text')), xmlElement('Content', xmlCdata(text)),
  ].join(''))
}

/** The envelope around an encrypted passive reply. */
export function sealedReply({ encrypted, signature, timestamp, nonce }: { encrypted: string; signature: string; timestamp: string; nonce: string }): string {
  return xmlElement('xml', [
    xmlElement('Encrypt', xmlCdata(encrypted)), xmlElement('MsgSignature', xmlCdata(signature)), xmlElement('TimeStamp', timestamp), xmlElement('Nonce', xmlCdata(nonce)),
  ].join(''))
}

/** A customer-service message of text alone. */
export function textMessage(to: string, text: string) {
  return { touser: to, msgtype: 'text', text: { content: text } }
}

/** A text with one-tap answers under it; what is tapped comes back as a message of these words. */
export function menuMessage(to: string, text: string, answers: readonly Answer[], sequence: number) {
  return { touser: to, msgtype: 'msgmenu', msgmenu: { head_content: text, list: answers.map(({ title, index }) => ({ id: choiceName({ sequence, index }), content: title })) } }
}

const canAnswer: Record<Locale, string> = { 'zh-Hans': '您可以回复：', 'zh-Hant': '您可以回覆：', en: 'You can reply: ' }

/** A message with its one-tap answers as words, for where none can be tapped. */
export function asWords({ text, offer }: Part, locale: Locale): string {
  return offer ? `${text}\n\n${canAnswer[locale]}${offer.answers.map(({ title }) => title).join(locale === 'en' ? ', ' : '、')}` : text
}

/** A template message's fields, as the institution's template names them; each is of at most 20 characters. */
export function templateMessage(to: string, template: { id: string; url: string | undefined; fields: Readonly<Record<string, string>> }) {
  return {
    touser: to, template_id: template.id, ...(template.url ? { url: template.url } : {}),
    data: Object.fromEntries(Object.entries(template.fields).map(([name, value]) => [name, { value }])),
  }
}

/** What a refusal by WeChat means for what was to be sent (「全局返回码」, developers.weixin.qq.com/doc/oplatform/developers/errCode/). */
export type Meaning = 'again' | 'window' | 'count' | 'unable' | 'gone' | 'wrong'
const meanings: Record<number, Meaning> = {
  [-1]: 'again', 45009: 'again', 45011: 'again',
  45015: 'window', 45047: 'count',
  48001: 'unable', 48002: 'unable', 40200: 'unable', 50002: 'unable', 61003: 'unable',
  43004: 'gone', 43019: 'gone', 40003: 'gone', 43101: 'gone',
}

/**
 * `again`: busy or too often, try later. `window`: the customer wrote too long ago. `count`: enough was sent since. `unable`:
 * this account may not. `gone`: the customer does not follow any more. `wrong`: the message itself.
 */
export function meaningOf(code: number): Meaning {
  return meanings[code] ?? 'wrong'
}
