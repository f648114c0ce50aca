import { createServer } from 'node:http'
import { Provider, type KoaContextWithOIDC } from 'oidc-provider'
import { freePort } from './process.ts'

export type OidcServer = { issuer: string; /** Who signs in there next, with these claims. */ next(account: string, claims: Record<string, unknown>): void; /** How often somebody had to say who they are. */ logins(): number; stop(): Promise<void> }

export const client = { id: 'shouwen', secret: 'a secret of the institution' } as const

/** An OpenID provider on this machine, which signs in whoever comes as the one named before. `callback` is where it may send people back to. */
export async function startOidc(callback: string): Promise<OidcServer> {
  const port = await freePort()
  const issuer = `http://127.0.0.1:${port}`
  const accounts = new Map<string, Record<string, unknown>>()
  let account = ''
  let logins = 0
  const provider = new Provider(issuer, {
    clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [callback], post_logout_redirect_uris: [new URL('/desk', callback).href], require_auth_time: true, token_endpoint_auth_method: 'client_secret_post' }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
    cookies: { keys: ['of the tests'] },
    features: { devInteractions: { enabled: false } },
    ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
    pkce: { required: () => true },
    interactions: { url: (_ctx: KoaContextWithOIDC, { uid }) => `/interaction/${uid}` },
    findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id, ...accounts.get(id) }) }),
  })
  const handle = provider.callback()
  const server = createServer((req, res) => {
    if (!req.url?.startsWith('/interaction/')) return void handle(req, res)
    void (async () => {
      const { prompt, params, session, grantId } = await provider.interactionDetails(req, res)
      if (prompt.name === 'login') logins += 1
      if (prompt.name === 'login') return provider.interactionFinished(req, res, { login: { accountId: account, remember: false } })
      const grant = grantId === undefined ? new provider.Grant({ accountId: session?.accountId ?? '', clientId: String(params['client_id']) }) : await provider.Grant.find(grantId)
      grant?.addOIDCScope('openid email profile')
      return provider.interactionFinished(req, res, { consent: { grantId: await grant?.save() ?? '' } }, { mergeWithLastSubmission: true })
    })()
  })
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
  return {
    issuer,
    next(id, claims) {
      account = id
      accounts.set(id, claims)
    },
    logins: () => logins,
    stop: () => new Promise(resolve => {
      server.close(() => resolve())
      server.closeAllConnections()
    }),
  }
}
