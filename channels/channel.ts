import type { IncomingHttpHeaders } from 'node:http'
import { z } from 'zod'
import type { Coordination } from '../contacts/deps.ts'
import type { Inbound } from '../contacts/types.ts'
import type { Locale } from '../knowledge/outgoing.ts'
import type { Sealed } from '../knowledge/sealed.ts'
import type { ChannelName } from './abilities.ts'

/** A request to `/api/channels/<name>`. */
export type WebhookRequest = {
  method: 'GET' | 'POST'
  /** What follows the channel's name in the address, without a slash before it; mostly nothing. */
  path: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
  /** As it came: signatures are made over these bytes. */
  body: Buffer
  /** The path and query that were asked for, as the provider wrote them. */
  target: string
}

export type WebhookAnswer = {
  status: number
  body?: string
  contentType?: string
  /** Called once: the answer went out whole, or the connection broke before. */
  onEnd?(whole: boolean): void
}

/** A request that a channel does not take: the status is the one its provider expects, the message is for who reads the provider's log. */
export class RefusedRequestError extends Error {
  override readonly name = 'RefusedRequestError'
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** A file that the provider keeps for us. */
export type Media = {
  name: string
  /** What it should be; what came counts. */
  contentType: string
  /** Its bytes and, where the provider says it, its type; undefined where it has more than `limit` bytes. Throws what `callProvider` throws. */
  fetch(limit: number): Promise<{ bytes: Buffer; contentType?: string } | undefined>
}

/** Something a customer did, as a channel has read it. No id in it is stored in the clear. */
export type Incoming = {
  /** The provider's id of the conversation, of the customer, and of this message. */
  conversation: string
  from: { id: string; name?: string }
  dedupeKey: string
  kind: Inbound['kind']
  text: string
  name?: string
  value?: unknown
  locale?: string
  /** What is needed to write to the customer later (JSON); the newest counts. Comes back with each reply. */
  address: unknown
  /** Files to fetch and keep. */
  media?: readonly Media[]
  /** What came with it that has no bytes, such as a place on a map. */
  attachments?: Inbound['attachments']
  /** Which of the answers that a reply offered was tapped; `text` holds what it showed. */
  choice?: ChoiceId
}

/** Names one of the answers that a reply offered: the reply's place in the conversation, and the answer's in the reply. */
export type ChoiceId = { sequence: number; index: number }

export type Taken = {
  /** The message's id; replies to it carry it as `replyTo`. */
  id: string
  sequence: number
  /** It had been taken before: nothing is answered again. */
  duplicate: boolean
}

/** A reply on its way to a customer. */
export type Reply = {
  /** Its id in the log: the same at every attempt. */
  id: string
  /** The conversation's key in the log, and the reply's place in it. */
  conversation: string
  sequence: number
  sealed: Sealed
  /** The newest `address` of the conversation. */
  address: unknown
  /** `Taken.id` of the message that it answers, where it answers one. */
  replyTo?: string
}

/** What became of a message that the provider had taken. */
export type SentStatus = 'sent' | 'delivered' | 'read' | 'failed'

export type ChannelLog = { info(facts: object, message: string): void; warn(facts: object, message: string): void; error(facts: object, message: string): void }

/** What a channel needs of the service. */
export type ChannelDeps = {
  publicUrl: string | undefined
  clock: { now(): Date }
  log: ChannelLog
  /** Shared by all instances. */
  cache: Coordination['cache']
  leases: Coordination['leases']
  /** A little text a name that outlives every instance, such as how far a channel has read. */
  kept: { get(name: string): Promise<string | undefined>; set(name: string, value: string): Promise<void> }
  /** Durable when resolved; then, and only then, the provider may be told so. One conversation's are taken in the order of the calls. Throws BusyError and what the store throws: let it pass. */
  take(incoming: Incoming): Promise<Taken>
  /** Takes a message and gives the replies to it, which are then not delivered by push. */
  ask(incoming: Incoming): Promise<{ taken: Taken; replies: { id: string; sealed: Sealed }[] }>
  /**
   * Sends a reply that the provider takes in several calls: each part once, in order, also where the attempt before got
   * only so far. `send` gives the provider's id of what it took, or undefined.
   */
  inParts<Part>(reply: Reply, parts: readonly Part[], send: (part: Part, index: number) => Promise<string | undefined>): Promise<void>
  /** A sentence of the channel's own, through the gate as all that a customer reads or hears; null where it is stopped. */
  sealed(text: string, locale: Locale): Sealed | null
  /** Writes down what happened in a conversation beside its messages. The facts hold no personal data. */
  note(conversation: string, kind: string, facts: Record<string, unknown>): Promise<void>
  /** People who serve customers away from the desk, such as by telephone; by the provider's id of the conversation. */
  people: {
    /** Whether they serve now (docs/duty-roster.md). */
    serve(): boolean
    /** One of them has the customer who waits for an agent in this conversation. */
    have(conversation: string): Promise<void>
    /** They are done; the enquiry stays with its owner, who follows it up (M1.1b). False where none of them had the customer. */
    done(conversation: string): Promise<boolean>
  }
  /** Notes what the provider reports of a message by the id it gave it; unknown ids are passed over. `outside`: it failed because the customer had to write first. */
  report(providerId: string, status: SentStatus, why?: { reason: string; outside: boolean }): Promise<void>
}

/** One way in, as the service uses it. */
export type Channel = {
  name: ChannelName
  /** The most bytes of a request's body. */
  mostBytes: number
  /** Verifies, reads and takes a request: signature first. Throws RefusedRequestError for what is not the provider's or not readable. */
  receive(request: WebhookRequest): Promise<WebhookAnswer>
  /** Hands a reply to the provider. Throws NotTakenError (try again), NeverTakenError (an operator must look), OutsideWindowError (the customer must write first). */
  deliver(reply: Reply): Promise<void>
  /** Whether the provider would now take a message to this address; always, if not given. */
  isOpen?(address: unknown): boolean
  /** Tries the credentials; gives a sentence on what was found. Throws an Error whose message says what to do. */
  check(): Promise<string>
  /** Whether agents are reached through it without the desk, such as at a telephone. */
  hasPeople?: boolean
  /** What it does besides answering, from when the service listens; gives what ends it. */
  start?(): () => Promise<void>
}

/** A channel's settings are wrong; the message names the setting and says what it should be, and never holds a value. */
export class ChannelSettingsError extends Error {
  override readonly name = 'ChannelSettingsError'
}

export type ConfiguredChannel = { name: ChannelName; open(deps: ChannelDeps): Channel }

export type ChannelKind = {
  name: ChannelName
  settings: readonly string[]
  /** The channel with its settings from the environment; undefined where none is given. Throws ChannelSettingsError. */
  configure(env: Readonly<Record<string, string | undefined>>): ConfiguredChannel | undefined
}

/**
 * A kind of channel: its settings, of which the `required` ones come together or not at all, and how it is opened with them.
 * `wrong` gives a sentence where settings do not make sense together.
 */
export function defineChannel<Shape extends z.ZodRawShape>(kind: {
  name: ChannelName
  settings: z.ZodObject<Shape>
  required: readonly (keyof Shape & string)[]
  wrong?(settings: z.infer<z.ZodObject<Shape>>, env: Readonly<Record<string, string | undefined>>): string | undefined
  open(settings: z.infer<z.ZodObject<Shape>>, deps: ChannelDeps): Channel
}): ChannelKind {
  const names = Object.keys(kind.settings.shape)
  return {
    name: kind.name, settings: names,
    configure(env) {
      const given = Object.fromEntries(names.flatMap(name => env[name]?.trim() ? [[name, env[name]?.trim()]] : []))
      const [first] = Object.keys(given)
      if (first === undefined) return undefined
      const missing = kind.required.find(name => given[name] === undefined)
      if (missing !== undefined) throw new ChannelSettingsError(`${missing} must be set with ${first}`)
      const parsed = kind.settings.safeParse(given)
      if (!parsed.success) {
        const [issue] = parsed.error.issues
        throw new ChannelSettingsError(`${issue?.path.join('.') ?? first} ${issue?.message ?? 'is not valid'}`)
      }
      const wrong = kind.wrong?.(parsed.data, env)
      if (wrong !== undefined) throw new ChannelSettingsError(wrong)
      return { name: kind.name, open: deps => kind.open(parsed.data, deps) }
    },
  }
}

/** A setting that must look like this; the sentence follows its name where it does not. */
export const setting = (form: RegExp, what: string) => z.string().regex(form, { error: `must be ${what}` })

/** The provider's base address, which a gateway or a test may take the place of. */
export const apiUrl = (usual: string) => z.string().refine(value => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol), { error: `must be an address such as ${usual}` })
  .transform(url => url.replace(/\/+$/, '')).default(usual)
