import { mkdtempSync, rmSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Running, startProcess } from '../support/process.ts'
import { startTencent, type Tencent } from './tencent-provider.ts'
import { shown, wechatAccount, wechatRequest, wechatXml } from './wechat-client.ts'

describe.each([{ mode: 'the safe mode', encrypted: true }, { mode: 'the plain mode', encrypted: false }])('WeChat in $mode', ({ encrypted }) => {
  let dataDir: string
  let tencent: Tencent
  let service: Running
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'shouwen-'))
    tencent = await startTencent()
    service = await startProcess({
      DATA_DIR: dataDir, WECHAT_APP_ID: wechatAccount.appId, WECHAT_APP_SECRET: wechatAccount.secret, WECHAT_TOKEN: wechatAccount.token, WECHAT_API_URL: tencent.url,
      ...(encrypted ? { WECHAT_ENCODING_AES_KEY: wechatAccount.key } : {}),
    })
  })
  afterAll(async () => {
    await service.kill('SIGTERM')
    await tencent.close()
    rmSync(dataDir, { recursive: true, force: true })
  })
  const post = ({ path, body }: { path: string; body: string }) => fetch(service.url + path, { method: 'POST', headers: { 'content-type': 'text/xml' }, body })
  const say = (customer: string, text: string) => post(wechatRequest(wechatXml({ customer, inner: `<Content><![CDATA[${text}]]></Content>` }), { encrypted }))

  it('proves that the address is ours, to WeChat alone', async () => {
    const echo = async (change: (query: URLSearchParams) => void = () => undefined) => {
      const query = new URL(wechatRequest('', { encrypted: false }).path, service.url).searchParams
      query.set('echostr', '5837397520665436492')
      change(query)
      const response = await fetch(`${service.url}/api/channels/wechat?${query}`)
      return [response.status, await response.text()]
    }
    expect(await echo()).toEqual([200, '5837397520665436492'])
    for (const change of [(query: URLSearchParams) => query.delete('signature'), (query: URLSearchParams) => query.set('nonce', 'x'), (query: URLSearchParams) => query.set('timestamp', '1409659589')]) {
      expect((await echo(change))[0]).toBe(403)
    }
  })
  it('takes no other message under a signature that was used', async () => {
    const first = wechatRequest(wechatXml({ customer: 'replayed', inner: '<Content><![CDATA[怎么开户]]></Content>' }), { encrypted })
    const other = wechatRequest(wechatXml({ customer: 'replayed', inner: '<Content><![CDATA[转账限额是多少]]></Content>' }), { encrypted })
    expect((await post(first)).status).toBe(200)
    expect((await post({ ...other, path: first.path })).status).toBe(403)
  })
  it('answers with the request, wording included', async () => {
    expect((await shown(await say('asks-fund', '基金手续费是多少'), { encrypted }))?.text).toContain('基金有风险，投资须谨慎')
  })
  it('offers answers in a menu', async () => {
    expect(await shown(await post(wechatRequest(wechatXml({ customer: 'follows', kind: 'event', inner: '<Event><![CDATA[subscribe]]></Event><EventKey></EventKey>' }), { encrypted })), { encrypted })).toBeUndefined()
    await vi.waitFor(() => expect(tencent.taken).toContainEqual(expect.objectContaining({ customer: 'follows', kind: 'msgmenu', options: [{ title: '转人工', name: expect.stringMatching(/^\d+\.0$/) }] })))
  })
  it('offers them in words where the account has no menus', async () => {
    tencent.failNext('/custom/send', { code: 40200 })
    const answer = await shown(await post(wechatRequest(wechatXml({ customer: 'follows-small', kind: 'event', inner: '<Event><![CDATA[subscribe]]></Event><EventKey></EventKey>' }), { encrypted })), { encrypted })
    expect(answer?.text).toContain('您可以回复：转人工')
  })
  it('sends the answer again where WeChat\'s connection broke before it was out, and only then', async () => {
    const { path, body } = wechatRequest(wechatXml({ customer: 'breaks-off', inner: '<Content><![CDATA[基金手续费是多少]]></Content>' }), { encrypted })
    await new Promise<void>(resolve => {
      const request = httpRequest(service.url + path, { method: 'POST', headers: { 'content-type': 'text/xml' } })
      request.on('error', () => resolve())
      request.end(body, () => setImmediate(() => request.destroy(new Error('broken'))))
    })
    await vi.waitFor(() => expect(tencent.taken.filter(each => each.customer === 'breaks-off').map(each => each.text).join()).toContain('基金有风险'), 10_000)
  })
  it('answers a message that comes again once', async () => {
    const xml = wechatXml({ customer: 'twice', inner: '<Content><![CDATA[转账限额是多少]]></Content>' })
    const before = tencent.taken.length
    const both = await Promise.all([post(wechatRequest(xml, { encrypted })), post(wechatRequest(xml, { encrypted }))])
    const texts = await Promise.all(both.map(response => shown(response, { encrypted })))
    await vi.waitFor(() => expect([...texts.filter(text => text !== undefined), ...tencent.taken.slice(before).filter(each => each.customer === 'twice')]).toHaveLength(1))
  })
})
