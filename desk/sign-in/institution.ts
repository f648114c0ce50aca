import { randomBytes } from 'node:crypto'
import * as oidc from 'openid-client'
import { append } from '../../contacts/log.ts'
import type { Store } from '../../store/index.ts'
import { administrator, hashed, type StaffMember, toMember } from '../register.ts'
import type { Sessions } from '../sessions.ts'
import type { Accounts } from './accounts.ts'
import { type Directory, roleIn, subjectOf } from './directory.ts'
import type { Place } from './place.ts'

export type InstitutionSettings = { issuer: string; clientId: string; clientSecret: string; scope: string; directory: Directory; /** Whether who signs out at the desk is signed out there, too. */ signsOutThere: boolean }
export type InstitutionDeps = {
  store: Store
  clock: { now(): Date }
  sessions: Pick<Sessions, 'begin' | 'endAll'>
  accounts: Accounts
  settings: InstitutionSettings
  /** Where the institution sends people back to. */
  callback(): string
  /** Where it sends people who have signed out. */
  afterwards(): string
}

/** Why nobody was signed in: not known or without a role there, too late or not from this browser, or the institution cannot be asked. */
export type NotSignedIn = 'refused' | 'expired' | 'unavailable'

const requestMinutes = 10

export type Institution = ReturnType<typeof createInstitution>

/** The institution's own sign-in by OpenID Connect: authorization code with PKCE, state and nonce (M5.1a). It is answerable for its second factor. */
export function createInstitution({ store, clock, sessions, accounts, settings, callback, afterwards }: InstitutionDeps) {
  const { db } = store
  const { issuer, clientId, clientSecret, scope, directory, signsOutThere } = settings
  const instant = (offsetMs = 0) => new Date(clock.now().getTime() + offsetMs).toISOString()
  const isPlain = new URL(issuer).protocol === 'http:'

  let known: Promise<oidc.Configuration> | undefined
  /** What the institution publishes of itself, asked for once it is needed; asked again where it could not be had. */
  function provider(): Promise<oidc.Configuration> {
    known ??= oidc.discovery(new URL(issuer), clientId, clientSecret, undefined, {
      // What it signs is checked though it comes straight from it. Without TLS only on this machine (the settings see to it).
      execute: [oidc.enableNonRepudiationChecks, ...(isPlain ? [oidc.allowInsecureRequests] : [])], timeout: 10,
    }).catch((error: unknown) => {
      known = undefined
      throw error
    })
    return known
  }

  async function memberFor(claims: Record<string, unknown>): Promise<StaffMember | undefined> {
    const who = subjectOf(claims)
    const role = directory.roles.length > 0 ? roleIn(claims, directory) : undefined
    if (directory.roles.length > 0 && role === undefined) return undefined
    const identified = await db.selectFrom('staff_identities').innerJoin('staff', 'staff.id', 'staff_identities.staff_id').select(['staff.id', 'email', 'name', 'role', 'disabled']).where('issuer', '=', who.issuer).where('subject', '=', who.subject).executeTakeFirst()
    const named = identified ?? (who.email === undefined ? undefined : await db.selectFrom('staff').select(['id', 'email', 'name', 'role', 'disabled']).where('email', '=', who.email).executeTakeFirst())
    if (!named) {
      if (directory.unknown !== 'add' || role === undefined || who.email === undefined) return undefined
      const { id } = await accounts.addByInstitution({ email: who.email, name: who.name ?? who.email, role })
      await link(who, id)
      return { id, email: who.email, name: who.name ?? who.email, role }
    }
    if (named.disabled === 1) return undefined
    if (!identified) {
      // Another person of the institution has been this member before: an address that was given to somebody else opens nothing.
      const other = await db.selectFrom('staff_identities').select('subject').where('issuer', '=', who.issuer).where('staff_id', '=', named.id).executeTakeFirst()
      if (other) return undefined
      await link(who, named.id)
    }
    // The duty owner of last resort stays an administrator, whatever the directory says.
    if (role !== undefined && role !== named.role && named.id !== administrator) {
      await accounts.roleByInstitution(named.id, role)
      await sessions.endAll(named.id, 'system')
      return toMember({ ...named, role })
    }
    return toMember(named)
  }
  async function link({ issuer: iss, subject }: { issuer: string; subject: string }, staff: string): Promise<void> {
    await store.write(async tx => {
      await tx.insertInto('staff_identities').values({ issuer: iss, subject, staff_id: staff, since: instant() }).execute()
      await append(tx, store.engine, [{ at: instant(), kind: 'staff.identity-linked', customer: '', enquiry: '', conversation: '', actor: `agent:${staff}`, facts: { issuer: iss, rule: 'M5.1a' } }])
    })
  }

  /** What a browser that comes back had begun with; it counts once. */
  async function taken(browser: string | undefined) {
    if (browser === undefined) return undefined
    return store.write(tx => tx.deleteFrom('oidc_requests').where('browser_hash', '=', hashed(browser)).where('expires_at', '>', instant()).returning(['state', 'nonce', 'verifier']).executeTakeFirst())
  }

  return {
    /** Where to send somebody's browser, and what it keeps until it comes back. With `anew` the institution asks again who they are, though it knows them still. */
    async begin({ anew }: { anew: boolean }): Promise<{ to: string; browser: string; seconds: number } | 'unavailable'> {
      const [browser, state, nonce, verifier] = [randomBytes(32).toString('base64url'), oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()]
      try {
        const config = await provider()
        const to = oidc.buildAuthorizationUrl(config, { redirect_uri: callback(), scope, state, nonce, code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256', ...(anew ? { prompt: 'login' } : {}) })
        await store.write(async tx => {
          await tx.deleteFrom('oidc_requests').where('expires_at', '<=', instant()).execute()
          await tx.insertInto('oidc_requests').values({ browser_hash: hashed(browser), state, nonce, verifier, expires_at: instant(requestMinutes * 60_000) }).execute()
        })
        return { to: to.href, browser, seconds: requestMinutes * 60 }
      } catch {
        return 'unavailable'
      }
    },

    /** Where to send the browser of who has signed out, so that they are signed out there, too; undefined where the institution has no such address, or is not to be asked. */
    async leave(): Promise<string | undefined> {
      if (!signsOutThere) return undefined
      try {
        const config = await provider()
        return config.serverMetadata().end_session_endpoint === undefined ? undefined : oidc.buildEndSessionUrl(config, { post_logout_redirect_uri: afterwards() }).href
      } catch {
        // They are signed out here all the same, and are asked who they are when they come again.
        return undefined
      }
    },

    /** Somebody comes back with `query`, in the browser that began with `browser`. Gives the token of a new session, or why there is none. */
    async finish(query: string, browser: string | undefined, from: Place, before: string | undefined): Promise<{ token: string } | NotSignedIn> {
      const begun = await taken(browser)
      if (!begun) return 'expired'
      const back = new URL(callback())
      back.search = query
      let claims: Record<string, unknown>
      let saidAt: number | undefined
      try {
        const config = await provider()
        const tokens = await oidc.authorizationCodeGrant(config, back, { expectedState: begun.state, expectedNonce: begun.nonce, pkceCodeVerifier: begun.verifier, idTokenExpected: true })
        const signed = tokens.claims()
        if (!signed) return 'refused'
        const told = config.serverMetadata().userinfo_endpoint ? await oidc.fetchUserInfo(config, tokens.access_token, signed.sub) : {}
        claims = { ...told, ...signed }
        saidAt = signed.auth_time
      } catch (error) {
        // It said no, or what came back is not what was asked for; else it could not be asked.
        return error instanceof oidc.AuthorizationResponseError || error instanceof oidc.ResponseBodyError || error instanceof oidc.ClientError ? 'refused' : 'unavailable'
      }
      const member = await memberFor(claims)
      if (!member) return 'refused'
      // What the institution remembers of somebody is no proof of who they are now: they said that when they signed in there, where it tells.
      const provedAt = new Date(Math.min(clock.now().getTime(), saidAt === undefined ? Infinity : saidAt * 1000))
      return { token: await sessions.begin(member.id, 'institution', from, before, provedAt) }
    },
  }
}
