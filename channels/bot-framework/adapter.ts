import { type Activity, ActivityTypes, CloudAdapter, ConfigurationBotFrameworkAuthentication, type ConversationReference, DeliveryModes, type InvokeResponse, StatusCodes, TurnContext } from 'botbuilder'
import { AuthenticationConstants } from 'botframework-connector'
import { createRecent } from '../../contacts/recent.ts'
import { httpClient } from './http-client.ts'

type Authentication = ConfigurationBotFrameworkAuthentication
type Claims = Parameters<Authentication['createConnectorFactory']>[0]
type ConnectorFactory = ReturnType<Authentication['createConnectorFactory']>
type Connector = Awaited<ReturnType<ConnectorFactory['create']>>
type UserTokenClient = Awaited<ReturnType<Authentication['createUserTokenClient']>>

/** Keeps the clients by which a channel is reached; the Bot Framework makes two of them anew for every push. All act for the one bot. */
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

  override createConnectorFactory(claims: Claims): ConnectorFactory {
    return this.#keeping(super.createConnectorFactory(claims))
  }
  override async createUserTokenClient(claims: Claims): Promise<UserTokenClient> {
    this.#userTokens ??= await super.createUserTokenClient(claims)
    return this.#userTokens
  }
}

export type BotFrameworkIdentity = {
  appId: string | undefined; appPassword: string | undefined; appType: string; tenantId: string | undefined
  /** Where the keys of channel tokens are published and who issues those, for another cloud than Azure's public one. */
  openIdMetadata: string | undefined; tokenIssuer: string | undefined
}

/** The Bot Framework takes all of a cloud's addresses or none; those not given are the public cloud's. */
function cloudOf({ openIdMetadata, tokenIssuer }: BotFrameworkIdentity) {
  if (!openIdMetadata && !tokenIssuer) return {}
  const { ToChannelFromBotLoginUrl, ToChannelFromBotOAuthScope, ToBotFromChannelTokenIssuer, OAuthUrl, ToBotFromChannelOpenIdMetadataUrl, ToBotFromEmulatorOpenIdMetadataUrl } = AuthenticationConstants
  return {
    ValidateAuthority: true, ToChannelFromBotLoginUrl, ToChannelFromBotOAuthScope, OAuthUrl, ToBotFromEmulatorOpenIdMetadataUrl,
    ToBotFromChannelTokenIssuer: tokenIssuer ?? ToBotFromChannelTokenIssuer, ToBotFromChannelOpenIdMetadataUrl: openIdMetadata ?? ToBotFromChannelOpenIdMetadataUrl,
  }
}

type Logic = (context: TurnContext) => Promise<void>

/** CloudAdapter as this service needs it: what fails reaches the caller, and a message keeps its id on the way out. */
export class Adapter extends CloudAdapter {
  /** Without an app id there is nothing that could be authenticated: who may speak then is for `refusal` to say. */
  readonly #authenticates: boolean
  constructor(identity: BotFrameworkIdentity) {
    const { appId, appPassword, appType, tenantId } = identity
    super(new KeepingAuthentication({
      ...(appId ? { MicrosoftAppId: appId } : {}), ...(appPassword ? { MicrosoftAppPassword: appPassword } : {}),
      MicrosoftAppType: appType, ...(tenantId ? { MicrosoftAppTenantId: tenantId } : {}), ...cloudOf(identity),
    }, undefined, undefined, undefined, { httpClient }))
    this.#authenticates = Boolean(appId)
  }

  /**
   * Authenticates an activity and takes it. Throws what the logic throws, and AuthenticationError; `process` would answer both
   * itself, with 500. `processActivity` would make a connector, a client for the user's tokens and a middleware run for each
   * request: a turn here answers with its request or from the outbox and uses none of them.
   */
  async receive(authorization: string, activity: Activity, logic: Logic): Promise<InvokeResponse | undefined> {
    const { callerId } = this.#authenticates ? await this.botFrameworkAuthentication.authenticateRequest(activity, authorization) : {}
    const context = new TurnContext(this, { ...activity, ...(callerId === undefined ? {} : { callerId }) })
    await logic(context)
    if (activity.deliveryMode === DeliveryModes.ExpectReplies) return { status: StatusCodes.OK, body: { activities: context.bufferedReplyActivities } }
    return activity.type === ActivityTypes.Invoke ? { status: StatusCodes.NOT_IMPLEMENTED } : undefined
  }

  /** Gives activities back with the request, in order (`expectReplies`). */
  reply(context: TurnContext, activities: readonly Partial<Activity>[]): void {
    context.bufferedReplyActivities.push(...activities.map(activity => addressed(context, activity)))
  }

  /** Pushes activities to a conversation, in order, as replies to `replyToId` if there is one. Throws when the channel did not take one. */
  async push(appId: string, reference: Partial<ConversationReference>, activities: readonly Partial<Activity>[], replyToId: string | undefined): Promise<void> {
    await this.continueConversationAsync(appId, reachable(reference), async context => {
      const connector: Connector = context.turnState.get(this.ConnectorClientKey)
      for (const activity of activities) {
        // The id that continuing gives to its own, made-up activity is nobody's.
        const { replyToId: _madeUp, ...sent } = addressed(context, activity)
        const { conversation } = sent
        if (!conversation) throw new Error('The conversation cannot be reached again')
        if (replyToId) await connector.conversations.replyToActivity(conversation.id, replyToId, { ...sent, replyToId })
        else await connector.conversations.sendToConversation(conversation.id, sent)
      }
    })
  }
}

/** The Bot Framework's HTTP client cannot read an IPv6 address in a URL; the machine's own has a name. */
function reachable(reference: Partial<ConversationReference>): Partial<ConversationReference> {
  const { serviceUrl } = reference
  return serviceUrl ? { ...reference, serviceUrl: serviceUrl.replace('//[::1]', '//localhost') } : reference
}

/** The activity with sender and receiver. TurnContext's own `sendActivities` drops the id, by which a client knows what it has shown already. */
function addressed(context: TurnContext, activity: Partial<Activity>): Partial<Activity> {
  return TurnContext.applyConversationReference({ ...activity }, TurnContext.getConversationReference(context.activity))
}
