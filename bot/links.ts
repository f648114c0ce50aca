import type restify from 'restify'
import { z } from 'zod'
import { jsonBody } from '../channels/json-body.ts'
import { sameSecret } from '../channels/same-secret.ts'
import { awayAnswer } from '../contacts/away.ts'
import { linkCodeIn } from '../contacts/customers/link-code.ts'
import type { Link } from '../contacts/customers/links.ts'
import type { Coordination } from '../contacts/deps.ts'
import type { TurnState } from '../contacts/turn-state.ts'

/** How many codes one customer may try at once, and an hour. */
const tries = 5

/** Finds the conversation of a code, for as many tries as one customer gets: 40 bits are not to be guessed at. */
export function createLinkTries(limits: Coordination['limits'], linkOf: (code: string, conversation: string) => Promise<Link | undefined>) {
  return async (code: string, { customer, conversation }: TurnState): Promise<Link | undefined> => {
    const exceeded = await limits.take([{ key: `link:${customer}`, perSecond: tries / 3_600, burst: tries }])
    return exceeded ? undefined : linkOf(code, conversation)
  }
}

const bodySchema = z.object({
  code: z.string().max(40).transform((text, context) => {
    const code = linkCodeIn(text)
    if (code === undefined) context.addIssue({ code: 'custom', message: 'must be a code such as SW-7KQ2-M9XD' })
    return code ?? ''
  }),
  user: z.object({ id: z.string().min(1).max(200) }),
})

/**
 * `POST /api/customers/sign-in`, for the institution's own site with its secret: whoever signed in there and typed the code that the
 * chat told them is this customer of the institution, over all channels (M1.1a, M2.1a).
 */
export function mountSignIn(server: restify.Server, { secret, signedIn, log }: { secret: string; signedIn(code: string, user: string): Promise<boolean>; log: { error(facts: object, message: string): void } }): void {
  const refuse = (res: restify.Response, status: number, code: string, message: string) => void res.send(status, { error: { code, message } })
  server.post('/api/customers/sign-in', jsonBody(4_096), async (req: restify.Request, res: restify.Response) => {
    try {
      if (!sameSecret((req.headers.authorization ?? '').replace(/^Bearer +/i, ''), secret)) return refuse(res, 401, 'Unauthorized', 'Send Authorization: Bearer with the DIRECTLINE_SECRET')
      const body = bodySchema.safeParse(req.body)
      if (!body.success) return refuse(res, 400, 'BadArgument', body.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`).join('; '))
      if (!await signedIn(body.data.code, body.data.user.id)) return refuse(res, 404, 'NotFound', 'This code is not valid, was used or has expired; the customer gets a new one in the chat')
      res.send(200, { done: true })
    } catch (error) {
      log.error({ err: error }, 'a sign-in could not be taken')
      const away = awayAnswer(error)
      if (away) res.header('Retry-After', String(away.retryAfterSeconds))
      refuse(res, away?.status ?? 500, away?.code ?? 'ServiceError', away?.message ?? 'That did not work; try again')
    }
  })
}
