import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { type Running, startProcess } from '../support/process.ts'

export const secret = 'a secret of the institution'
export const tokenSchema = z.object({ token: z.string(), conversationId: z.string(), expires_in: z.number() })
export const conversationSchema = tokenSchema.extend({ streamUrl: z.string() })
export const activitySchema = z.looseObject({
  id: z.string().default(''), type: z.string(), text: z.string().optional(), from: z.looseObject({ id: z.string(), role: z.string().optional() }),
  channelData: z.looseObject({ clientActivityID: z.string().optional() }).optional(),
  attachments: z.array(z.looseObject({ contentType: z.string(), name: z.string().optional(), contentUrl: z.string().optional() })).optional(),
})
export const setSchema = z.object({ activities: z.array(activitySchema), watermark: z.string().optional() })
export const errorSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) })
export type Session = z.infer<typeof tokenSchema>
export type Line = ReturnType<typeof lineAt>

/** Direct Line of a service, as a client sees it. */
export function lineAt(url: string) {
  const at = (path: string) => `${url}/v3/directline${path}`
  const bearer = (token: string, more: Record<string, string> = {}) => ({ authorization: `Bearer ${token}`, ...more })
  const json = (token: string) => bearer(token, { 'content-type': 'application/json' })
  const line = {
    url, at, bearer,
    async newSession(): Promise<Session> {
      return tokenSchema.parse(await (await fetch(at('/tokens/generate'), { method: 'POST' })).json())
    },
    /** As the institution's own site does for its signed-in customer. */
    async sessionOf(user: string): Promise<Session> {
      const response = await fetch(at('/tokens/generate'), { method: 'POST', headers: json(secret), body: JSON.stringify({ user: { id: user } }) })
      return tokenSchema.parse(await response.json())
    },
    send: (session: Session, activity: object) => fetch(at(`/conversations/${session.conversationId}/activities`), { method: 'POST', headers: json(session.token), body: JSON.stringify({ from: { id: 'anyone' }, ...activity }) }),
    say: (session: Session, text: string, clientActivityID?: string) => line.send(session, { type: 'message', text, channelData: { clientActivityID } }),
    async activities(session: Session, watermark = ''): Promise<z.infer<typeof setSchema>> {
      const response = await fetch(at(`/conversations/${session.conversationId}/activities?watermark=${watermark}`), { headers: bearer(session.token) })
      return setSchema.parse(await response.json())
    },
    async start(token: string, body: object = {}): Promise<z.infer<typeof conversationSchema>> {
      return conversationSchema.parse(await (await fetch(at('/conversations'), { method: 'POST', headers: json(token), body: JSON.stringify(body) })).json())
    },
    upload: (session: Session, body: FormData | Blob, headers: Record<string, string> = {}) => fetch(at(`/conversations/${session.conversationId}/upload?userId=anyone`), { method: 'POST', headers: bearer(session.token, headers), body }),
  }
  return line
}

/** A service of its own for a test file. */
export async function startLine(env: Record<string, string> = {}): Promise<{ line: Line; service: Running; dataDir: string; stop(): Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'shouwen-'))
  const service = await startProcess({ DATA_DIR: dataDir, DIRECTLINE_SECRET: secret, NEW_CONVERSATIONS_PER_MINUTE: '100000', ...env })
  return {
    line: lineAt(service.url), service, dataDir,
    async stop() {
      await service.kill('SIGTERM')
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
