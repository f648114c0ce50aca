/** Where a session was begun, as its owner recognises it. */
export type Place = { device: string; network: string; /** The whole address, for counting tries; it is not kept. */ address: string }

const browsers: readonly (readonly [RegExp, string])[] = [[/\bEdg(?:A|iOS)?\//, 'Edge'], [/\bOPR\//, 'Opera'], [/\bFirefox\//, 'Firefox'], [/\b(?:Chrome|CriOS|HeadlessChrome)\//, 'Chrome'], [/\bVersion\/.*Safari\//, 'Safari']]
const systems: readonly (readonly [RegExp, string])[] = [[/\b(?:iPhone|iPad)\b/, 'iOS'], [/\bAndroid\b/, 'Android'], [/\bWindows\b/, 'Windows'], [/\bMac OS X\b/, 'macOS'], [/\bHarmonyOS\b/, 'HarmonyOS'], [/\bLinux\b/, 'Linux']]
const firstOf = (list: readonly (readonly [RegExp, string])[], text: string) => list.find(([pattern]) => pattern.test(text))?.[1]

/** Browser and system of a `User-Agent`, such as "Chrome, Windows"; '' for a program. Nothing that tells one machine from another. */
export function deviceOf(userAgent: string): string {
  return [firstOf(browsers, userAgent), firstOf(systems, userAgent)].filter(each => each !== undefined).join(', ')
}

/** The network's part of an address: the first three numbers of IPv4, the first 48 bits of IPv6. */
export function networkOf(address: string): string {
  const v4 = /^(?:::ffff:)?(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/.exec(address)
  if (v4) return `${v4[1]}.0/24`
  if (!address.includes(':')) return ''
  const [head = ''] = address.split('::')
  const groups = head.split(':').filter(Boolean).slice(0, 3)
  return `${[...groups, ...Array<string>(3 - groups.length).fill('0')].join(':')}::/48`
}
