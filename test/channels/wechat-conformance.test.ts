import { getSignature } from '@wecom/crypto'
import { describeChannel, longIdOf } from './conformance.ts'
import { type Driver, type Provider, sendRequest, type Sent } from './driver.ts'
import { startTencent } from './tencent-provider.ts'
import { shown, wechatAccount, wechatRequest, wechatXml } from './wechat-client.ts'

const customerOf = (customer: number) => `oZ${longIdOf(customer)}`
const idOf = (customer: number, id: number) => `${id}${longIdOf(customer)}`.slice(0, 19)
const cdata = (name: string, value: string) => `<${name}><![CDATA[${value}]]></${name}>`
const encrypted = true

function post(xml: string, how: Partial<Parameters<typeof wechatRequest>[1]> = {}): Sent {
  const { path, body } = wechatRequest(xml, { encrypted, ...how })
  return { method: 'POST', path, headers: { 'content-type': 'text/xml' }, body: Buffer.from(body) }
}
const text = (customer: number, id: number, words: string, more = '') => wechatXml({ customer: customerOf(customer), id: idOf(customer, id), inner: cdata('Content', words) + more })
const withQuery = (request: Sent, change: (query: URLSearchParams) => void): Sent => {
  const url = new URL(request.path, 'http://service')
  change(url.searchParams)
  return { ...request, path: `${url.pathname}?${url.searchParams}` }
}
const encryptedIn = (request: Sent) => /<Encrypt><!\[CDATA\[(.*?)\]\]>/.exec(request.body.toString())?.[1] ?? ''

async function start(): Promise<Provider> {
  const tencent = await startTencent()
  return {
    env: { WECHAT_APP_ID: wechatAccount.appId, WECHAT_APP_SECRET: wechatAccount.secret, WECHAT_TOKEN: wechatAccount.token, WECHAT_ENCODING_AES_KEY: wechatAccount.key, WECHAT_API_URL: tencent.url },
    async send(serviceUrl, request) {
      const { status, body } = await sendRequest(serviceUrl, request)
      const reply = status === 200 && request.method === 'POST' ? await shown(new Response(new Uint8Array(body)), { encrypted }) : undefined
      if (reply !== undefined) tencent.taken.push({ customer: reply.customer, kind: 'passive', text: reply.text, options: [], id: '' })
      return status
    },
    says: (customer, id, words) => post(text(customer, id, words)),
    sends(customer, id, file) {
      tencent.files.set(`media${id}`, file)
      return post(wechatXml({ customer: customerOf(customer), id: idOf(customer, id), kind: 'image', inner: cdata('PicUrl', 'https://mmbiz.qpic.cn/a') + cdata('MediaId', `media${id}`) }))
    },
    taps: (customer, id, { choices }, index) => post(text(customer, id, choices[index]?.title ?? '', cdata('bizmsgmenuid', choices[index]?.name ?? ''))),
    shown: customer => tencent.taken.filter(each => each.customer === customerOf(customer)).map(each => ({ text: each.text, choices: each.options })),
    fails({ times, as }) {
      tencent.recover()
      // What WeChat will never take is a message it finds wrong (errcode 40008); it has no 429, but what stands before it may.
      for (let left = times; left > 0; left -= 1) tencent.failNext('/custom/send', as === 'never' ? { code: 40008 } : as)
    },
    // 「接收普通消息」 and 「接收事件推送」, developers.weixin.qq.com/doc/service/guide/product/message/, as of November 2026.
    bodies: customer => [
      text(customer, 1, '转账限额是多少'), text(customer, 2, '满意', cdata('bizmsgmenuid', '2.0')),
      wechatXml({ customer: customerOf(customer), id: idOf(customer, 3), kind: 'image', inner: cdata('PicUrl', 'https://mmbiz.qpic.cn/a') + cdata('MediaId', 'media_id') }),
      wechatXml({ customer: customerOf(customer), id: idOf(customer, 4), kind: 'voice', inner: cdata('MediaId', 'media_id') + cdata('Format', 'amr') + cdata('Recognition', '怎么开户') }),
      wechatXml({ customer: customerOf(customer), id: idOf(customer, 5), kind: 'video', inner: cdata('MediaId', 'media_id') + cdata('ThumbMediaId', 'thumb_media_id') }),
      wechatXml({ customer: customerOf(customer), id: idOf(customer, 6), kind: 'location', inner: `<Location_X>23.134521</Location_X><Location_Y>113.358803</Location_Y><Scale>20</Scale>${cdata('Label', '位置信息')}` }),
      wechatXml({ customer: customerOf(customer), id: idOf(customer, 7), kind: 'link', inner: cdata('Title', '公众平台官网链接') + cdata('Description', '公众平台官网链接') + cdata('Url', 'https://mp.weixin.qq.com') }),
      ...['subscribe', 'unsubscribe', 'SCAN', 'LOCATION', 'CLICK', 'VIEW', 'TEMPLATESENDJOBFINISH'].map(event => wechatXml({ customer: customerOf(customer), kind: 'event', inner: cdata('Event', event) + cdata('EventKey', '怎么挂失银行卡') + cdata('Status', 'success') })),
    ].map(xml => Buffer.from(xml)),
    signed: body => post(body.toString('utf8')),
    close: tencent.close,
  }
}

const driver: Driver = {
  name: 'wechat',
  start,
  forged: {
    'no signature': request => withQuery(request, query => { query.delete('signature'); query.delete('msg_signature') }),
    'a signature of another token': request => ({ ...request, path: post('<xml></xml>', { token: 'AnotherToken' }).path }),
    'the signature of another message': request => ({ ...request, path: post(text(1, 1, '别的')).path }),
    'the plain signature alone': request => withQuery(request, query => query.delete('msg_signature')),
    'a message in plain': request => ({ ...request, body: Buffer.from(text(1, 1, '转账限额是多少')) }),
    'a message for another account': () => post(text(1, 1, '转账限额是多少'), { appId: 'wx0000000000000000' }),
    'a changed timestamp': request => withQuery(request, query => query.set('timestamp', String(Number(query.get('timestamp')) + 1))),
    'no body': request => ({ ...request, body: Buffer.alloc(0) }),
    'another method': request => ({ ...request, method: 'GET' }),
  },
  stale: request => withQuery(request, query => {
    const timestamp = String(Number(query.get('timestamp')) - 600)
    const nonce = query.get('nonce') ?? ''
    query.set('timestamp', timestamp)
    query.set('signature', getSignature(wechatAccount.token, timestamp, nonce, ''))
    query.set('msg_signature', getSignature(wechatAccount.token, timestamp, nonce, encryptedIn(request)))
  }),
  // Signed, but nothing that is understood: WeChat would only send it again.
  statuses: { taken: [200], refused: [403], malformed: [200], oversize: [413, 0] },
  tooMuch: 70_000,
  handsOver: true,
}

describeChannel(driver)
