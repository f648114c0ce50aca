import { describe, expect, it } from 'vitest'
import { readXml } from '../xml.ts'
import { received } from './inbound.ts'

/*
 * The examples of 「接收普通消息」 and 「接收事件推送」, developers.weixin.qq.com/doc/service/guide/product/message/
 * (Receiving_standard_messages.html, Receiving_event_pushes.html), as of November 2026, without their whitespace.
 */
const head = '<ToUserName><![CDATA[toUser]]></ToUserName><FromUserName><![CDATA[fromUser]]></FromUserName><CreateTime>1348831860</CreateTime>'
const read = (inner: string) => received(readXml(`<xml>${head}${inner}</xml>`, 'xml'))
const id = '<MsgId>1234567890123456</MsgId>'

describe('messages of WeChat', () => {
  it('takes a text as it is', () => {
    expect(read(`<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[this is a test]]></Content>${id}`)).toEqual({
      what: 'message', media: undefined,
      incoming: { conversation: 'fromUser', from: { id: 'fromUser' }, address: { customer: 'fromUser', at: 1348831860000 }, dedupeKey: '1234567890123456', kind: 'message', text: 'this is a test' },
    })
  })
  it('knows which answer was tapped', () => {
    expect(read(`<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[满意]]></Content>${id}<bizmsgmenuid>12.1</bizmsgmenuid>`)).toMatchObject({ incoming: { text: '满意', choice: { sequence: 12, index: 1 } } })
    for (const other of ['101', '1.', '.1', '1.1.1', '9999999999.1']) expect(read(`<MsgType>text</MsgType><Content>x</Content>${id}<bizmsgmenuid>${other}</bizmsgmenuid>`)).not.toHaveProperty('incoming.choice')
  })
  it('takes what a voice message says, and its recording', () => {
    expect(read(`<MsgType><![CDATA[voice]]></MsgType><MediaId><![CDATA[media_id]]></MediaId><Format><![CDATA[amr]]></Format><Recognition><![CDATA[腾讯微信团队]]></Recognition>${id}`))
      .toMatchObject({ incoming: { text: '腾讯微信团队' }, media: { id: 'media_id', contentType: 'audio/amr', name: 'voice.amr' } })
  })
  it.each([
    ['image', '<PicUrl><![CDATA[this is a url]]></PicUrl><MediaId><![CDATA[media_id]]></MediaId>', { contentType: 'image/jpeg' }],
    ['video', '<MediaId><![CDATA[media_id]]></MediaId><ThumbMediaId><![CDATA[thumb_media_id]]></ThumbMediaId>', { contentType: 'video/mp4' }],
    ['shortvideo', '<MediaId><![CDATA[media_id]]></MediaId><ThumbMediaId><![CDATA[thumb_media_id]]></ThumbMediaId>', { contentType: 'video/mp4' }],
    ['voice', '<MediaId><![CDATA[media_id]]></MediaId><Format><![CDATA[../../x]]></Format>', { contentType: 'audio/amr', name: 'voice.x' }],
  ])('names the file of a message of kind %s', (kind, inner, media) => {
    expect(read(`<MsgType><![CDATA[${kind}]]></MsgType>${inner}${id}`)).toMatchObject({ incoming: { kind: 'message', text: '' }, media: { id: 'media_id', ...media } })
  })
  it('names a place and a link without following them', () => {
    const place = read(`<MsgType><![CDATA[location]]></MsgType><Location_X>23.134521</Location_X><Location_Y>113.358803</Location_Y><Scale>20</Scale><Label><![CDATA[位置信息]]></Label>${id}`)
    expect(place).toMatchObject({ incoming: { attachments: [{ contentType: 'application/geo+json', name: '位置信息' }] }, media: undefined })
    const link = read(`<MsgType><![CDATA[link]]></MsgType><Title><![CDATA[公众平台官网链接]]></Title><Description><![CDATA[公众平台官网链接]]></Description><Url><![CDATA[url]]></Url>${id}`)
    expect(link).toMatchObject({ incoming: { attachments: [{ contentType: 'text/uri-list', name: '公众平台官网链接' }] }, media: undefined })
    expect(JSON.stringify([place, link])).not.toMatch(/contentUrl|23\.134521/)
  })
  it('tells a customer whose kind of message is new that it cannot be read', () => {
    expect(read(`<MsgType><![CDATA[hologram]]></MsgType>${id}`)).toMatchObject({ incoming: { kind: 'message', dedupeKey: '1234567890123456', attachments: [{ contentType: 'application/x-wechat-hologram' }] } })
  })
})

describe('events of WeChat', () => {
  const event = (name: string, inner = '') => read(`<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[${name}]]></Event>${inner}`)
  it('greets who follows, also by a QR code, and who scans one', () => {
    expect(event('subscribe')).toMatchObject({ incoming: { kind: 'start', dedupeKey: 'fromUser:1348831860:subscribe' } })
    expect(event('subscribe', '<EventKey><![CDATA[qrscene_123123]]></EventKey><Ticket><![CDATA[TICKET]]></Ticket>')).toMatchObject({ incoming: { kind: 'start' } })
    expect(event('SCAN', '<EventKey><![CDATA[SCENE_VALUE]]></EventKey>')).toMatchObject({ incoming: { kind: 'start' } })
  })
  it('takes a menu\'s key for what the customer says', () => {
    expect(event('CLICK', '<EventKey><![CDATA[怎么挂失银行卡]]></EventKey>')).toMatchObject({ incoming: { kind: 'message', text: '怎么挂失银行卡', dedupeKey: 'fromUser:1348831860:CLICK' } })
  })
  it.each(['unsubscribe', 'VIEW', 'LOCATION', 'CLICK', 'scancode_push', 'something_new'])('keeps nothing of %s', name => {
    expect(event(name, '<EventKey></EventKey><Latitude>23.137466</Latitude><Longitude>113.352425</Longitude>')).toEqual({ what: 'nothing' })
  })
  it('notes what became of a template message', () => {
    expect(event('TEMPLATESENDJOBFINISH', '<MsgID>200163836</MsgID><Status><![CDATA[success]]></Status>')).toEqual({ what: 'template', customer: 'fromUser', delivered: true, status: 'success' })
    expect(event('TEMPLATESENDJOBFINISH', '<MsgID>200163840</MsgID><Status><![CDATA[failed:user block]]></Status>')).toEqual({ what: 'template', customer: 'fromUser', delivered: false, status: 'failed:user block' })
  })
})

describe('what is not WeChat\'s', () => {
  it.each([
    ['no kind', ''],
    ['a text without its id', '<MsgType>text</MsgType><Content>x</Content>'],
    ['an image without its file', `<MsgType>image</MsgType>${id}`],
    ['a kind given twice', `<MsgType>text</MsgType><MsgType>text</MsgType><Content>x</Content>${id}`],
    ['a text that is not one', `<MsgType>text</MsgType><Content><a>1</a></Content>${id}`],
    ['an id that is not one', '<MsgType>text</MsgType><Content>x</Content><MsgId>1; DROP TABLE log</MsgId>'],
    ['a new kind without an id', '<MsgType>hologram</MsgType>'],
    ['an event without a name', '<MsgType>event</MsgType>'],
  ])('refuses %s', (_what, inner) => {
    expect(() => read(inner)).toThrow()
  })
  it.each(['', 'text', null, 1, [], {}])('refuses %j', content => {
    expect(() => received(content)).toThrow()
  })
})
