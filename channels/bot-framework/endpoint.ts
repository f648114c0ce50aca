import { type Activity, ActivityTypes, type ConversationReference, DeliveryModes, TurnContext } from 'botbuilder'
import restify from 'restify'
import { ForeignConversationError } from '../../contacts/acceptance.ts'
import type { OutboxItem } from '../../contacts/outbox.ts'
import type { Inbound } from '../../contacts/types.ts'
import type { Sealed } from '../../knowledge/gate.ts'
import { Adapter, type BotFrameworkIdentity } from './adapter.ts'
import { activitySchema, toInbound } from './inbound.ts'

export type BotFrameworkDeps = BotFrameworkIdentity & {
  isLoopback(host: string): boolean
  accept(inbound: Inbound): Promise<{ id: string }>
  /** The replies to a message, under their ids, and the message's own id. */
  acceptAndReply(inbound: Inbound): Promise<{ messageId: string; replies: { id: string; sealed: Sealed }[] }>
  /** What the tester's Emulator is shown of an answer. */
  traceOf(activityId: string): Record<string, unknown> | undefined
  log: { warn(facts: object, message: string): void; error(facts: object, message: string): void }
}

function toActivity(sealed: Sealed, id: string): Partial<Activity> {
  const { text, speak, locale, suggestedActions, attachments, channelData } = sealed.outgoing
  return {
    type: ActivityTypes.Message, id, text, locale, ...(speak === undefined ? {} : { speak }),
    ...(suggestedActions ? { suggestedActions: { to: [], actions: suggestedActions.actions.map(action => ({ ...action })) } } : {}),
    ...(attachments ? { attachments: attachments.map(each => ({ ...each })) } : {}),
    ...(channelData ? { channelData: { ...channelData } } : {}),
  }
}

function toTrace(value: unknown): Partial<Activity> {
  return { type: ActivityTypes.Trace, name: 'shouwen', label: 'How this answer came about', valueType: 'https://shouwen.example/schemas/turn', value }
}

function hostOf(url: string): string {
  try {
    return new URL(url).hostname
  } catch {
    return ''
  }
}

function isUnauthorised(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AuthenticationError' || ('statusCode' in error && error.statusCode === 401))
}

/** `POST /api/messages` (design.md, Bot Framework). Gives what the outbox needs to deliver by push. */
export function mountBotFramework(server: restify.Server, deps: BotFrameworkDeps) {
  const adapter = new Adapter(deps)
  const traceFor = (channel: string, messageId: string): Partial<Activity>[] => {
    const value = channel === 'emulator' ? deps.traceOf(messageId) : undefined
    return value ? [toTrace(value)] : []
  }

  server.post('/api/messages', restify.plugins.bodyParser({ maxBodySize: 262_144, mapParams: false }), async (req, res) => {
    const parsed = activitySchema.safeParse(req.body)
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      res.send(400, { error: { code: 'BadArgument', message: `Not a Bot Framework activity: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim() } })
      return
    }
    const activity = parsed.data
    if (!deps.appId) {
      const fromHere = deps.isLoopback(req.socket.remoteAddress ?? '')
      const toHere = !activity.serviceUrl || deps.isLoopback(hostOf(activity.serviceUrl))
      if (!fromHere || !toHere) {
        res.send(403, { error: { code: 'Forbidden', message: 'Without MICROSOFT_APP_ID this endpoint serves only an Emulator on the same machine (loopback address and loopback serviceUrl)' } })
        return
      }
    } else if (!req.headers.authorization) {
      res.send(401, { error: { code: 'Unauthorized', message: 'Send the Bot Framework token in the Authorization header' } })
      return
    }
    let authenticated = false
    try {
      const response = await adapter.receive(req.headers.authorization ?? '', req.body, async context => {
        authenticated = true
        const inbound = toInbound(activity)
        if (!inbound) return
        const reference = TurnContext.getConversationReference(context.activity)
        if (activity.deliveryMode !== DeliveryModes.ExpectReplies) {
          await deps.accept({ ...inbound, reference })
          return
        }
        const { messageId, replies } = await deps.acceptAndReply({ ...inbound, reference })
        adapter.reply(context, [...replies.map(({ id, sealed }) => toActivity(sealed, id)), ...traceFor(activity.channelId, messageId)])
      })
      res.send(response?.status ?? 200, response?.body)
    } catch (error) {
      // With an app id nothing is processed before the signature holds: a failure there is a refusal.
      if (isUnauthorised(error) || (deps.appId && !authenticated)) {
        res.send(401, { error: { code: 'Unauthorized', message: 'The Bot Framework token does not hold' } })
        return
      }
      if (error instanceof ForeignConversationError) {
        res.send(403, { error: { code: 'Forbidden', message: error.message } })
        return
      }
      deps.log.error({ err: error }, 'a message could not be accepted')
      res.header('Retry-After', '1')
      res.send(503, { error: { code: 'ServiceUnavailable', message: 'The message was not accepted; please send it again' } })
    }
  })

  return {
    /** Delivers one sealed reply to its conversation; throws when the channel did not take it. */
    async deliver({ reference, activity, sealed }: OutboxItem): Promise<void> {
      if (!isReference(reference)) throw new Error('The conversation cannot be reached again')
      const replyTo = activity.content['replyToId']
      await adapter.push(deps.appId ?? '', reference, [
        ...(typeof replyTo === 'string' ? traceFor(activity.channel, replyTo) : []), toActivity(sealed, activity.id),
      ])
    },
  }
}

function isReference(value: unknown): value is ConversationReference {
  return typeof value === 'object' && value !== null && 'conversation' in value && 'serviceUrl' in value
}
