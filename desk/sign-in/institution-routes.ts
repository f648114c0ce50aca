import type restify from 'restify'
import type { Cookies } from '../cookie.ts'
import { prefix } from '../operation.ts'
import type { Institution, NotSignedIn } from './institution.ts'
import { deviceOf, networkOf } from './place.ts'
import { addressBound, type Tries } from './tries.ts'
import { hashed } from '../register.ts'

export const institutionPath = `${prefix}/institution`
export const callbackPath = `${institutionPath}/callback`

export type InstitutionRoutesDeps = { institution: Institution; cookies: Cookies; tries: Tries; addressOf(req: restify.Request): string; log: { error(facts: object, message: string): void } }

/**
 * The two addresses that a browser goes to: they answer with a redirection, and are reached from another site, unlike the operations of the desk's API.
 * Afterwards it is at the desk, and nowhere else: no address to go on to is taken from a request.
 */
export function mountInstitution(server: restify.Server, { institution, cookies, tries, addressOf, log }: InstitutionRoutesDeps): void {
  function go(res: restify.Response, to: string, ...set: string[]): void {
    res.writeHead(303, { Location: to, 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer', ...(set.length > 0 ? { 'Set-Cookie': set } : {}) })
    res.end()
  }
  const told = (why: NotSignedIn) => `/desk#institution=${why}`
  const failed = (res: restify.Response, error: unknown) => {
    log.error({ err: error }, 'a sign-in at the institution failed')
    go(res, told('unavailable'))
  }
  server.get(institutionPath, async (req: restify.Request, res: restify.Response) => {
    try {
      // Who has signed out, or is signed in and is to prove again who they are, is not let in because the institution knows the browser.
      const begun = await institution.begin({ anew: cookies.hasLeft(req) || cookies.tokenOf(req) !== undefined })
      if (begun === 'unavailable') return go(res, told('unavailable'))
      go(res, begun.to, cookies.institution(req, begun.browser, begun.seconds))
    } catch (error) {
      failed(res, error)
    }
  })
  server.get(callbackPath, async (req: restify.Request, res: restify.Response) => {
    const forget = cookies.institution(req, '', 0)
    try {
      const address = addressOf(req)
      const key = hashed(`address ${address}`)
      if (await tries.count(key, addressBound) !== undefined) return go(res, told('expired'), forget)
      const finished = await institution.finish(req.getQuery(), cookies.institutionOf(req), { address, network: networkOf(address), device: deviceOf(String(req.headers['user-agent'] ?? '')) }, cookies.tokenOf(req))
      if (typeof finished === 'string') return go(res, told(finished), forget)
      await tries.giveBack(key)
      go(res, '/desk', cookies.session(req, finished.token), forget, cookies.left(req, false))
    } catch (error) {
      failed(res, error)
    }
  })
}
