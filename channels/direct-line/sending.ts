import { ForeignConversationError } from '../../contacts/acceptance.ts'
import { BusyError } from '../../contacts/busy.ts'
import type { Inbound, KeptFile } from '../../contacts/types.ts'
import { dedupeKey, type SentActivity, startKey } from './activity.ts'
import { DirectLineError } from './errors.ts'
import { type Claims, newId } from './tokens.ts'
import type { Attached } from './upload.ts'

export type SendingDeps = {
  /** Durable when resolved; `duplicate` where it had been accepted before. */
  accept(inbound: Inbound): Promise<{ id: string; duplicate: boolean }>
  files: { keep(bytes: Buffer): Promise<KeptFile>; discard(file: KeptFile): Promise<void> }
  log: { error(facts: object, message: string): void }
}

/** Takes what customers send, under the name their token gives them, whatever the activity says. Each throws DirectLineError. */
export function createSending({ accept, files, log }: SendingDeps) {
  async function take(claims: Claims, rest: Omit<Inbound, 'channel' | 'conversation' | 'from'>): Promise<{ id: string; duplicate: boolean }> {
    try {
      return await accept({ channel: 'directline', conversation: claims.conversation, from: { id: claims.user, verified: claims.verified }, ...rest })
    } catch (error) {
      if (error instanceof ForeignConversationError) throw new DirectLineError(403, 'BadArgument', error.message)
      if (error instanceof BusyError) throw new DirectLineError(error.status, error.status === 429 ? 'TooManyRequests' : 'ServiceError', error.message, error.retryAfterSeconds)
      log.error({ err: error }, 'a message could not be accepted')
      throw new DirectLineError(503, 'ServiceError', 'The message was not accepted; please send it again', 1)
    }
  }

  const contentOf = ({ text, name, value, locale, channelData }: SentActivity, { user }: Claims) => ({
    dedupeKey: dedupeKey(user, channelData?.clientActivityID ?? newId()), text: text ?? '',
    ...(name ? { name } : {}), ...(value === undefined ? {} : { value }), ...(locale ? { locale } : {}),
  })

  return {
    /** The conversation begins; once, however often it is started. */
    async begin(claims: Claims, locale: string | undefined): Promise<void> {
      await take(claims, { kind: 'start', dedupeKey: startKey, text: '', attachments: [], ...(locale ? { locale } : {}) })
    },

    /** An event. Gives its id. */
    async tell(claims: Claims, activity: SentActivity, kind: 'start' | 'event'): Promise<string> {
      return (await take(claims, { ...contentOf(activity, claims), kind, attachments: [] })).id
    },

    /** A message with its files, which are kept before it and removed where it is not taken. Gives its id. */
    async say(claims: Claims, activity: SentActivity, attached: readonly Attached[]): Promise<string> {
      const kept: KeptFile[] = []
      const discard = () => Promise.all(kept.map(files.discard))
      try {
        const attachments: Inbound['attachments'] = []
        for (const each of attached) {
          const file = 'bytes' in each ? await files.keep(each.bytes) : undefined
          if (file) kept.push(file)
          attachments.push({ contentType: each.contentType, ...(each.name ? { name: each.name } : {}), ...(file ? { file } : {}) })
        }
        const { id, duplicate } = await take(claims, { ...contentOf(activity, claims), kind: 'message', attachments })
        if (duplicate) await discard()
        return id
      } catch (error) {
        await discard()
        throw error
      }
    },
  }
}
