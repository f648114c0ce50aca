import { type Activity, ActivityTypes, type ConversationReference, DeliveryModes, TurnContext } from 'botbuilder'
import type restify from 'restify'
import { z } from 'zod'
import { conversationKey, ForeignConversationError } from '../../contacts/acceptance.ts'
import { BusyError } from '../../contacts/busy.ts'
import type { OutboxItem } from '../../contacts/outbox.ts'
import { createRecent } from '../../contacts/recent.ts'
import type { Inbound } from '../../contacts/types.ts'
import type { Sealed } from '../../knowledge/sealed.ts'
import { answerJson } from '../json-answer.ts'
import { jsonBody } from '../json-body.ts'
import { Adapter, type BotFrameworkIdentity } from './adapter.ts'
import { refusal } from './admission.ts'
import { activitySchema, type IncomingActivity, toInbound } from './inbound.ts'

const hubStatus = z.looseObject({ state: z.enum(['accepted', 'failed', 'completed']) })
export type HubState = z.infer<typeof hubStatus>['state']

export type BotFrameworkDeps = BotFrameworkIdentity & {
  isLoopback(host: string): boolean
  /** The setting, where the service is reached from outside. */
  publicUrl: string | undefined
  accept(inbound: Inbound): Promise<{ id: string }>
  /** The replies to a message, under their ids, and the message's own id. */
  acceptAndReply(inbound: Inbound): Promise<{ messageId: string; replies: { id: string; sealed: Sealed }[] }>
  /** What the tester's Emulator is shown of how a message came about, by the message's id or the id of what it answers. */
  traceOf(activityId: string): Record<string, unknown> | undefined
  /** What was said so far in a conversation, masked, for who takes it over. */
  transcriptOf(conversation: string): Promise<{ id: string; at: string; role: string; text: string }[]>
  /** The sender id of an agents' system that may report on hand-overs, and what is done with its reports. */
  hub: { id: string | undefined; onStatus(conversation: string, state: HubState): Promise<void> }
  log: { warn(facts: object, message: string): void; error(facts: object, message: string): void }
}

function toTrace(value: unknown): Partial<Activity> {
  return { type: ActivityTypes.Trace, name: 'shouwen', label: 'How this answer came about', valueType: 'https://shouwen.example/schemas/turn', value }
}

function isUnauthorised(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AuthenticationError' || ('statusCode' in error && error.statusCode === 401))
}

/** A hub's word on a hand-over (Bot Framework's handoff protocol); undefined where the activity is none, or not from the hub. */
function statusFrom(activity: IncomingActivity, hub: string | undefined): { conversation: string; state: HubState } | undefined {
  if (activity.type !== 'event' || activity.name !== 'handoff.status' || hub === undefined || activity.from.id !== hub) return undefined
  const status = hubStatus.safeParse(activity.value)
  const about = activity.relatesTo ?? activity
  return status.success ? { conversation: conversationKey(about.channelId ?? activity.channelId, about.conversation.id), state: status.data.state } : undefined
}

/** `POST /api/messages` (design.md, Bot Framework). Gives what the outbox needs to deliver by push. */
export function mountBotFramework(server: restify.Server, deps: BotFrameworkDeps) {
  const adapter = new Adapter(deps)
  /** Traces that a push has brought already: several replies to one message share theirs. */
  const traced = createRecent<string, true>(1000)
  const traceFor = (channel: string, messageId: string): Partial<Activity>[] => {
    const value = channel === 'emulator' ? deps.traceOf(messageId) : undefined
    return value ? [toTrace(value)] : []
  }

  async function toActivity(sealed: Sealed, id: string, conversation: string): Promise<Partial<Activity>> {
    const { type, text, speak, locale, name, value, suggestedActions, attachments, channelData } = sealed.outgoing
    if (type === 'event') {
      const transcript = name === 'handoff.initiate' ? await deps.transcriptOf(conversation) : undefined
      return {
        type: ActivityTypes.Event, id, locale, ...(name === undefined ? {} : { name }), value: { ...value },
        ...(transcript ? { attachments: [{ contentType: 'application/json', name: 'Transcript', content: { activities: transcript.map(({ at, role, ...entry }) => ({ ...entry, type: 'message', timestamp: at, from: { role } })) } }] } : {}),
      }
    }
    return {
      type: ActivityTypes.Message, id, text, locale, ...(speak === undefined ? {} : { speak }),
      ...(suggestedActions ? { suggestedActions: { to: [], actions: suggestedActions.actions.map(action => ({ ...action })) } } : {}),
      ...(attachments ? { attachments: attachments.map(each => ({ ...each })) } : {}),
      ...(channelData ? { channelData: { ...channelData } } : {}),
    }
  }

  async function take(context: TurnContext, activity: IncomingActivity): Promise<void> {
    const status = statusFrom(activity, deps.hub.id)
    if (status) {
      await deps.hub.onStatus(status.conversation, status.state)
      return
    }
    const inbound = toInbound(activity)
    if (!inbound) return
    const reference = TurnContext.getConversationReference(context.activity)
    if (activity.deliveryMode !== DeliveryModes.ExpectReplies) {
      await deps.accept({ ...inbound, reference })
      return
    }
    const { messageId, replies } = await deps.acceptAndReply({ ...inbound, reference })
    const conversation = conversationKey(inbound.channel, inbound.conversation)
    adapter.reply(context, [...await Promise.all(replies.map(({ id, sealed }) => toActivity(sealed, id, conversation))), ...traceFor(activity.channelId, messageId)])
  }

  server.post('/api/messages', jsonBody(262_144), async (req, res) => {
    const fail = (status: number, code: string, message: string) => { res.send(status, { error: { code, message } }) }
    if (!/^application\/json\b/i.test(req.headers['content-type'] ?? '')) return fail(415, 'UnsupportedMediaType', 'Send the activity as application/json')
    const parsed = activitySchema.safeParse(req.body)
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      return fail(400, 'BadArgument', `Not a Bot Framework activity: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim())
    }
    const activity = parsed.data
    if (!deps.appId) {
      const why = refusal({ address: req.socket.remoteAddress ?? '', headers: req.headers, serviceUrl: activity.serviceUrl ?? undefined, publicUrl: deps.publicUrl }, deps.isLoopback)
      if (why) return fail(403, 'Forbidden', `Without MICROSOFT_APP_ID this endpoint serves only an Emulator on the same machine: ${why}`)
    } else if (!req.headers.authorization) {
      return fail(401, 'Unauthorized', 'Send the Bot Framework token in the Authorization header')
    }
    let authenticated = false
    try {
      const response = await adapter.receive(req.headers.authorization ?? '', req.body, async context => {
        authenticated = true
        await take(context, activity)
      })
      if (response?.body === undefined) res.send(response?.status ?? 200)
      else answerJson(res, response.status, response.body)
    } catch (error) {
      // With an app id nothing is processed before the signature holds: a failure there is a refusal.
      if (isUnauthorised(error) || (deps.appId && !authenticated)) return fail(401, 'Unauthorized', 'The Bot Framework token does not hold')
      if (error instanceof ForeignConversationError) return fail(403, 'Forbidden', error.message)
      if (error instanceof BusyError) {
        res.header('Retry-After', String(error.retryAfterSeconds))
        res.send(error.status, { error: { code: error.status === 429 ? 'TooManyRequests' : 'ServiceUnavailable', message: error.message } })
        return
      }
      deps.log.error({ err: error }, 'a message could not be accepted')
      res.header('Retry-After', '1')
      fail(503, 'ServiceUnavailable', 'The message was not accepted; please send it again')
    }
  })

  return {
    /** Delivers one sealed reply to its conversation; throws when the channel did not take it. */
    async deliver({ reference, activity, sealed, answers }: OutboxItem): Promise<void> {
      if (!isReference(reference)) throw new Error('The conversation cannot be reached again')
      const replyTo = activity.content['replyToId']
      // How the bot came to its answer is known by the question's id, what the gate did with an agent's words by their own.
      const about = typeof replyTo === 'string' ? replyTo : activity.id
      const trace = traced.get(about) ? [] : traceFor(activity.channel, about)
      const message = await toActivity(sealed, activity.id, conversationKey(activity.channel, activity.conversation))
      await adapter.push(deps.appId ?? '', reference, [...trace, message], typeof replyTo === 'string' ? answers ?? reference.activityId : undefined)
      if (trace.length > 0) traced.set(about, true)
    },
  }
}

function isReference(value: unknown): value is ConversationReference {
  return typeof value === 'object' && value !== null && 'conversation' in value && 'serviceUrl' in value
}
