import { getSignature } from '@wecom/crypto'
import { z } from 'zod'
import { describeChannel, longIdOf } from './conformance.ts'
import { type Driver, type Provider, sendRequest, type Sent } from './driver.ts'
import { startTencent } from './tencent-provider.ts'
import { wecomAccount, wecomCallback, wecomEntering, wecomMessage } from './wecom-client.ts'

const customerOf = (customer: number) => `wmAJ2GCAA${longIdOf(customer)}`
const idOf = (customer: number, id: number) => `from_msgid_${id}${longIdOf(customer)}`
/** Stands beside a request for what WeCom has ready when it calls. */
const waits = 'x-what-waits'

const callback = (how: Parameters<typeof wecomCallback>[0] = {}): Sent => {
  const { path, body } = wecomCallback(how)
  return { method: 'POST', path, headers: { 'content-type': 'text/xml' }, body: Buffer.from(body) }
}
const withWaiting = (message: unknown): Sent => {
  const request = callback()
  return { ...request, headers: { ...request.headers, [waits]: Buffer.from(JSON.stringify(message)).toString('base64') } }
}
const withQuery = (request: Sent, change: (query: URLSearchParams) => void): Sent => {
  const url = new URL(request.path, 'http://service')
  change(url.searchParams)
  return { ...request, path: `${url.pathname}?${url.searchParams}` }
}
const encryptedIn = ({ body }: Sent) => /<Encrypt><!\[CDATA\[(.*?)\]\]>/.exec(body.toString())?.[1] ?? ''
/** Whether WeCom itself could have sent it: for anybody else's nothing waits. */
function isGenuine(request: Sent): boolean {
  const query = new URL(request.path, 'http://service').searchParams
  const timestamp = query.get('timestamp') ?? ''
  return request.method === 'POST' && Date.now() / 1000 - Number(timestamp) < 60 && getSignature(wecomAccount.token, timestamp, query.get('nonce') ?? '', encryptedIn(request)) === query.get('msg_signature')
}

const text = (customer: number, id: number, content: string, menu_id?: string) => wecomMessage(customerOf(customer), { msgtype: 'text', text: { content, ...(menu_id === undefined ? {} : { menu_id }) } }, idOf(customer, id))

async function start(): Promise<Provider> {
  const tencent = await startTencent(wecomAccount.kfid)
  const known = new Set<string>()
  return {
    env: { WECOM_CORP_ID: wecomAccount.corpId, WECOM_SECRET: wecomAccount.secret, WECOM_TOKEN: wecomAccount.token, WECOM_ENCODING_AES_KEY: wecomAccount.key, WECOM_API_URL: tencent.url },
    async send(serviceUrl, request) {
      const { [waits]: waiting, ...headers } = request.headers
      if (waiting !== undefined && !known.has(waiting) && isGenuine(request)) {
        known.add(waiting)
        tencent.history.push(JSON.parse(Buffer.from(waiting, 'base64').toString()))
      }
      return (await sendRequest(serviceUrl, { ...request, headers })).status
    },
    says: (customer, id, words) => withWaiting(text(customer, id, words)),
    sends(customer, id, file) {
      tencent.files.set(`media${id}`, file)
      return withWaiting(wecomMessage(customerOf(customer), { msgtype: 'file', file: { media_id: `media${id}` } }, idOf(customer, id)))
    },
    taps: (customer, id, { choices }, index) => withWaiting(text(customer, id, choices[index]?.title ?? '', choices[index]?.name)),
    shown: customer => tencent.taken.filter(each => each.customer === customerOf(customer)).map(each => ({ text: each.text, choices: each.options })),
    fails({ times, as }) {
      tencent.recover()
      for (let left = times; left > 0; left -= 1) tencent.failNext('/kf/send_msg', as === 'never' ? { code: 40008 } : as)
    },
    // 「接收消息和事件」, developer.work.weixin.qq.com/document/path/94670, as of November 2026: the callback, and what it says to fetch.
    bodies: customer => [
      Buffer.from('<xml><ToUserName><![CDATA[ww1234567890abcdef]]></ToUserName><CreateTime>1348831860</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[kf_msg_or_event]]></Event><Token><![CDATA[ENCApHxnGDNAVNY4AaSJKj4Tb5mwsEMzxhFmHVGcra996NR]]></Token><OpenKfId><![CDATA[wkxxxxxxx]]></OpenKfId></xml>'),
      ...[
        text(customer, 1, '转账限额是多少'), text(customer, 2, '满意', '2.0'),
        ...['image', 'voice', 'video', 'file'].map((msgtype, index) => wecomMessage(customerOf(customer), { msgtype, [msgtype]: { media_id: 'media_id' } }, idOf(customer, 3 + index))),
        wecomMessage(customerOf(customer), { msgtype: 'location', location: { latitude: 23.1, longitude: 113.3, name: '广州国际媒体港', address: '广东省广州市海珠区' } }, idOf(customer, 7)),
        wecomMessage(customerOf(customer), { msgtype: 'link', link: { title: 'TITLE', desc: 'DESC', url: 'https://a.example', pic_url: 'https://a.example/p' } }, idOf(customer, 8)),
        wecomMessage(customerOf(customer), { msgtype: 'business_card', business_card: { userid: 'USERID' } }, idOf(customer, 9)),
        wecomEntering(customerOf(customer), `code-${customer}`),
        { msgid: 'event', send_time: 1615478585, origin: 4, msgtype: 'event', event: { event_type: 'msg_send_fail', open_kfid: wecomAccount.kfid, external_userid: customerOf(customer), fail_msgid: 'FAIL_MSGID', fail_type: 4 } },
      ].map(each => Buffer.from(JSON.stringify(each))),
    ],
    signed(body) {
      let entry: unknown
      try {
        entry = z.json().parse(JSON.parse(body.toString('utf8')))
      } catch {
        return callback({ content: body.toString('utf8') })
      }
      return withWaiting(entry)
    },
    close: tencent.close,
  }
}

const driver: Driver = {
  name: 'wecom',
  start,
  forged: {
    'no signature': request => withQuery(request, query => query.delete('msg_signature')),
    'a signature of another token': request => ({ ...request, path: callback({ token: 'AnotherToken' }).path }),
    'the signature of another message': request => ({ ...request, path: callback().path }),
    'a callback for another corporation': request => ({ ...callback({ corpId: 'ww0000000000000000' }), headers: request.headers }),
    'a callback in plain': request => ({ ...request, body: Buffer.from('<xml><MsgType>event</MsgType><Event>kf_msg_or_event</Event><CreateTime>1</CreateTime><Token>t</Token><OpenKfId>wk1</OpenKfId></xml>') }),
    'a changed timestamp': request => withQuery(request, query => query.set('timestamp', String(Number(query.get('timestamp')) + 1))),
    'no body': request => ({ ...request, body: Buffer.alloc(0) }),
    'another method': request => ({ ...request, method: 'GET' }),
  },
  stale: request => withQuery(request, query => {
    const timestamp = String(Number(query.get('timestamp')) - 600)
    query.set('timestamp', timestamp)
    query.set('msg_signature', getSignature(wecomAccount.token, timestamp, query.get('nonce') ?? '', encryptedIn(request)))
  }),
  // Signed, but nothing that is understood: WeCom would only call again.
  statuses: { taken: [200], refused: [403], malformed: [200], oversize: [413, 0] },
  tooMuch: 70_000,
  handsOver: true,
}

describeChannel(driver)
