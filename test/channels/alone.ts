import { vi } from 'vitest'
import type { Channel, ChannelDeps, ChannelKind, Reply } from '../../channels/channel.ts'
import { message } from '../../dialogs/phrases.ts'
import { loadCatalogue } from '../../knowledge/catalogue.ts'
import { createGate } from '../../knowledge/gate.ts'
import type { Locale } from '../../knowledge/outgoing.ts'
import { openCoordination } from '../../store/index.ts'

const at = '2026-11-25T00:00:00Z'
const gate = createGate(loadCatalogue(`${import.meta.dirname}/../../knowledge`, at))
const seal = (text: string, locale: Locale) => gate.seal(message(locale, text), { locale, author: 'bot', articles: [], shown: {}, now: at }).sealed

let sequence = 0
/** A reply that has passed the gate, on its way to this address. */
export function replyTo(address: unknown, text = '您的申请已经办好。'): Reply {
  const sealed = seal(text, 'zh-Hans')
  if (!sealed) throw new Error('stopped')
  return { id: `digest|${sequence += 1}`, conversation: 'c', sequence, sealed, address }
}

/** A channel with everything real but the records: what it keeps is kept here, what it takes is listed, and parts are sent as they come. */
export function alone(now: () => Date = () => new Date()) {
  const errors: string[] = []
  const took: unknown[] = []
  const report = vi.fn<ChannelDeps['report']>(async () => undefined)
  return {
    errors, took, report,
    open(kind: ChannelKind, env: Record<string, string>): Channel {
      const { cache, leases } = openCoordination({ instance: 'one', log: { info: () => undefined, warn: () => undefined } })
      const kept = new Map<string, string>()
      const configured = kind.configure(env)
      if (!configured) throw new Error('no settings')
      return configured.open({
        publicUrl: env['PUBLIC_URL'], clock: { now }, cache, leases, report,
        log: { info: () => undefined, warn: () => undefined, error: (_facts, text) => void errors.push(text) },
        kept: { get: async name => kept.get(name), set: async (name, value) => void kept.set(name, value) },
        take: async incoming => { took.push(incoming); return { id: `digest|${took.length}`, sequence: took.length, duplicate: false } },
        ask: () => { throw new Error('not asked') }, sealed: seal, note: async () => undefined,
        people: { serve: () => true, have: async () => undefined, done: async () => false },
        async inParts(_reply, parts, send) { for (const [index, part] of parts.entries()) await send(part, index) },
      })
    },
  }
}
