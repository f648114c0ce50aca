/** Seconds that a session's cookie lasts. */
export const cookieAge = 36_000

export type Cookies = ReturnType<typeof createCookies>

/**
 * The desk's cookies. Where the service is reached by https they carry the prefix `__Host-`: a browser takes such a cookie from this
 * very host alone, so that no neighbour under the same domain can plant one, and no other name is read.
 */
export function createCookies(publicUrl: () => string) {
  const isSecure = () => publicUrl().startsWith('https:')
  const named = (name: string) => `${isSecure() ? '__Host-' : ''}shouwen_${name}`
  const written = (name: string, value: string, age: number, sameSite: 'Strict' | 'Lax') => `${named(name)}=${value}; HttpOnly; SameSite=${sameSite}; Path=/; Max-Age=${age}${isSecure() ? '; Secure' : ''}`
  const read = (name: string, cookies: string | undefined) => (cookies ?? '').split(';').map(each => each.trim().split('=')).find(([key]) => key === named(name))?.[1]?.match(/^[\w-]+$/)?.[0]
  return {
    isSecure,
    /** The session's token among a request's cookies. */
    tokenOf: (cookies: string | undefined) => read('desk', cookies),
    session: (token: string) => written('desk', token, cookieAge, 'Strict'),
    noSession: () => written('desk', '', 0, 'Strict'),
    /** What the browser that began a sign-in at the institution comes back with, from another site: hence Lax. */
    institutionOf: (cookies: string | undefined) => read('institution', cookies),
    institution: (value: string, age: number) => written('institution', value, age, 'Lax'),
  }
}
