import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { verifyChain } from '../../contacts/log.ts'
import { openStore, type Store } from '../../store/index.ts'
import { type Running, startProcess } from '../support/process.ts'
import { addAgent, deskOf } from './desk-client.ts'
import { sendRequest } from './driver.ts'
import { startTencent, type Tencent } from './tencent-provider.ts'
import { shown, wechatAccount, wechatRequest, wechatXml } from './wechat-client.ts'
import { message, request, startWhatsApp, type WhatsApp } from './whatsapp-provider.ts'

const number = '8613800138000'
const openid = 'oLi-with-the-customer'
const codeIn = (text: string) => /SW-\w{4}-\w{4}/.exec(text)?.[0] ?? ''
const tokenSchema = z.object({ token: z.string(), conversationId: z.string() })
const activities = z.looseObject({ activities: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })) })

describe('a customer who moves from the website to WeChat, to an agent, and on to WhatsApp', () => {
  let dataDir: string
  let tencent: Tencent
  let meta: WhatsApp
  let service: Running
  let store: Store
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'shouwen-'))
    tencent = await startTencent()
    meta = await startWhatsApp()
    service = await startProcess({
      DATA_DIR: dataDir, ...meta.env, WECHAT_APP_ID: wechatAccount.appId, WECHAT_APP_SECRET: wechatAccount.secret, WECHAT_TOKEN: wechatAccount.token, WECHAT_ENCODING_AES_KEY: wechatAccount.key, WECHAT_API_URL: tencent.url,
    })
    store = await openStore({ dataDir })
    await addAgent(store, 'li')
  })
  afterAll(async () => {
    await store.close()
    await service.kill('SIGTERM')
    await tencent.close()
    await meta.close()
    rmSync(dataDir, { recursive: true, force: true })
  })

  /** The website's chat. */
  async function website() {
    const { token, conversationId } = tokenSchema.parse(await (await fetch(`${service.url}/v3/directline/tokens/generate`, { method: 'POST' })).json())
    const address = `${service.url}/v3/directline/conversations/${conversationId}/activities`
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const texts = async () => activities.parse(await (await fetch(address, { headers })).json()).activities.flatMap(each => each.type === 'message' ? each.text ?? [] : [])
    return {
      key: `directline:${conversationId}`, texts,
      async asks(text: string): Promise<string> {
        const before = (await texts()).length
        expect((await fetch(address, { method: 'POST', headers, body: JSON.stringify({ type: 'message', from: { id: 'me' }, text }) })).status).toBe(200)
        return vi.waitFor(async () => {
          const said = await texts()
          expect(said.length).toBeGreaterThan(before + 1)
          return said.slice(before + 1).join('\n')
        }, { timeout: 15_000 })
      },
    }
  }
  const wechatHeard: string[] = []
  const wechatTexts = () => [...wechatHeard, ...tencent.taken.filter(each => each.customer === openid).map(each => each.text)]
  async function inWechat(text: string): Promise<void> {
    const { path, body } = wechatRequest(wechatXml({ customer: openid, inner: `<Content><![CDATA[${text}]]></Content>` }), { encrypted: true })
    const passive = await shown(await fetch(service.url + path, { method: 'POST', headers: { 'content-type': 'text/xml' }, body }), { encrypted: true })
    if (passive) wechatHeard.push(passive.text)
  }
  const heardInWechat = (words: RegExp) => vi.waitFor(() => expect(wechatTexts().some(text => words.test(text)), wechatTexts().join('\n---\n')).toBe(true), { timeout: 15_000 })
  let id = 0
  const inWhatsApp = async (text: string) => expect((await sendRequest(service.url, request(message(number, `wamid.${id += 1}`, { type: 'text', text: { body: text } })))).status).toBe(200)
  const heardInWhatsApp = (words: RegExp) => vi.waitFor(() => expect(meta.shown(number).some(each => words.test(each.text)), meta.shown(number).map(each => each.text).join('\n---\n')).toBe(true), { timeout: 15_000 })
  const enquiryIn = async (channel: string) => store.db.selectFrom('conversations').innerJoin('enquiries', 'enquiries.id', 'conversations.enquiry_id').select(['enquiries.id', 'enquiries.owner', 'enquiries.status']).where('conversations.channel', '=', channel).executeTakeFirstOrThrow()

  it('has one enquiry with one owner from the first word to the last, and the agent speaks with them wherever they are', { timeout: 90_000 }, async () => {
    const web = await website()
    expect(await web.asks('基金赎回多久到账')).toMatch(/基金/)
    const first = await enquiryIn('directline')
    const code = codeIn(await web.asks('我想换到微信继续聊'))
    expect(code).not.toBe('')

    await inWechat(code)
    await heardInWechat(/来自网页上的一个对话/)
    await inWechat('是我的')
    await heardInWechat(/已接上您之前的对话/)
    await inWechat('那手续费呢')
    await heardInWechat(/基金有风险，投资须谨慎/)
    expect(await enquiryIn('wechat')).toEqual(first)

    await inWechat('转人工')
    await heardInWechat(/已为您转接人工客服|没有客服人员在线/)
    const desk = deskOf(service.url)
    await desk.signIn('li')
    const handover = await desk.take()
    await heardInWechat(/li 已接入/)
    await desk.say(handover, '您好，我看到您在网页上的咨询了。')
    await heardInWechat(/我看到您在网页上的咨询了/)

    // With the agent: the bot keeps out of it, but for the code.
    await inWechat('好的，谢谢')
    await inWechat('我想换到WhatsApp继续')
    await heardInWechat(/在另一个渠道把这个一次性代码发给我/)
    const second = codeIn(wechatTexts().join('\n'))
    await inWhatsApp(second)
    await heardInWhatsApp(/来自微信上的一个对话/)
    await inWhatsApp('是我的')
    await heardInWhatsApp(/已接上您之前的对话/)

    const saidInWechat = wechatTexts().length
    await inWhatsApp('我现在在这里')
    await vi.waitFor(async () => expect(await desk.transcript(handover)).toContain('我现在在这里'), { timeout: 10_000 })
    await desk.say(handover, '这款理财产品期限为 90 天。')
    await heardInWhatsApp(/90 天。[^]*理财非存款、产品有风险、投资须谨慎。/)
    await desk.close(handover, 'follow-up')
    await heardInWhatsApp(/人工服务已结束/)
    expect(wechatTexts()).toHaveLength(saidInWechat)

    expect(await enquiryIn('whatsapp')).toEqual(first)
    const people = await store.db.selectFrom('customers').innerJoin('conversations', 'conversations.customer_id', 'customers.id').select('person').execute()
    expect([people.length, new Set(people.map(each => each.person)).size]).toEqual([3, 1])
    const owners = await store.db.selectFrom('enquiries').select('owner').where('status', '=', 'open').execute()
    expect(owners).toEqual([{ owner: first.owner }])
    expect(await verifyChain(store.db)).toMatchObject({ ok: true })
    // A code is good for whoever reads it: none stands in the log's open text.
    const open = (await store.db.selectFrom('log').select(['masked', 'facts']).execute()).map(each => each.masked + each.facts).join('\n')
    for (const secret of [code, second, number, openid]) expect(open).not.toContain(secret)
  })
})
