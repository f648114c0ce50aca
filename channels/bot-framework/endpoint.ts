import { ActivityTypes, CloudAdapter, ConfigurationBotFrameworkAuthentication, type ConversationReference, DeliveryModes, type Activity, TurnContext } from 'botbuilder'
import restify from 'restify'
import type { OutboxItem } from '../../contacts/outbox.ts'
import type { Inbound, LoggedActivity } from '../../contacts/types.ts'
import type { Sealed } from '../../knowledge/gate.ts'
import { restoreSealed } from '../../knowledge/gate.ts'
import { activitySchema, toInbound } from './inbound.ts'

export type BotFrameworkDeps = {
  appId: string | undefined
  appPassword: string | undefined
  appType: string
  tenantId: string | undefined
  isLoopback(host: string): boolean
  accept(inbound: Inbound): Promise<{ id: string }>
  acceptAndReply(inbound: Inbound): Promise<LoggedActivity[]>
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

function hostOf(url: string): string {
  try {
    return new URL(url).hostname
  } catch {
    return ''
  }
}

/** `POST /api/messages` (design.md, Bot Framework). Gives what the outbox needs to deliver by push. */
export function mountBotFramework(server: restify.Server, deps: BotFrameworkDeps) {
  const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({
    ...(deps.appId ? { MicrosoftAppId: deps.appId } : {}), ...(deps.appPassword ? { MicrosoftAppPassword: deps.appPassword } : {}),
    MicrosoftAppType: deps.appType, ...(deps.tenantId ? { MicrosoftAppTenantId: deps.tenantId } : {}),
  }))
  adapter.onTurnError = async (_context, error) => { throw error }
  const trace = (value: unknown): Partial<Activity> => ({ type: ActivityTypes.Trace, name: 'shouwen', label: 'How this answer came about', valueType: 'https://shouwen.example/schemas/turn', value })

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
    try {
      await adapter.process(req, res, async context => {
        const inbound = toInbound(activity)
        if (!inbound) return
        const reference = TurnContext.getConversationReference(context.activity)
        if (activity.deliveryMode !== DeliveryModes.ExpectReplies) {
          await deps.accept({ ...inbound, reference })
          return
        }
        const replies = await deps.acceptAndReply({ ...inbound, reference })
        const shown = replies.at(0)?.content['replyToId']
        const value = activity.channelId === 'emulator' && typeof shown === 'string' ? deps.traceOf(shown) : undefined
        await context.sendActivities([...replies.map(reply => toActivity(restoreSealed(reply.content), reply.id)), ...(value ? [trace(value)] : [])])
      })
    } catch (error) {
      if (res.headersSent) return
      const unauthorised = error instanceof Error && (error.name === 'AuthenticationError' || ('statusCode' in error && error.statusCode === 401))
      if (!unauthorised && !deps.appId) deps.log.error({ err: error }, 'a message could not be accepted')
      // With an app id nothing is processed before the signature holds: a failure there is a refusal.
      res.send(unauthorised || (deps.appId && !(error instanceof Error && error.name === 'OverloadedError')) ? 401 : 503, { error: { code: 'ServiceUnavailable', message: 'The message was not accepted; please send it again' } })
    }
  })

  return {
    /** Delivers one sealed reply to its conversation; throws when the channel did not take it. */
    async deliver(item: OutboxItem): Promise<void> {
      const { reference } = item
      if (!isReference(reference)) throw new Error('The conversation cannot be reached again')
      await adapter.continueConversationAsync(deps.appId ?? '', reference, async context => {
        const replyTo = item.activity.content['replyToId']
        const value = item.activity.channel === 'emulator' && typeof replyTo === 'string' ? deps.traceOf(replyTo) : undefined
        await context.sendActivities([...(value ? [trace(value)] : []), toActivity(item.sealed, item.activity.id)])
      })
    },
  }
}

function isReference(value: unknown): value is ConversationReference {
  return typeof value === 'object' && value !== null && 'conversation' in value && 'serviceUrl' in value
}
