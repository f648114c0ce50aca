import { describe, expect, it } from 'vitest'
import { callbackSchema, pageSchema, received } from './messages.ts'

/* The examples of 「接收消息和事件」, developer.work.weixin.qq.com/document/path/94670 (also /document/31078), as of November 2026. */
const common = { msgid: 'from_msgid_4622416642169452483', open_kfid: 'wkAJ2GCAAASSm4_FhToWMFea0xAFfd3Q', external_userid: 'wmAJ2GCAAAme1XQRC-NI-q0_ZM9ukoAw', send_time: 1615478585, origin: 3 }

describe('messages of WeCom customer service', () => {
  it('takes a text, with all that is needed to answer it', () => {
    expect(received({ ...common, msgtype: 'text', text: { content: 'hello world', menu_id: '7.0' } })).toEqual({
      what: 'message', media: undefined,
      incoming: {
        conversation: `${common.open_kfid}:${common.external_userid}`, from: { id: common.external_userid }, dedupeKey: common.msgid,
        kind: 'message', text: 'hello world', choice: { sequence: 7, index: 0 }, address: { openKfid: common.open_kfid, customer: common.external_userid, at: 1615478585000 },
      },
    })
  })
  it.each([
    ['image', { media_id: '2iSLeVyqzk4eX0IB5kTi9Ljfa2rt9dwfq5WKRQ4Nvvgw' }, 'image/jpeg'],
    ['voice', { media_id: '2iSLeVyqzk4eX0IB5kTi9Ljfa2rt9dwfq5WKRQ4Nvvgw' }, 'audio/amr'],
    ['video', { media_id: '2iSLeVyqzk4eX0IB5kTi9Ljfa2rt9dwfq5WKRQ4Nvvgw' }, 'video/mp4'],
    ['file', { media_id: '2iSLeVyqzk4eX0IB5kTi9Ljfa2rt9dwfq5WKRQ4Nvvgw' }, 'application/octet-stream'],
  ])('names the file of a message of kind %s', (msgtype, content, contentType) => {
    expect(received({ ...common, msgtype, [msgtype]: content })).toMatchObject({ incoming: { text: '' }, media: { id: content.media_id, contentType } })
  })
  it('names a place and a link without following them', () => {
    const place = received({ ...common, msgtype: 'location', location: { latitude: 23.106021881103501, longitude: 113.320503234863, name: '广州国际媒体港(广州市海珠区)', address: '广东省广州市海珠区滨江东路' } })
    expect(place).toMatchObject({ incoming: { attachments: [{ contentType: 'application/geo+json', name: '广州国际媒体港(广州市海珠区)' }] } })
    const link = received({ ...common, msgtype: 'link', link: { title: 'TITLE', desc: 'DESC', url: 'URL', pic_url: 'PIC_URL' } })
    expect(link).toMatchObject({ incoming: { attachments: [{ contentType: 'text/uri-list', name: 'TITLE' }] } })
    expect(JSON.stringify([place, link])).not.toMatch(/URL"|23\.106/)
  })
  it('tells a customer whose kind of message cannot be read', () => {
    expect(received({ ...common, msgtype: 'business_card', business_card: { userid: 'USERID' } })).toMatchObject({ incoming: { text: '', attachments: [{ contentType: 'application/x-wecom-business_card' }] } })
  })
  it('greets who comes in with a code for it, and only them', () => {
    const enter = { msgid: 'event1', send_time: 1615478585, origin: 4, msgtype: 'event', event: { event_type: 'enter_session', open_kfid: 'wkAJ2GCAAASSm4_FhToWMFea0xAFfd3Q', external_userid: 'wmAJ2GCAAAme1XQRC-NI-q0_ZM9ukoAw', scene: '123', scene_param: 'abc', welcome_code: 'aaaaaa' } }
    expect(received(enter)).toMatchObject({ incoming: { kind: 'start', address: { welcomeCode: 'aaaaaa' } } })
    const { welcome_code: _code, ...greeted } = enter.event
    expect(received({ ...enter, event: greeted })).toEqual({ what: 'nothing' })
  })
  it('notes a message of ours that did not arrive', () => {
    expect(received({ msgid: 'event2', send_time: 1615478585, origin: 4, msgtype: 'event', event: { event_type: 'msg_send_fail', open_kfid: 'wk', external_userid: 'wm', fail_msgid: 'FAIL_MSGID', fail_type: 4 } }))
      .toEqual({ what: 'failed', messageId: 'FAIL_MSGID', customer: 'wm', kind: 4 })
  })
  it.each([
    ['what a colleague wrote in WeCom\'s app', { ...common, origin: 5, msgtype: 'text', text: { content: 'x' }, servicer_userid: 'Zhangsan' }],
    ['an event of another kind', { msgid: 'e', send_time: 1, origin: 4, msgtype: 'event', event: { event_type: 'session_status_change', open_kfid: 'wk', external_userid: 'wm', change_type: 1 } }],
    ['a message of nobody', { ...common, external_userid: '', msgtype: 'text', text: { content: 'x' } }],
    ['a text', 'text'], ['null', null], ['a list', []],
  ])('takes nothing from %s', (_what, entry) => {
    expect(received(entry)).toEqual({ what: 'nothing' })
  })
})

describe('what WeCom says beside', () => {
  it('reads the callback', () => {
    expect(callbackSchema.parse({ ToUserName: 'ww12345678910', CreateTime: '1348831860', MsgType: 'event', Event: 'kf_msg_or_event', Token: 'ENCApHxnGDNAVNY4AaSJKj4Tb5mwsEMzxhFmHVGcra996NR', OpenKfId: 'wkxxxxxxx' }).OpenKfId).toBe('wkxxxxxxx')
  })
  it('reads a page with something in it that is not as documented', () => {
    expect(pageSchema.parse({ errcode: 0, errmsg: 'ok', next_cursor: '4gw7MepFLfgF2VC5npN', has_more: 1, msg_list: [null, { msgid: 1 }] }).msg_list.map(received)).toEqual([{ what: 'nothing' }, { what: 'nothing' }])
  })
})
