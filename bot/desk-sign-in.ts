import type restify from 'restify'
import { clientAddress } from '../channels/direct-line/address.ts'
import type { ContactsDeps } from '../contacts/deps.ts'
import { createOwnership } from '../contacts/ownership.ts'
import type { Audit } from '../contacts/proof/audit.ts'
import { accountArea } from '../desk/areas/account.ts'
import { accountsArea } from '../desk/areas/accounts.ts'
import { signInArea } from '../desk/areas/sign-in.ts'
import type { Cookies } from '../desk/cookie.ts'
import { administrator, type Register, serving, type StaffMember } from '../desk/register.ts'
import type { Qualifications } from '../desk/qualifications.ts'
import type { Sessions } from '../desk/sessions.ts'
import { accessReview } from '../desk/sign-in/access-review.ts'
import { createAccounts } from '../desk/sign-in/accounts.ts'
import { createInstitution, type InstitutionSettings } from '../desk/sign-in/institution.ts'
import { callbackPath, mountInstitution } from '../desk/sign-in/institution-routes.ts'
import { createFactors } from '../desk/sign-in/factors.ts'
import { createKnownDevices } from '../desk/sign-in/known-devices.ts'
import { createPasswordChange } from '../desk/sign-in/password-change.ts'
import { createSignIn } from '../desk/sign-in/sign-in.ts'
import { createTries } from '../desk/sign-in/tries.ts'
import { type Config, isLoopback } from './config.ts'

type SignInConfig = Pick<Config, 'HOST' | 'PUBLIC_URL' | 'TRUSTED_PROXIES' | 'OIDC_ISSUER' | 'OIDC_CLIENT_ID' | 'OIDC_CLIENT_SECRET' | 'OIDC_SCOPE' | 'OIDC_ROLE_CLAIM' | 'OIDC_ROLES' | 'OIDC_UNKNOWN' | 'OIDC_SIGN_OUT'>

/** What is set of the institution's own sign-in. */
function institutionOf(config: SignInConfig): InstitutionSettings | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, OIDC_SCOPE: scope } = config
  if (!issuer || !clientId || !clientSecret) return undefined
  return { issuer, clientId, clientSecret, scope, signsOutThere: config.OIDC_SIGN_OUT === 'institution', directory: { claim: config.OIDC_ROLE_CLAIM, roles: config.OIDC_ROLES, unknown: config.OIDC_UNKNOWN } }
}

export type SignInWiring = {
  contactsDeps: ContactsDeps
  register: Register
  sessions: Sessions
  cookies: Cookies
  audit: Audit
  qualifications: Qualifications
  config: SignInConfig
  publicUrl(): string
  log: { error(facts: object, message: string): void }
  onGone(member: StaffMember): Promise<void>
}

/** Signing in, accounts and roles as the service runs them (M5.1a). */
export function startSignIn(server: restify.Server, { contactsDeps, register, sessions, cookies, audit, qualifications, config, publicUrl, log, onGone }: SignInWiring) {
  const { store, sealing, clock } = contactsDeps
  const factors = createFactors({ store, sealing, clock, codeClock: { now: () => new Date() } })
  const tries = createTries({ store, clock })
  const devices = createKnownDevices({ store, clock })
  const signIn = createSignIn({ store, clock, sessions, factors, devices, tries, wrongAfterMs: 300 })
  const accounts = createAccounts({ store, clock })
  const addressOf = (req: restify.Request) => clientAddress(req, config.TRUSTED_PROXIES)
  const settings = institutionOf(config)
  const institution = settings && createInstitution({ store, clock, sessions, accounts, settings, callback: () => `${publicUrl()}${callbackPath}`, afterwards: () => `${publicUrl()}/desk` })
  if (institution) mountInstitution(server, { institution, cookies, tries, addressOf, log })
  const ownership = createOwnership(contactsDeps)
  /** Whoever sits at this machine, and not somebody behind a proxy on it. */
  const isHere = (req: restify.Request) => isLoopback(config.HOST) && config.PUBLIC_URL === undefined && config.TRUSTED_PROXIES === 0 && isLoopback(req.socket.remoteAddress ?? '')
    && isLoopback((req.headers.host ?? '').replace(/:\d+$/, '')) && ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'].every(header => req.headers[header] === undefined)
  const certificates = async () => {
    const held = await qualifications.qualificationsOf((await register.list()).filter(({ role }) => serving.has(role)).map(({ id }) => id), clock.now())
    return new Map([...held].map(([id, { why }]) => [id, why]))
  }
  return {
    areas: [
      ...signInArea({ register, sessions, signIn, devices, cookies, audit, institution, onGone, addressOf: req => ({ address: addressOf(req), loopback: isHere(req) }) }),
      ...accountArea({ sessions, factors, signIn, passwords: createPasswordChange({ store, clock, tries }), devices, cookies, onGone }),
      ...accountsArea({
        accounts, register, sessions, audit, clock, onGone, review: () => accessReview({ store, clock, certificates }), passOn: member => ownership.passOn(member, administrator, 'owner-disabled'),
      }),
    ],
  }
}
