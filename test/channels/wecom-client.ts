import { randomUUID } from 'node:crypto'
import { encrypt, getSignature } from '@wecom/crypto'

export const wecomAccount = { corpId: 'ww1234567890abcdef', secret: 'the-secret', token: 'WeComToken1', key: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG', kfid: 'wkAJ2GCAAASSm4_FhToWMFea0xAFfd3Q' }

const nowInSeconds = () => Math.floor(Date.now() / 1000)

type Sending = { at?: number; token?: string; corpId?: string; key?: string }

function signed(content: string, { at = nowInSeconds(), token = wecomAccount.token, corpId = wecomAccount.corpId, key = wecomAccount.key }: Sending) {
  const encrypted = encrypt(key, content, corpId)
  const timestamp = String(at)
  const nonce = randomUUID().replaceAll('-', '').slice(0, 10)
  return { encrypted, query: new URLSearchParams({ msg_signature: getSignature(token, timestamp, nonce, encrypted), timestamp, nonce }) }
}

/** The callback that says that messages wait (「接收消息和事件」), or any other content in its place. */
export function wecomCallback(sending: Sending & { content?: string } = {}): { path: string; body: string } {
  const content = sending.content ?? `<xml><ToUserName><![CDATA[${wecomAccount.corpId}]]></ToUserName><CreateTime>${nowInSeconds()}</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[kf_msg_or_event]]></Event><Token><![CDATA[ENCApHxnGDNAVNY4AaSJKj4Tb5mwsEMzxhFmHVGcra996NR]]></Token><OpenKfId><![CDATA[${wecomAccount.kfid}]]></OpenKfId></xml>`
  const { encrypted, query } = signed(content, sending)
  return { path: `/api/channels/wecom?${query}`, body: `<xml><ToUserName><![CDATA[${wecomAccount.corpId}]]></ToUserName><Encrypt><![CDATA[${encrypted}]]></Encrypt><AgentID><![CDATA[]]></AgentID></xml>` }
}

/** The question whether the address is ours (「回调配置」). */
export function wecomEcho(says: string): string {
  const { encrypted, query } = signed(says, {})
  query.set('echostr', encrypted)
  return `/api/channels/wecom?${query}`
}

/** A customer's message as `sync_msg` gives it. */
export function wecomMessage(customer: string, content: Record<string, unknown>, msgid: string = randomUUID()) {
  return { msgid, open_kfid: wecomAccount.kfid, external_userid: customer, send_time: nowInSeconds(), origin: 3, ...content }
}

/** The event of a customer who comes in, with the code that answers it. */
export function wecomEntering(customer: string, code: string) {
  return { msgid: randomUUID(), send_time: nowInSeconds(), origin: 4, msgtype: 'event', event: { event_type: 'enter_session', open_kfid: wecomAccount.kfid, external_userid: customer, scene: '123', welcome_code: code } }
}

