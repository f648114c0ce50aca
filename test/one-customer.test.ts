import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openStore } from '../store/index.ts'
import { type Running, startProcess } from './support/process.ts'

const secret = 'the-institution-s-own-secret'
const answered = z.looseObject({ activities: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })) })

describe('one customer over several channels', () => {
  let dataDir: string
  let service: Running
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'shouwen-'))
    service = await startProcess({ DATA_DIR: dataDir, DIRECTLINE_SECRET: secret })
  })
  afterAll(async () => {
    await service.kill('SIGTERM')
    rmSync(dataDir, { recursive: true, force: true })
  })

  let counter = 0
  /** Somebody who writes in a channel; gives all that is answered. */
  function writes(channelId: string, user = `u${counter += 1}`) {
    return async (text: string) => {
      const response = await fetch(`${service.url}/api/messages`, {
        method: 'POST', headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ type: 'message', id: `a${counter += 1}`, text, channelId, serviceUrl: 'http://127.0.0.1:1', conversation: { id: `c-${user}` }, from: { id: user }, recipient: { id: 'bot' }, deliveryMode: 'expectReplies' }),
      })
      expect(response.status).toBe(200)
      return answered.parse(await response.json()).activities.flatMap(each => each.type === 'message' ? each.text ?? [] : []).join('\n')
    }
  }
  const codeIn = (text: string) => /SW-\w{4}-\w{4}/.exec(text)?.[0] ?? ''
  const records = async <T>(read: (db: Awaited<ReturnType<typeof openStore>>['db']) => Promise<T>): Promise<T> => {
    const store = await openStore({ dataDir })
    try {
      return await read(store.db)
    } finally {
      await store.close()
    }
  }
  const openOf = (conversation: string) => records(db => db.selectFrom('conversations').innerJoin('enquiries', 'enquiries.id', 'conversations.enquiry_id').select(['enquiries.id', 'enquiries.owner', 'enquiries.status']).where('conversations.id', '=', conversation).executeTakeFirstOrThrow())
  const signIn = (code: string, id: string, bearer = secret) => fetch(`${service.url}/api/customers/sign-in`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` }, body: JSON.stringify({ code, user: { id } }) })

  it('goes on in another channel with the code told in the first: same enquiry, same owner, same subject', async () => {
    const [web, chat] = [writes('webchat', 'wang'), writes('slack', 'wang-slack')]
    await web('基金赎回多久到账')
    const code = codeIn(await web('我想换到微信继续聊'))
    expect(code).toMatch(/^SW-/)
    expect(await chat('你好')).not.toBe('')
    expect(await chat(`代码是 ${code.toLowerCase()}`)).toMatch(/webchat/)
    expect(await chat('是我的')).toMatch(/已接上/)
    // What "it" is was only said in the other channel.
    expect(await chat('那手续费呢')).toMatch(/基金/)
    const [before, after] = [await openOf('webchat:c-wang'), await openOf('slack:c-wang-slack')]
    expect(after).toEqual(before)
    expect(after.status).toBe('open')
    expect(await web('谢谢')).not.toBe('')
    expect((await openOf('webchat:c-wang')).id).toBe(after.id)
  })

  it('takes a code once, from another conversation only, and joins nobody who says it is not theirs', async () => {
    const [mine, stranger, other] = [writes('webchat'), writes('slack'), writes('slack')]
    const code = codeIn(await mine('continue on WhatsApp please'))
    expect(await mine(code)).toMatch(/not valid|无效/)
    expect(await stranger(code)).toMatch(/yours\?|本人/)
    expect(await stranger('不是我的')).toMatch(/没有合并|nothing was joined/)
    expect(await other(code)).toMatch(/yours\?|本人/)
    expect(await other('是')).toMatch(/已接上|connected/)
    expect(await stranger(code)).toMatch(/无效|not valid/)
    await records(async db => {
      const rows = await db.selectFrom('log').select(['masked', 'facts']).execute()
      expect(rows.map(each => each.masked + each.facts).join('\n')).not.toContain(code)
    })
  })

  it('gives one customer few tries to guess a code', async () => {
    const [mine, guesser] = [writes('webchat'), writes('slack')]
    const code = codeIn(await mine('换个渠道继续'))
    for (let guess = 0; guess < 5; guess += 1) expect(await guesser(`SW-0000-000${guess}`)).toMatch(/无效/)
    expect(await guesser(code)).toMatch(/无效/)
    expect(await writes('slack')(code)).toMatch(/本人/)
  })

  it('knows who signed in at the institution, on every channel they sign in from', async () => {
    const [web, chat] = [writes('webchat', 'li'), writes('slack', 'li-slack')]
    await web('信用卡年费多少')
    const first = codeIn(await web('换个渠道继续'))
    expect((await signIn(first, 'bank-li', 'wrong')).status).toBe(401)
    expect((await signIn('nonsense', 'bank-li')).status).toBe(400)
    expect((await signIn(first, 'bank-li')).status).toBe(200)
    expect((await signIn(first, 'bank-li')).status).toBe(404)
    await chat('你好')
    expect((await signIn(codeIn(await chat('换个渠道继续')), 'bank-li')).status).toBe(200)
    await chat('年费怎么免')
    const [of, and] = [await openOf('webchat:c-li'), await openOf('slack:c-li-slack')]
    expect(and.id).toBe(of.id)
    await records(async db => {
      const persons = await db.selectFrom('customers').innerJoin('conversations', 'conversations.customer_id', 'customers.id').select('person').where('conversations.id', 'in', ['webchat:c-li', 'slack:c-li-slack']).execute()
      expect(new Set(persons.map(each => each.person)).size).toBe(1)
      const { steps } = await db.selectFrom('enquiries').select('steps').where('id', '=', of.id).executeTakeFirstOrThrow()
      expect(steps).toContain('identified')
    })
  })
})
