import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { createTokens } from '../../channels/direct-line/tokens.ts'
import { openStore } from '../../store/index.ts'
import { errorSchema, type Line, secret, type Session, startLine } from './support.ts'

let line: Line
let dataDir: string
let stop: () => Promise<void>
beforeAll(async () => {
  ({ line, dataDir, stop } = await startLine())
})
afterAll(() => stop())

const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(500, 7)])
const pdf = Buffer.from('%PDF-1.7\n%%EOF\r\n\r\n--not-a-boundary\r\n')

function form(activity: object | undefined, ...files: [string, string, Uint8Array<ArrayBuffer>][]): FormData {
  const filled = new FormData()
  if (activity) filled.append('activity', new Blob([JSON.stringify(activity)], { type: 'application/vnd.microsoft.activity' }))
  for (const [name, type, bytes] of files) filled.append('file', new Blob([bytes], { type }), name)
  return filled
}
const onDisk = () => { try { return readdirSync(join(dataDir, 'attachments')) } catch { return [] } }
const mineOf = async (session: Session) => (await line.activities(session)).activities.filter(each => each.from.role === 'user')

describe('uploads', () => {
  it('come with their activity, are answered, and are given back byte for byte by a private link, never as a page', async () => {
    const session = await line.newSession()
    const response = await line.upload(session, form({ type: 'message', text: '这是我的证件', channelData: { clientActivityID: 'c1' } }, ['张三-身份证.png', 'image/png', new Uint8Array(png)], ['说明"1".pdf', 'application/pdf', new Uint8Array(pdf)]))
    expect(response.status).toBe(200)
    const { id } = z.object({ id: z.string() }).parse(await response.json())
    await vi.waitFor(async () => expect((await line.activities(session)).activities).toHaveLength(2))
    const [mine] = await mineOf(session)
    expect(mine).toMatchObject({ id, text: '这是我的证件', channelData: { clientActivityID: 'c1' }, attachments: [{ name: '张三-身份证.png', contentType: 'image/png' }, { name: '说明"1".pdf', contentType: 'application/pdf' }] })
    for (const [index, content] of [png, pdf].entries()) {
      const link = mine?.attachments?.[index]?.contentUrl ?? ''
      const file = await fetch(link)
      expect(Buffer.from(await file.arrayBuffer()).equals(content)).toBe(true)
      expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''[\w%.-]+$/)
      expect(file.headers.get('x-content-type-options')).toBe('nosniff')
      expect(file.headers.get('content-security-policy')).toContain('sandbox')
      expect((await fetch(link.replace(/\?.*/, ''))).status).toBe(401)
      expect((await fetch(link.replace(/\?.*/, ''), { headers: line.bearer((await line.newSession()).token) })).status).toBe(403)
      expect((await fetch(link.replace(/\?.*/, ''), { headers: line.bearer(session.token) })).status).toBe(200)
      expect((await fetch(link.replace(/\d+-\d/, '9-9'))).status).toBe(404)
    }
  })

  it('may be one file as the body itself', async () => {
    const session = await line.newSession()
    expect((await line.upload(session, new Blob([new Uint8Array(png)], { type: 'image/png' }), { 'content-disposition': 'name="file"; filename="badjokeeel.png"' })).status).toBe(200)
    expect((await mineOf(session))[0]?.attachments).toMatchObject([{ name: 'badjokeeel.png', contentType: 'image/png' }])
  })

  it('may have a part without Content-Disposition, as Microsoft\'s example', async () => {
    const session = await line.newSession()
    const body = `--b\r\nContent-Type: text/plain\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhello\r\n--b\r\nContent-Type: application/vnd.microsoft.activity\r\n\r\n{"type":"message","text":"你好"}\r\n--b--`
    expect((await line.upload(session, new Blob([body]), { 'content-type': 'multipart/form-data; boundary=b' })).status).toBe(200)
    expect((await mineOf(session))[0]).toMatchObject({ text: '你好', attachments: [{ name: 'a.txt' }] })
  })

  it('inside an activity as data addresses are kept like the others', async () => {
    const session = await line.newSession()
    expect((await line.send(session, { type: 'message', attachments: [{ contentType: 'image/png', name: 'a.png', contentUrl: `data:image/png;base64,${png.toString('base64')}` }, { contentType: 'image/png', contentUrl: 'https://elsewhere.example/a.png' }] })).status).toBe(200)
    const [kept, named] = (await mineOf(session))[0]?.attachments ?? []
    expect(Buffer.from(await (await fetch(kept?.contentUrl ?? '')).arrayBuffer()).equals(png)).toBe(true)
    expect(named?.contentUrl).toBeUndefined()
  })

  it('sent again under one clientActivityID are one message and leave one file', async () => {
    const session = await line.newSession()
    const before = onDisk().length
    const once = () => line.upload(session, form({ type: 'message', channelData: { clientActivityID: 'same' } }, ['a.png', 'image/png', new Uint8Array(png)]))
    const first = await (await once()).json()
    expect(await (await once()).json()).toEqual(first)
    expect(await mineOf(session)).toHaveLength(1)
    expect(onDisk().length).toBe(before + 1)
  })

  it.each([
    ['a page that calls itself a picture', ['x.png', 'image/png', Buffer.from('<script>alert(1)</script>')], 415],
    ['a page', ['x.html', 'text/html', Buffer.from('<script>alert(1)</script>')], 415],
    ['a drawing with script', ['x.svg', 'image/svg+xml', Buffer.from('<svg/>')], 415],
    ['a program', ['x.exe', 'application/octet-stream', Buffer.from('MZ')], 415],
    ['bytes that call themselves text', ['x.txt', 'text/plain', Buffer.from([0xff, 0xfe, 0, 1])], 415],
    ['an empty file', ['x.txt', 'text/plain', Buffer.alloc(0)], 400],
    ['a file too large', ['x.png', 'image/png', Buffer.concat([png, Buffer.alloc(10_000_000)])], 413],
  ] as const)('refuses %s and keeps nothing of it', async (_what, [name, type, bytes], status) => {
    const session = await line.newSession()
    const before = onDisk().length
    const response = await line.upload(session, form(undefined, [name, type, new Uint8Array(bytes)]))
    expect(response.status).toBe(status)
    errorSchema.parse(await response.json())
    expect(onDisk().length).toBe(before)
    expect((await line.activities(session)).activities).toEqual([])
  })

  it.each([
    ['no boundary', 'multipart/form-data', 'x'],
    ['no end', 'multipart/form-data; boundary=b', '--b\r\nContent-Type: text/plain\r\n\r\nhello'],
    ['no file', 'multipart/form-data; boundary=b', '--b\r\nContent-Type: application/vnd.microsoft.activity\r\n\r\n{"type":"message"}\r\n--b--'],
    ['an activity that is none', 'multipart/form-data; boundary=b', '--b\r\nContent-Type: application/vnd.microsoft.activity\r\n\r\n{\r\n--b--'],
    ['an activity that holds no files', 'multipart/form-data; boundary=b', '--b\r\nContent-Type: application/vnd.microsoft.activity\r\n\r\n{"type":"event"}\r\n--b--'],
  ])('refuses an upload with %s', async (_what, type, body) => {
    const response = await line.upload(await line.newSession(), new Blob([body]), { 'content-type': type })
    expect(response.status).toBe(400)
    errorSchema.parse(await response.json())
  })

  it('refuses six files at once', async () => {
    const files = Array.from({ length: 6 }, (_, index): [string, string, Uint8Array<ArrayBuffer>] => [`${index}.png`, 'image/png', new Uint8Array(png)])
    expect((await line.upload(await line.newSession(), form(undefined, ...files))).status).toBe(400)
  })

  it('cannot name their way out of the folder', async () => {
    const session = await line.newSession()
    await line.upload(session, form(undefined, ['../../../etc/\u202egnp.exe\u0000.png', 'image/png', new Uint8Array(png)]))
    expect((await mineOf(session))[0]?.attachments?.[0]?.name).toBe('gnp.exe.png')
    expect(onDisk().every(name => /^[0-9a-f]{48}$/.test(name))).toBe(true)
  })

  it('lie encrypted, their names only under the customer\'s key, and their links end', async () => {
    const session = await line.newSession()
    await line.upload(session, form(undefined, ['李四的流水.txt', 'text/plain', new Uint8Array(Buffer.from('工资 12345'))]))
    await vi.waitFor(async () => expect((await line.activities(session)).activities).toHaveLength(2))
    for (const name of onDisk()) expect(readFileSync(join(dataDir, 'attachments', name)).includes('工资')).toBe(false)
    const store = await openStore({ dataDir })
    const rows = await store.db.selectFrom('log').selectAll().where('conversation_id', '=', `directline:${session.conversationId}`).execute()
    await store.close()
    expect(JSON.stringify(rows)).not.toContain('李四')
    expect(rows.find(row => row.kind === 'customer.message')?.facts).toContain('{"contentType":"text/plain","bytes":12}')
    const yesterday = createTokens(secret, () => new Date(Date.now() - 86_400_001)).issue({ conversation: session.conversationId, user: 'u', verified: false }, 'files')
    expect((await fetch(line.at(`/conversations/${session.conversationId}/attachments/1-0?t=${yesterday}`))).status).toBe(403)
  })
})
