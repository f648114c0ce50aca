import type { Coordination } from '../contacts/deps.ts'
import { within } from './http-server.ts'

/** A part that does not answer in this time is away. */
const answersWithinMs = 2_000

export type Readiness = { ready: boolean; status: 'ready' | 'degraded' | 'unavailable' | 'starting' | 'stopping'; parts: { store: 'up' | 'away'; coordination: 'up' | 'away' } }

/**
 * What `/health/ready` says. Without its records an instance can accept nothing (503); without Redis it goes on by
 * itself: ready, but degraded.
 */
export function createReadiness(deps: { check(): Promise<void>; coordination: Pick<Coordination, 'state'> }) {
  let phase: 'starting' | 'serving' | 'stopping' = 'starting'
  return {
    serving(): void { phase = 'serving' },
    stopping(): void { phase = 'stopping' },
    async now(): Promise<Readiness> {
      const store = await within(answersWithinMs, deps.check()).catch(() => false) ? 'up' : 'away'
      const parts = { store, coordination: deps.coordination.state() } as const
      if (phase !== 'serving') return { ready: false, status: phase, parts }
      if (store === 'away') return { ready: false, status: 'unavailable', parts }
      return { ready: true, status: parts.coordination === 'up' ? 'ready' : 'degraded', parts }
    },
  }
}
