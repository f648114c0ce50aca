import type { ContactsDeps } from '../contacts/deps.ts'
import type { Handovers } from '../contacts/handovers.ts'
import type { Served } from '../desk/area.ts'
import { practiceArea, practised, watched } from '../desk/areas/practice.ts'
import { createPracticeRecords } from '../desk/practice/records.ts'
import { loadScripts, ScriptError, shippedScripts } from '../desk/practice/script.ts'
import { dayOf } from '../desk/qualifications.ts'
import { keepEducation } from '../desk/qualifications/keeping.ts'
import type { Register, StaffMember } from '../desk/register.ts'
import { createRooms, type RoomsDeps } from './practice/rooms.ts'

export type DeskPracticeDeps = Omit<RoomsDeps, 'scripts' | 'serves' | 'mask' | 'clock' | 'log'> & {
  contactsDeps: Pick<ContactsDeps, 'clock' | 'mask'>
  handovers: Pick<Handovers, 'activeOf'>
  register: Pick<Register, 'names'>
  /** A folder with the institution's own scripts. */
  folder: string | undefined
  log: RoomsDeps['log'] & { warn(facts: object, message: string): void }
}

/** What of practice stands in the records. */
export function practiceRecords({ store, clock }: Pick<ContactsDeps, 'store' | 'clock'>) {
  return createPracticeRecords({
    store, clock, dayOf, keepHours: (tx, member, course, by) => keepEducation({ tx, engine: store.engine, now: clock.now().toISOString(), by }, member, course),
  })
}

/** Practice at the desk (M6.3a). `areas` are those that are practised. Throws ScriptError where the scripts do not hold at the start. */
export function startPractice(areas: readonly Served[], { contactsDeps: { clock, mask }, records, handovers, register, folder, ...deps }: DeskPracticeDeps) {
  const folders = [shippedScripts, ...(folder === undefined ? [] : [folder])]
  let scripts = loadScripts(folders)
  /** As they are now; a change that does not hold keeps the last good ones. */
  function current() {
    try {
      scripts = loadScripts(folders)
    } catch (error) {
      if (!(error instanceof ScriptError)) throw error
      deps.log.warn({ why: error.message }, 'the scripts for practice were changed to something that does not hold; those before stay in use')
    }
    return scripts
  }
  const rooms = createRooms({ ...deps, mask, clock, records, scripts: current, serves: async member => (await handovers.activeOf(member)).length > 0 })
  return {
    areas: [...practiceArea({ scripts: current, records, register, rooms }), ...practised(areas, { records, rooms }), ...watched(areas, { records, rooms })],
    sourcesOf: (member: StaffMember) => rooms.of(member)?.sources,
    close: rooms.close,
  }
}
