import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Running, startProcess } from '../support/process.ts'
import { startTencent, type Tencent } from './tencent-provider.ts'
import { wecomAccount, wecomCallback, wecomEcho, wecomEntering, wecomMessage } from './wecom-client.ts'

let dataDir: string
let tencent: Tencent
let service: Running
const start = () => startProcess({
  DATA_DIR: dataDir, WECOM_CORP_ID: wecomAccount.corpId, WECOM_SECRET: wecomAccount.secret, WECOM_TOKEN: wecomAccount.token, WECOM_ENCODING_AES_KEY: wecomAccount.key, WECOM_API_URL: tencent.url,
})
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'shouwen-'))
  tencent = await startTencent(wecomAccount.kfid)
  service = await start()
})
afterAll(async () => {
  await service.kill('SIGTERM')
  await tencent.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const callback = async (given = wecomCallback()) => (await fetch(service.url + given.path, { method: 'POST', headers: { 'content-type': 'text/xml' }, body: given.body })).status
const said = (customer: string) => tencent.taken.filter(each => each.customer === customer)
async function say(customer: string, text: string): Promise<void> {
  tencent.rules.wrote(customer)
  tencent.history.push(wecomMessage(customer, { msgtype: 'text', text: { content: text } }))
  expect(await callback()).toBe(200)
}

describe('WeCom customer service', () => {
  it('proves that the address is ours', async () => {
    const response = await fetch(service.url + wecomEcho('1616140317555161061'))
    expect([response.status, await response.text()]).toEqual([200, '1616140317555161061'])
    expect((await fetch(`${service.url}/api/channels/wecom?msg_signature=x&timestamp=1&nonce=2&echostr=3`)).status).toBe(403)
  })
  it('answers with the wording, and with answers to tap', async () => {
    await say('wm-fund', '基金手续费是多少')
    await vi.waitFor(() => expect(said('wm-fund').map(each => each.text).join()).toContain('基金有风险，投资须谨慎'))
  })
  it('greets who comes in with the code for it', async () => {
    tencent.rules.entered('code-1', 'wm-enters')
    tencent.history.push(wecomEntering('wm-enters', 'code-1'))
    expect(await callback()).toBe(200)
    await vi.waitFor(() => expect(said('wm-enters')).toMatchObject([{ kind: 'msgmenu', options: [{ title: '转人工', name: expect.stringMatching(/^\d+\.0$/) }] }]))
    expect(tencent.calls.filter(path => path.endsWith('send_msg_on_event'))).toHaveLength(1)
  })
  it('takes the conversation back where another has it', async () => {
    tencent.failNext('/kf/send_msg', { code: 95018 })
    await say('wm-taken', '转账限额是多少')
    await vi.waitFor(() => expect(said('wm-taken')).not.toHaveLength(0))
    expect(tencent.calls).toContain('/cgi-bin/kf/service_state/trans')
  })
  it('fetches each message once, in order, however often it is called', async () => {
    const customer = 'wm-order'
    for (const text of ['我要投诉', '柜员少给了我一百块钱', '上周三下午']) {
      tencent.rules.wrote(customer)
      tencent.history.push(wecomMessage(customer, { msgtype: 'text', text: { content: text } }))
    }
    expect(await Promise.all([callback(), callback(), callback()])).toEqual([200, 200, 200])
    await vi.waitFor(() => expect(said(customer).at(-1)?.text).toMatch(/怎样处理/))
    expect(said(customer)).toHaveLength(3)
  })
  it('says no where the messages cannot be had, and has them with the next call', async () => {
    tencent.failNext('/kf/sync_msg', { status: 502 })
    tencent.rules.wrote('wm-later')
    tencent.history.push(wecomMessage('wm-later', { msgtype: 'text', text: { content: '转账限额是多少' } }))
    expect(await callback()).toBe(503)
    expect(await callback()).toBe(200)
    await vi.waitFor(() => expect(said('wm-later')).not.toHaveLength(0))
  })
  it('goes on where it was after it was killed, and fetches what came meanwhile without being called', async () => {
    const before = tencent.taken.length
    await service.kill('SIGKILL')
    tencent.rules.wrote('wm-meanwhile')
    tencent.history.push(wecomMessage('wm-meanwhile', { msgtype: 'text', text: { content: '转账限额是多少' } }))
    service = await start()
    await vi.waitFor(() => expect(said('wm-meanwhile')).not.toHaveLength(0), 10_000)
    expect(new Set(tencent.taken.slice(before).map(each => each.customer))).toEqual(new Set(['wm-meanwhile']))
  })
})
