import type restify from 'restify'
import { clientAddress } from '../channels/direct-line/address.ts'
import type { ContactsDeps } from '../contacts/deps.ts'
import { createOwnership } from '../contacts/ownership.ts'
import type { Audit } from '../contacts/proof/audit.ts'
import { accountArea } from '../desk/areas/account.ts'
import { accountsArea } from '../desk/areas/accounts.ts'
import { signInArea } from '../desk/areas/sign-in.ts'
import type { Cookies } from '../desk/cookie.ts'
import { administrator, type Register, type StaffMember } from '../desk/register.ts'
import type { Sessions } from '../desk/sessions.ts'
import { accessReview } from '../desk/sign-in/access-review.ts'
import { createAccounts } from '../desk/sign-in/accounts.ts'
import { createFactors } from '../desk/sign-in/factors.ts'
import { createSignIn } from '../desk/sign-in/sign-in.ts'
import { createTries } from '../desk/sign-in/tries.ts'
import { type Config, isLoopback } from './config.ts'

export type SignInWiring = {
  contactsDeps: ContactsDeps
  register: Register
  sessions: Sessions
  cookies: Cookies
  audit: Audit
  config: Pick<Config, 'HOST' | 'PUBLIC_URL' | 'TRUSTED_PROXIES'>
  onGone(member: StaffMember): Promise<void>
}

/** Signing in, accounts and roles as the service runs them (M5.1a). */
export function startSignIn({ contactsDeps, register, sessions, cookies, audit, config, onGone }: SignInWiring) {
  const { store, sealing, clock } = contactsDeps
  const factors = createFactors({ store, sealing, clock, codeClock: { now: () => new Date() } })
  const signIn = createSignIn({ store, clock, sessions, factors, tries: createTries({ store, clock }) })
  const ownership = createOwnership(contactsDeps)
  /** Whoever sits at this machine, and not somebody behind a proxy on it. */
  const isHere = (req: restify.Request) => isLoopback(config.HOST) && config.PUBLIC_URL === undefined && config.TRUSTED_PROXIES === 0 && isLoopback(req.socket.remoteAddress ?? '')
    && isLoopback((req.headers.host ?? '').replace(/:\d+$/, '')) && ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'].every(header => req.headers[header] === undefined)
  return {
    areas: [
      ...signInArea({ register, sessions, signIn, cookies, audit, hasInstitution: false, onGone, addressOf: req => ({ address: clientAddress(req, config.TRUSTED_PROXIES), loopback: isHere(req) }) }),
      ...accountArea({ sessions, factors, signIn, cookies, onGone }),
      ...accountsArea({
        accounts: createAccounts({ store, clock }), register, sessions, audit, clock, onGone, review: () => accessReview({ store, clock }), passOn: member => ownership.passOn(member, administrator, 'owner-disabled'),
      }),
    ],
  }
}
