import type { Kysely } from 'kysely'
import type { Store, Tables } from '../../store/index.ts'

/** Somebody else of the staff has written to the customer meanwhile; nothing was sent. */
export class SpokenMeanwhileError extends Error {
  override readonly name = 'SpokenMeanwhileError'
  /** Who it was, by their id in the staff register. */
  readonly by: string
  constructor(by: string) {
    super('A colleague has written to this customer meanwhile; read it first')
    this.by = by
  }
}

/** Lets nobody else say something in a conversation until the unit of work ends: what is read after this stays so. */
export async function holdConversation(tx: Kysely<Tables>, engine: Store['engine'], conversation: string): Promise<void> {
  const standing = tx.selectFrom('conversations').select('id').where('id', '=', conversation)
  // SQLite has one writer; elsewhere the other's unit of work must end first.
  await (engine === 'postgres' ? standing.forUpdate() : standing).execute()
}

/**
 * Throws SpokenMeanwhileError where another member wrote in a conversation after the place up to which `actor` has seen it. Inside
 * the unit of work that says something: of two who answer at once the second is refused.
 */
export async function refuseIfSpoken(tx: Kysely<Tables>, engine: Store['engine'], { conversation, after, actor }: { conversation: string; after: number; actor: string }): Promise<void> {
  await holdConversation(tx, engine, conversation)
  const other = await tx.selectFrom('log').select('actor').where('conversation_id', '=', conversation).where('conversation_seq', '>', after).where('kind', '=', 'agent.message').where('actor', '<>', actor)
    .orderBy('conversation_seq', 'desc').limit(1).executeTakeFirst()
  if (other) throw new SpokenMeanwhileError(other.actor.replace(/^agent:/, ''))
}
