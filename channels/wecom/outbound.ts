import { createHash } from 'node:crypto'
import type { Answer, Part } from '../rendering.ts'
import { choiceName } from '../choice.ts'
import type { Address } from './messages.ts'

/** 「发送消息」, developer.work.weixin.qq.com/document/path/94677: what may be sent after a message of the customer's, and for how long. */
export const answersWithinHours = 48
/** 「发送欢迎语等事件响应消息」, /document/path/95122: how long a code holds. */
export const welcomesWithinMs = 20_000

/** The id of a part of a reply: the same at every attempt, of at most 32 letters and digits. */
export function messageId(replyId: string, index: number): string {
  return createHash('sha256').update(`${replyId} ${index}`).digest('hex').slice(0, 32)
}

const itemOf = ({ index, title, url }: Answer, sequence: number) => url === undefined ? { type: 'click', click: { id: choiceName({ sequence, index }), content: title } } : { type: 'view', view: { url, content: title } }

/** A part of a reply as WeCom takes it: a text, or a menu under one. */
export function contentOf({ text, offer }: Part, sequence: number) {
  return offer ? { msgtype: 'msgmenu', msgmenu: { head_content: text, list: offer.answers.map(answer => itemOf(answer, sequence)) } } : { msgtype: 'text', text: { content: text } }
}

/** To whom, from which of the institution's service accounts. */
export const addressed = ({ customer, openKfid }: Address) => ({ touser: customer, open_kfid: openKfid })

/**
 * What a refusal by WeCom means (「全局错误码」, /document/path/90313). `state`: another program or person has the conversation;
 * `again`, `window`, `wrong` as WeChat's.
 */
export type Meaning = 'again' | 'window' | 'state' | 'setup' | 'wrong'
const meanings: Record<number, Meaning> = {
  [-1]: 'again', 45009: 'again', 45033: 'again', 6000: 'again',
  95001: 'window', 95013: 'window', 95018: 'state',
  48002: 'setup', 60020: 'setup', 95000: 'setup', 95011: 'setup',
}
export const meaningOf = (code: number): Meaning => meanings[code] ?? 'wrong'

/** Why WeCom could not hand over a message that it had taken (「接收消息和事件」, fail_type): too late, closed, too many, refused by the customer. */
const outsideKinds = new Set([4, 5, 6, 10])
export const failedOutside = (kind: number) => outsideKinds.has(kind)
