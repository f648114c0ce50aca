export const cookieName = 'shouwen_desk'
/** Seconds that a session's cookie lasts. */
export const cookieAge = 36_000

/** The session's token among a request's cookies. */
export function tokenOf(cookies: string | undefined): string | undefined {
  return /(?:^|;\s*)shouwen_desk=([\w-]+)/.exec(cookies ?? '')?.[1]
}
