import { type Activity, CloudAdapter, ConfigurationBotFrameworkAuthentication, type ConversationReference, type InvokeResponse, TurnContext } from 'botbuilder'
import { createRecent } from '../../contacts/recent.ts'

type Authentication = ConfigurationBotFrameworkAuthentication
type Claims = Parameters<Authentication['createConnectorFactory']>[0]
type ConnectorFactory = ReturnType<Authentication['createConnectorFactory']>
type Connector = Awaited<ReturnType<ConnectorFactory['create']>>
type UserTokenClient = Awaited<ReturnType<Authentication['createUserTokenClient']>>

/** Keeps the clients by which a channel is reached; the Bot Framework makes two of them anew in every turn. All act for the one bot. */
class KeepingAuthentication extends ConfigurationBotFrameworkAuthentication {
  readonly #connectors = createRecent<string, Connector>(1000)
  #userTokens: UserTokenClient | undefined

  #keeping(factory: ConnectorFactory): ConnectorFactory {
    return {
      create: async (serviceUrl, audience) => {
        const key = JSON.stringify([serviceUrl, audience])
        const connector = this.#connectors.get(key) ?? await factory.create(serviceUrl, audience)
        this.#connectors.set(key, connector)
        return connector
      },
    }
  }

  override async authenticateRequest(activity: Activity, authorization: string): ReturnType<Authentication['authenticateRequest']> {
    const { connectorFactory, ...result } = await super.authenticateRequest(activity, authorization)
    return { ...result, ...(connectorFactory ? { connectorFactory: this.#keeping(connectorFactory) } : {}) }
  }
  override createConnectorFactory(claims: Claims): ConnectorFactory {
    return this.#keeping(super.createConnectorFactory(claims))
  }
  override async createUserTokenClient(claims: Claims): Promise<UserTokenClient> {
    this.#userTokens ??= await super.createUserTokenClient(claims)
    return this.#userTokens
  }
}

export type BotFrameworkIdentity = { appId: string | undefined; appPassword: string | undefined; appType: string; tenantId: string | undefined }

type Logic = (context: TurnContext) => Promise<void>

/** CloudAdapter as this service needs it: what fails reaches the caller, and a message keeps its id on the way out. */
export class Adapter extends CloudAdapter {
  constructor({ appId, appPassword, appType, tenantId }: BotFrameworkIdentity) {
    super(new KeepingAuthentication({
      ...(appId ? { MicrosoftAppId: appId } : {}), ...(appPassword ? { MicrosoftAppPassword: appPassword } : {}),
      MicrosoftAppType: appType, ...(tenantId ? { MicrosoftAppTenantId: tenantId } : {}),
    }))
  }

  /** Authenticates an activity and takes it. Throws what the logic throws, and AuthenticationError; `process` would answer both itself, with 500. */
  receive(authorization: string, activity: Activity, logic: Logic): Promise<InvokeResponse | undefined> {
    return this.processActivity(authorization, activity, logic)
  }

  /** Gives activities back with the request, in order (`expectReplies`). */
  reply(context: TurnContext, activities: readonly Partial<Activity>[]): void {
    context.bufferedReplyActivities.push(...activities.map(activity => addressed(context, activity)))
  }

  /** Pushes activities to a conversation, in order. Throws when the channel did not take one. */
  async push(appId: string, reference: Partial<ConversationReference>, activities: readonly Partial<Activity>[]): Promise<void> {
    await this.continueConversationAsync(appId, reference, async context => {
      const connector: Connector = context.turnState.get(this.ConnectorClientKey)
      for (const activity of activities.map(each => addressed(context, each))) {
        const { conversation, replyToId } = activity
        if (!conversation) throw new Error('The conversation cannot be reached again')
        if (replyToId) await connector.conversations.replyToActivity(conversation.id, replyToId, activity)
        else await connector.conversations.sendToConversation(conversation.id, activity)
      }
    })
  }
}

/** The activity with sender and receiver. TurnContext's own `sendActivities` drops the id, by which a client knows what it has shown already. */
function addressed(context: TurnContext, activity: Partial<Activity>): Partial<Activity> {
  return TurnContext.applyConversationReference({ ...activity }, TurnContext.getConversationReference(context.activity))
}
