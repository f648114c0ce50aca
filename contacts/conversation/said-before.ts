import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { Store, Tables } from '../../store/index.ts'
import { holdConversation } from './collision.ts'

/** The message was said already; nothing was sent again. */
export class SaidBeforeError extends Error {
  override readonly name = 'SaidBeforeError'
  /** The wording that was added to it. */
  readonly added: { id: string; version: string }[]
  constructor(added: { id: string; version: string }[]) {
    super('The message was sent already')
    this.added = added
  }
}

/** Among so many of a member's last messages one that is sent again is found. */
const lookBack = 50

const factsSchema = z.object({ sent: z.string().optional(), added: z.array(z.object({ id: z.string(), version: z.string() })).catch([]) })

/**
 * Throws SaidBeforeError where a member has said this in the conversation already: their page did not hear that it was sent, as after
 * a service that was stopped in the middle, and sends it again. `sent` is what the page calls the message. Inside the unit of work
 * that says it.
 */
export async function refuseIfSaid(tx: Kysely<Tables>, engine: Store['engine'], { conversation, sent, actor }: { conversation: string; sent: string; actor: string }): Promise<void> {
  await holdConversation(tx, engine, conversation)
  const rows = await tx.selectFrom('log').select('facts').where('conversation_id', '=', conversation).where('conversation_seq', 'is not', null).where('kind', '=', 'agent.message').where('actor', '=', actor)
    .orderBy('conversation_seq', 'desc').limit(lookBack).execute()
  const before = rows.map(({ facts }) => factsSchema.parse(JSON.parse(facts))).find(each => each.sent === sent)
  if (before) throw new SaidBeforeError(before.added)
}
