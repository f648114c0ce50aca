import type restify from 'restify'
import { reasonOf } from '../contacts/away.ts'

/** `degraded` serves, but somebody should look; `down` cannot serve. */
export type PartState = { status: 'ok' | 'degraded' | 'down'; why?: string }
export type Parts = Record<string, () => PartState | Promise<PartState>>
export type Health = { status: 'ready' | 'degraded' | 'unavailable' | 'starting' | 'stopping'; parts: Record<string, PartState> }

/** What a part has to answer within, in milliseconds: probes give up soon after. */
const patience = 2000
/** Many may ask; the parts are looked at again after this many milliseconds at the earliest. */
const freshFor = 1000

async function stateOf(look: Parts[string]): Promise<PartState> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<PartState>(resolve => { timer = setTimeout(() => resolve({ status: 'down', why: `no answer within ${patience / 1000} s: a lock that somebody holds, too much at once, or a slow disk` }), patience) })
  try {
    return await Promise.race([look(), late])
  } catch (error) {
    return { status: 'down', why: reasonOf(error) }
  } finally {
    clearTimeout(timer)
  }
}

/** The health of every part (M1.3a): what takes traffic away is `down`; what only needs somebody's eye is `degraded`. */
export function createHealth(parts: Parts, phase: () => 'starting' | 'running' | 'stopping'): () => Promise<Health> {
  let looked: { at: number; states: Promise<Record<string, PartState>> } | undefined
  const look = async () => Object.fromEntries(await Promise.all(Object.entries(parts).map(async ([name, part]): Promise<[string, PartState]> => [name, await stateOf(part)])))
  return async () => {
    const now = phase()
    if (now !== 'running') return { status: now, parts: {} }
    if (!looked || performance.now() - looked.at > freshFor) looked = { at: performance.now(), states: look() }
    const states = await looked.states
    const worst = Object.values(states).map(({ status }) => status)
    return { status: worst.includes('down') ? 'unavailable' : worst.includes('degraded') ? 'degraded' : 'ready', parts: states }
  }
}

/** Whether a balancer should lead messages here. */
export const takesMessages = ({ status }: Health): boolean => status === 'ready' || status === 'degraded'

/** `GET /health/live`: the process answers. `GET /health/ready`: it takes messages; 503 while it does not. */
export function mountHealth(server: restify.Server, health: () => Promise<Health>): void {
  server.get('/health/live', (_req, res, next) => { res.send(200, { status: 'live' }); next() })
  server.get('/health/ready', async (_req: restify.Request, res: restify.Response) => {
    const now = await health()
    res.header('Cache-Control', 'no-store')
    res.send(takesMessages(now) ? 200 : 503, now)
  })
}
