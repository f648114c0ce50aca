import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type restify from 'restify'
import { z } from 'zod'
import { ownOrigin } from '../channels/direct-line/address.ts'
import { jsonBody } from '../channels/json-body.ts'
import type { EvidenceDeps } from '../contacts/proof/evidence.ts'
import { auditArea } from '../desk/areas/audit.ts'
import { dutyArea, type DutyAreaDeps } from '../desk/areas/duty.ts'
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
import { type DeskPracticeDeps, practiceRecords, startPractice } from './desk-practice.ts'
import { createDeskWork, type DeskWorkDeps, keepWatch } from './desk-work.ts'

export type DeskServiceDeps = Omit<DeskWorkDeps, 'isPractising'> & Pick<DutyAreaDeps, 'duty' | 'rosters'> & {
  qualifications: Qualifications
  sessions: Sessions
  evidence: Omit<EvidenceDeps, 'names'>
  config: Config
  /** What members practise with. Nothing of it is counted among what happens to customers. */
  practice: Pick<DeskPracticeDeps, 'content' | 'gate' | 'settings' | 'instance'>
  publicUrl(): string
  log: DeskPracticeDeps['log']
}

const versionSchema = z.object({ version: z.string() })

/** The desk as the service runs it: its API, what is said around a hand-over, and the watch over customers who wait. */
export function startDesk(server: restify.Server, deps: DeskServiceDeps) {
  const { contactsDeps, handovers, sessions, register, publicUrl, live, log } = deps
  const records = practiceRecords(contactsDeps)
  const { areas, audit, recipients, journey, typing, looking, concerning, talk, caseTalk, serving, ...work } = createDeskWork({ ...deps, isPractising: async member => await records.roomOf(member.id) !== undefined })
  const cookies = createCookies(req => ownOrigin(req, deps.config.PUBLIC_URL, deps.config.TRUSTED_PROXIES).startsWith('https:'))
  const signIn = startSignIn(server, { contactsDeps, register, sessions, cookies, audit, qualifications: deps.qualifications, config: deps.config, publicUrl, log, onGone: member => work.returnFrom(agent => agent === member.id, 'signed-out') })
  const practice = startPractice(areas, { ...deps.practice, records, folder: deps.config.PRACTICE_DIR, routingRules: deps.routingRules, contactsDeps, handovers, register, live, mostRooms: deps.config.PRACTICE_ROOMS, log })
  const desk = mountDesk(server, {
    areas: [
      ...signIn.areas,
      ...areas,
      ...practice.areas,
      ...auditArea({ audit, register, concerning }),
      ...qualificationArea({ records: createQualificationRecords({ ...contactsDeps, qualifications: deps.qualifications }) }),
      ...dutyArea({ duty: deps.duty, rosters: deps.rosters, register, clock: contactsDeps.clock }),
      ...outboxArea({ contacts: deps.contacts, audit, concerning, onOutbox: deps.onOutbox }),
      ...evidenceArea({ audit, concerning, evidence: { ...deps.evidence, names: register.names } }),
    ],
    audit, cookies, register, recipients, concerning, sessions, guests: serving.guests, handovers, journey, typing, looking, live, publicUrl, log, practiceOf: practice.sourcesOf, clock: contactsDeps.clock,
    version: versionSchema.parse(JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8'))).version,
    bodyParser: jsonBody(65_536), largeBodyParser: jsonBody(4_194_304),
  })

  const watch = keepWatch(work, { live, log })

  return {
    onHubStatus: talk.onHubStatus,
    waitEstimate: serving.routing.estimate,
    followUp: caseTalk.followUp,
    async close(): Promise<void> {
      await watch.close()
      desk.close()
      await practice.close()
    },
  }
}
