import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { wechat } from '../../channels/wechat/channel.ts'
import { wecom } from '../../channels/wecom/channel.ts'
import { alone, replyTo as reply } from './alone.ts'
import { startTencent, type Tencent } from './tencent-provider.ts'
import { wechatAccount } from './wechat-client.ts'
import { wecomAccount, wecomMessage } from './wecom-client.ts'

let tencent: Tencent
beforeAll(async () => { tencent = await startTencent(wecomAccount.kfid) })
afterAll(() => tencent.close())
beforeEach(() => tencent.recover())

let now = Date.parse('2026-11-25T10:00:00Z')
const { open: opened, errors, took, report } = alone(() => new Date(now))

const wechatEnv = { WECHAT_APP_ID: wechatAccount.appId, WECHAT_APP_SECRET: wechatAccount.secret, WECHAT_TOKEN: wechatAccount.token }
const template = { WECHAT_TEMPLATE_ID: 'ngqIpbwh8bUfcSsECmogfXcV14J0tQlEpBO27izEYtY', WECHAT_TEMPLATE_FIELDS: 'thing1,time2' }

describe('a late reply by WeChat', () => {
  const address = { customer: 'oLate', at: now }
  it.each([
    ['too late', 45015, { name: 'OutsideWindowError', asked: false }], ['the sixth', 45047, { name: 'OutsideWindowError', asked: false }],
    ['to who does not follow any more', 43004, { name: 'OutsideWindowError', asked: false }], ['that the account may not send', 48001, { name: 'OutsideWindowError', asked: false }],
    ['while WeChat is busy', -1, { name: 'NotTakenError' }], ['too often', 45011, { name: 'NotTakenError' }], ['that is wrong', 40008, { name: 'NeverTakenError' }],
  ])('%s (%i) is told apart', async (_how, code, error) => {
    tencent.failNext('/custom/send', { code })
    await expect(opened(wechat, { ...wechatEnv, WECHAT_API_URL: tencent.url }).deliver(reply(address))).rejects.toMatchObject(error)
  })
  it('has the customer asked by a template to write, once, and waits', async () => {
    const channel = opened(wechat, { ...wechatEnv, ...template, WECHAT_API_URL: tencent.url })
    const before = tencent.templates.length
    for (let late = 0; late < 3; late += 1) {
      tencent.failNext('/custom/send', { code: 45015 })
      await expect(channel.deliver(reply(address))).rejects.toMatchObject({ name: 'OutsideWindowError', asked: true })
    }
    expect(tencent.templates.slice(before)).toEqual([{ customer: 'oLate', data: { thing1: { value: '您的咨询有新的回复' }, time2: { value: '2026-11-25 18:00' } } }])
  })
  it('goes another way where the template is refused', async () => {
    tencent.failNext('/custom/send', { code: 45015 })
    tencent.failNext('/template/send', { code: 40037 })
    await expect(opened(wechat, { ...wechatEnv, ...template, WECHAT_API_URL: tencent.url }).deliver(reply(address))).rejects.toMatchObject({ name: 'OutsideWindowError', asked: false })
    expect(errors.at(-1)).toContain('WECHAT_TEMPLATE_ID')
  })
  it('is sent under a new token where the old one has run out', async () => {
    const channel = opened(wechat, { ...wechatEnv, WECHAT_API_URL: tencent.url })
    await channel.deliver(reply(address))
    tencent.endToken()
    await channel.deliver(reply(address, '第二条。'))
    expect(tencent.taken.slice(-2).map(each => each.text)).toEqual(['您的申请已经办好。', '第二条。'])
  })
  it('may come for 48 hours', () => {
    const channel = opened(wechat, { ...wechatEnv, WECHAT_API_URL: tencent.url })
    expect([47, 49].map(hours => channel.isOpen?.({ customer: 'oLate', at: now - hours * 3_600_000 }))).toEqual([true, false])
  })
  it('of many words is parted between paragraphs, within 2,048 bytes, with its wording whole', async () => {
    const long = Array.from({ length: 30 }, (_, index) => `第 ${index + 1} 段：这只基金的申购费、赎回费和管理费按合同收取，持有时间不同费率也不同，请以基金合同为准。`).join('\n\n')
    const before = tencent.taken.length
    await opened(wechat, { ...wechatEnv, WECHAT_API_URL: tencent.url }).deliver(reply(address, long))
    const texts = tencent.taken.slice(before).map(each => each.text)
    expect(texts.length).toBeGreaterThan(1)
    expect(texts.every(text => Buffer.byteLength(text) <= 2048)).toBe(true)
    expect(texts.some(text => text.includes('基金有风险，投资须谨慎。'))).toBe(true)
    expect(texts.join('\n\n')).toContain(long)
  })
})

describe('what WeCom lets through', () => {
  const env = { WECOM_CORP_ID: wecomAccount.corpId, WECOM_SECRET: wecomAccount.secret, WECOM_TOKEN: wecomAccount.token, WECOM_ENCODING_AES_KEY: wecomAccount.key }
  const address = { openKfid: wecomAccount.kfid, customer: 'wmLate', at: now }
  const channel = () => opened(wecom, { ...env, WECOM_API_URL: tencent.url })
  it.each([
    ['the sixth', 95001, 'OutsideWindowError'], ['after its end', 95013, 'OutsideWindowError'], ['while WeCom is busy', -1, 'NotTakenError'], ['too often', 45033, 'NotTakenError'],
    ['without the right to', 48002, 'NotTakenError'], ['that is wrong', 40058, 'NeverTakenError'],
  ])('a reply %s (%i) is told apart', async (_how, code, name) => {
    tencent.failNext('/kf/send_msg', { code })
    await expect(channel().deliver(reply(address))).rejects.toMatchObject({ name })
  })
  it('gives each part one id, the same at every attempt', async () => {
    const again = reply(address)
    await channel().deliver(again)
    await channel().deliver(again)
    const [one, other] = tencent.taken.slice(-2)
    expect(one?.id).toMatch(/^[\w-]{32}$/)
    expect(other?.id).toBe(one?.id)
  })
  it('does not answer with a code that has run out, and owes no greeting that WeCom refuses', async () => {
    const before = tencent.calls.filter(path => path.endsWith('on_event')).length
    await channel().deliver(reply({ ...address, at: now - 30_000, welcomeCode: 'old' }))
    expect(tencent.calls.filter(path => path.endsWith('on_event'))).toHaveLength(before)
    await channel().deliver(reply({ ...address, welcomeCode: 'unknown' }))
  })
  it('passes over what came before its first call, and no message after', async () => {
    now = Date.now()
    tencent.history.push({ ...wecomMessage('wmOld', { msgtype: 'text', text: { content: '昨天' } }), send_time: Math.floor(now / 1000) - 86_400 }, wecomMessage('wmNew', { msgtype: 'text', text: { content: '现在' } }))
    const end = channel().start?.()
    await vi.waitFor(() => expect(took).toContainEqual(expect.objectContaining({ text: '现在' })))
    await end?.()
    expect(took).not.toContainEqual(expect.objectContaining({ text: '昨天' }))
  })
  it('reports what it could not hand over', async () => {
    tencent.history.push({ msgid: 'e1', send_time: Math.floor(now / 1000), origin: 4, msgtype: 'event', event: { event_type: 'msg_send_fail', open_kfid: wecomAccount.kfid, external_userid: 'wm', fail_msgid: 'FAIL', fail_type: 6 } })
    const end = channel().start?.()
    await vi.waitFor(() => expect(report).toHaveBeenCalledWith('FAIL', 'failed', { reason: 'fail_type 6', outside: true }))
    await end?.()
  })
})

describe('settings and credentials', () => {
  it.each([
    [wechat, { WECHAT_APP_ID: 'x' }, /^WECHAT_APP_SECRET must be set with WECHAT_APP_ID$/],
    [wechat, { ...wechatEnv, WECHAT_APP_ID: 'gh_1' }, /^WECHAT_APP_ID must be the AppID/],
    [wechat, { ...wechatEnv, WECHAT_TOKEN: 'a b' }, /^WECHAT_TOKEN must be 3 to 32 letters and digits/],
    [wechat, { ...wechatEnv, WECHAT_ENCODING_AES_KEY: 'short' }, /^WECHAT_ENCODING_AES_KEY must be 43 letters and digits/],
    [wechat, { ...wechatEnv, WECHAT_API_URL: 'api' }, /^WECHAT_API_URL must be an address such as https:\/\/api\.weixin\.qq\.com/],
    [wecom, { WECOM_CORP_ID: 'ww12345678' }, /^WECOM_SECRET must be set with WECOM_CORP_ID$/],
  ] as const)('are refused with a sentence', (kind, env, sentence) => {
    expect(() => kind.configure(env)).toThrow(sentence)
  })
  it('are tried, with a sentence on what is wrong', async () => {
    expect(await opened(wechat, { ...wechatEnv, WECHAT_API_URL: tencent.url }).check()).toContain(wechatAccount.appId)
    await expect(opened(wechat, { ...wechatEnv, WECHAT_APP_SECRET: 'another-secret', WECHAT_API_URL: tencent.url }).check()).rejects.toThrow('WECHAT_APP_SECRET is not the secret')
    tencent.failNext('/stable_token', { code: 40164 })
    await expect(opened(wechat, { ...wechatEnv, WECHAT_API_URL: tencent.url }).check()).rejects.toThrow('IP whitelist')
    await expect(opened(wechat, { ...wechatEnv, WECHAT_API_URL: 'http://127.0.0.1:1' }).check()).rejects.toThrow('WECHAT_API_URL')
  })
})
