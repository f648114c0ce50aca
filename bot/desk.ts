import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import restify from 'restify'
import { z } from 'zod'
import type { EvidenceDeps } from '../contacts/proof/evidence.ts'
import { auditArea } from '../desk/areas/audit.ts'
import { evidenceArea } from '../desk/areas/evidence.ts'
import { qualificationArea } from '../desk/areas/qualifications.ts'
import { outboxArea } from '../desk/areas/outbox.ts'
import { createCookies } from '../desk/cookie.ts'
import { mountDesk } from '../desk/endpoint.ts'
import { createQualificationRecords } from '../desk/qualifications/records.ts'
import type { Qualifications } from '../desk/qualifications.ts'
import type { Sessions } from '../desk/sessions.ts'
import type { Config } from './config.ts'
import { startSignIn } from './desk-sign-in.ts'
import { createDeskWork, type DeskWorkDeps } from './desk-work.ts'

export type DeskServiceDeps = DeskWorkDeps & {
  qualifications: Qualifications
  sessions: Sessions
  evidence: Omit<EvidenceDeps, 'names'>
  config: Config
  publicUrl(): string
  log: { error(facts: object, message: string): void }
}

/** How often agents who are gone are looked for, in milliseconds. */
const watchEvery = 2_000
const versionSchema = z.object({ version: z.string() })

/** The desk as the service runs it: its API, what is said around a hand-over, and the watch over customers who wait. */
export function startDesk(server: restify.Server, deps: DeskServiceDeps) {
  const { contactsDeps, handovers, sessions, register, publicUrl, live, log } = deps
  const { areas, audit, recipients, journey, typing, looking, concerning, talk, caseTalk, serving, ...work } = createDeskWork(deps)
  const cookies = createCookies(publicUrl)
  const signIn = startSignIn(server, { contactsDeps, register, sessions, cookies, audit, config: deps.config, publicUrl, log, onGone: member => work.returnFrom(agent => agent === member.id, 'signed-out') })
  const desk = mountDesk(server, {
    areas: [
      ...signIn.areas,
      ...areas,
      ...auditArea({ audit, register }),
      ...qualificationArea({ records: createQualificationRecords({ ...contactsDeps, qualifications: deps.qualifications }) }),
      ...outboxArea({ contacts: deps.contacts, audit, concerning, onOutbox: deps.onOutbox }),
      ...evidenceArea({ audit, concerning, evidence: { ...deps.evidence, names: register.names } }),
    ],
    audit, cookies, register, recipients, concerning, sessions, guests: serving.guests, handovers, journey, typing, looking, live, publicUrl, log, practiceOf: () => undefined,
    version: versionSchema.parse(JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8'))).version,
    bodyParser: restify.plugins.bodyParser({ maxBodySize: 65_536, mapParams: false }), largeBodyParser: restify.plugins.bodyParser({ maxBodySize: 4_194_304, mapParams: false }),
  })

  let watching: Promise<void> | undefined
  const look = () => {
    watching ??= work.watch().catch((error: unknown) => log.error({ err: error }, 'the queue could not be watched')).finally(() => { watching = undefined })
  }
  const timer = setInterval(look, watchEvery)
  const unsubscribe = live.subscribe('desk', look)

  return {
    onHubStatus: talk.onHubStatus,
    waitEstimate: serving.routing.estimate,
    followUp: caseTalk.followUp,
    async close(): Promise<void> {
      clearInterval(timer)
      unsubscribe()
      desk.close()
      await watching
    },
  }
}
