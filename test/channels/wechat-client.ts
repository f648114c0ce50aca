import { encrypt, getSignature } from '@wecom/crypto'
import { decrypt } from '@wecom/crypto'
import { XMLParser } from 'fast-xml-parser'
import { randomUUID } from 'node:crypto'

export const wechatAccount = { appId: 'wx1234567890abcdef', secret: 'the-secret', token: 'WeChatToken1', key: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG' }

const nowInSeconds = () => Math.floor(Date.now() / 1000)
let lastId = BigInt(Date.now()) * 1_000_000n

const parser = new XMLParser({ parseTagValue: false })

/** What WeChat shows its user of our answer: nothing for "success", the text of a passive reply, an error for anything else. */
export async function shown(response: Response, { encrypted }: { encrypted: boolean }): Promise<{ customer: string; text: string } | undefined> {
  if (response.status !== 200) throw new Error(`WeChat tells its user that the service is down: HTTP ${response.status}`)
  const body = await response.text()
  if (body === '' || body === 'success') return undefined
  const { xml } = parser.parse(body)
  if (!encrypted) return { customer: String(xml.ToUserName), text: String(xml.Content) }
  if (getSignature(wechatAccount.token, xml.TimeStamp, xml.Nonce, xml.Encrypt) !== xml.MsgSignature) throw new Error('The passive reply is not signed')
  const { message, id } = decrypt(wechatAccount.key, xml.Encrypt)
  if (id !== wechatAccount.appId) throw new Error('The passive reply is closed for another account')
  const inner = parser.parse(message).xml
  return { customer: String(inner.ToUserName), text: String(inner.Content) }
}

export type WeChatMessage = { customer: string; kind?: string; inner: string; id?: string; at?: number }

/** A message as WeChat writes it, under an id of its own. */
export function wechatXml({ customer, kind = 'text', inner, id = String(lastId += 1n), at = nowInSeconds() }: WeChatMessage): string {
  const numbered = kind === 'event' ? '' : `<MsgId>${id}</MsgId>`
  return `<xml><ToUserName><![CDATA[gh_account]]></ToUserName><FromUserName><![CDATA[${customer}]]></FromUserName><CreateTime>${at}</CreateTime><MsgType><![CDATA[${kind}]]></MsgType>${inner}${numbered}</xml>`
}

/** A request as WeChat makes it: in the safe mode, or in plain. Signed with Tencent's own library. */
export function wechatRequest(xml: string, { encrypted, at = nowInSeconds(), token = wechatAccount.token, appId = wechatAccount.appId }: { encrypted: boolean; at?: number; token?: string; appId?: string }): { path: string; body: string } {
  const timestamp = String(at)
  const nonce = randomUUID().replaceAll('-', '').slice(0, 10)
  const signature = getSignature(token, timestamp, nonce, '')
  const query = new URLSearchParams({ signature, timestamp, nonce })
  if (!encrypted) return { path: `/api/channels/wechat?${query}`, body: xml }
  const sealed = encrypt(wechatAccount.key, xml, appId)
  query.set('encrypt_type', 'aes')
  query.set('msg_signature', getSignature(token, timestamp, nonce, sealed))
  return { path: `/api/channels/wechat?${query}`, body: `<xml><ToUserName><![CDATA[gh_account]]></ToUserName><Encrypt><![CDATA[${sealed}]]></Encrypt></xml>` }
}
