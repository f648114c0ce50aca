import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { addStaff, deskAt, records } from './support/desk.ts'
import { type Running, startProcess } from './support/process.ts'

const span = z.object({ days: z.array(z.string()), from: z.string(), to: z.string() })
const roster = z.object({
  version: z.number(), source: z.string(), hours: z.array(span), duty: z.array(span.extend({ topics: z.array(z.string()), owner: z.object({ id: z.string(), name: z.string(), active: z.boolean() }) })),
  now: z.object({ open: z.boolean(), owner: z.object({ name: z.string() }) }), week: z.array(z.object({ day: z.string(), shifts: z.array(z.object({ from: z.string(), to: z.string(), owner: z.object({ name: z.string() }) })) })),
})

describe('the duty roster at the desk', () => {
  let service: Running
  let dataDir: string
  let desk: ReturnType<typeof deskAt>
  let ids: Record<string, string>
  const cookies: Record<string, string> = {}
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'shouwen-'))
    ids = await addStaff(dataDir, { li: 'agent', boss: 'supervisor', rules: 'compliance' })
    // The operator's file names one who is not there any more.
    writeFileSync(join(dataDir, 'duty.yaml'), 'duty: [{ owner: gone@bank.example }]')
    service = await startProcess({ DATA_DIR: dataDir })
    desk = deskAt(service.url)
    for (const name of Object.keys(ids)) cookies[name] = await desk.signIn(name)
  })
  afterAll(async () => {
    await service.kill('SIGTERM')
    rmSync(dataDir, { recursive: true, force: true })
  })
  const as = (name: string) => cookies[name] ?? ''
  const seen = (name = 'boss') => desk.got(roster, '/duty', as(name))
  const keep = async (body: object, name = 'boss') => (await desk.call('/duty', as(name), 'PUT', body)).status
  async function ownerOfNext(): Promise<string> {
    const guest = await desk.customer()
    await guest.say('你好')
    await guest.hears(/./)
    return records(dataDir, async store => (await store.db.selectFrom('enquiries').select('owner').orderBy('opened_at', 'desc').limit(1).executeTakeFirstOrThrow()).owner)
  }

  it('is that of the file until it is kept at the desk, by those who keep it, and says who answers', async () => {
    expect(await seen('li')).toMatchObject({ version: 0, source: 'file', duty: [{ days: [], from: '00:00', to: '24:00', owner: { name: 'gone@bank.example', active: false } }], now: { open: true, owner: { name: 'Administrator' } } })
    const [li, rules] = [ids['li'], ids['rules']]
    for (const name of ['li', 'rules']) expect(await keep({ version: 0, hours: [], duty: [{ owner: li }] }, name)).toBe(403)
    for (const [wrong, status] of [
      [{ duty: [{ owner: 'nobody' }] }, 409], [{ duty: [{ owner: rules }] }, 409], [{ duty: [{ owner: li, from: '9am' }] }, 400], [{ duty: [{ owner: li, from: '09:00', to: '09:00' }] }, 400],
      [{ duty: [{ owner: li, days: ['sunday'] }] }, 400], [{ duty: [{ owner: li, topics: ['fund fees'] }] }, 400], [{ hours: [{ from: '09:00', until: '18:00' }] }, 400], [{ version: 7, duty: [{ owner: li }] }, 409],
    ] as const) expect(await keep({ version: 0, hours: [], duty: [], ...wrong }), JSON.stringify(wrong)).toBe(status)
    expect(await seen()).toMatchObject({ version: 0, source: 'file' })
    expect(await ownerOfNext()).toBe('administrator')

    // Who is gone may stand; whoever comes in now is li's.
    expect(await keep({ version: 0, hours: [], duty: [{ owner: li }, { owner: 'gone@bank.example', topics: ['fund-*'] }] })).toBe(200)
    const kept = await seen('rules')
    expect(kept).toMatchObject({ version: 1, source: 'desk', now: { open: true, owner: { name: 'li' } }, duty: [{ owner: { id: li, name: 'li', active: true } }, { owner: { id: 'gone@bank.example', active: false }, topics: ['fund-*'] }] })
    expect(kept.week).toHaveLength(7)
    expect(kept.week.every(({ shifts }) => shifts.length === 1 && shifts[0]?.owner.name === 'li')).toBe(true)
    expect(await ownerOfNext()).toBe(li)
    // Of two who change it at once, one is told.
    expect(await keep({ version: 0, hours: [], duty: [] })).toBe(409)
  })

  it('tells customers the hours at once, and gives the word back to the file', async () => {
    // An hour that is not now, in the institution's time.
    const hour = (Number(new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', hour: '2-digit', hourCycle: 'h23' }).format(new Date())) + 12) % 24
    const clock = (at: number) => `${String(at).padStart(2, '0')}:00`
    expect(await keep({ version: 1, hours: [{ from: clock(hour), to: clock((hour + 1) % 24) }], duty: [] })).toBe(200)
    expect((await seen()).now).toMatchObject({ open: false, owner: { name: 'Administrator' } })
    const guest = await desk.customer()
    await guest.say('转人工')
    await guest.hears(new RegExp(`${clock(hour)}–${clock((hour + 1) % 24)}`))
    expect((await desk.call('/duty/from-file', as('boss'), 'POST', { version: 1 })).status).toBe(409)
    expect((await desk.call('/duty/from-file', as('boss'), 'POST', { version: 2 })).status).toBe(200)
    expect(await seen()).toMatchObject({ version: 3, source: 'file', hours: [], now: { open: true } })
    const entries = await records(dataDir, store => store.db.selectFrom('log').select(['actor', 'facts']).where('kind', '=', 'duty.kept').orderBy('seq').execute())
    expect(entries.map(({ actor, facts }) => [actor, JSON.parse(facts).version, JSON.parse(facts).from])).toEqual([1, 2, 3].map(version => [`agent:${ids['boss']}`, version, version === 3 ? 'file' : 'desk']))
  })
})
