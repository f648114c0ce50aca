import type { Contacts } from '../contacts/contacts.ts'
import type { Journey } from '../contacts/journey.ts'
import type { Access } from '../desk/access.ts'
import { assistArea } from '../desk/areas/assist.ts'
import type { Understand } from '../nlp/understand.ts'
import { createAssisting } from './assisting.ts'
import type { Content } from './content.ts'
import type { Judging } from './judging.ts'

export type DeskAssistDeps = {
  contacts: Pick<Contacts, 'turnState'>
  journey: Journey
  access: Access
  judging: Judging
  content: Pick<Content, 'article' | 'product' | 'replies'>
  understand: Understand
}

/** The desk's help for agents, over the content in force. */
export function deskAssist({ content, access, ...deps }: DeskAssistDeps) {
  const { suggestionsFor, check, topicsFor } = createAssisting({ ...deps, ...content })
  return { areas: assistArea({ access, suggestionsFor, check, replies: content.replies }), topicsFor }
}
