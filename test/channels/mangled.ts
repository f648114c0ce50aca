/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const nasty: readonly unknown[] = [
  null, true, false, 0, -1, 1e308, Number.MAX_SAFE_INTEGER, '', ' ', '\u0000', '\ud800', '\u202etxt.exe', '../../../etc/passwd', '<script>alert(1)</script>', '${7*7}', '\' OR 1=1 --', '🏴‍☠️'.repeat(50),
  'x'.repeat(5_000), [], {}, [[[[[[]]]]]], { __proto__: null, constructor: 1 }, [null, null], '1e999', '99999999999999999999', 'NaN', '\r\nX-Injected: 1',
]
const texts = nasty.map(each => typeof each === 'string' ? each : JSON.stringify(each))

type Random = () => number
const pick = <T>(from: readonly T[], random: Random): T | undefined => from[Math.floor(random() * from.length)]

/** A JSON value with one thing in it changed: dropped, renamed, doubled, replaced or nested. */
function mangledValue(value: unknown, random: Random): unknown {
  if (typeof value !== 'object' || value === null || random() < 0.05) return pick(nasty, random)
  if (Array.isArray(value)) {
    const at = Math.floor(random() * (value.length || 1))
    if (random() < 0.2) return [...value, ...value]
    return value.map((each, index) => index === at ? mangledValue(each, random) : each)
  }
  const entries = Object.entries(value)
  const chosen = pick(entries, random)?.[0]
  if (random() < 0.15) return Object.fromEntries(entries.filter(([key]) => key !== chosen))
  if (random() < 0.05) return Object.fromEntries(entries.map(([key, each]) => [key === chosen ? `${key}_` : key, each]))
  return Object.fromEntries(entries.map(([key, each]) => [key, key === chosen ? mangledValue(each, random) : each]))
}

/** A text with a stretch of it cut out, doubled or replaced. */
function mangledText(text: string, random: Random): string {
  const from = Math.floor(random() * text.length)
  const to = Math.min(text.length, from + Math.floor(random() * 30))
  const put = random() < 0.3 ? '' : random() < 0.3 ? text.slice(from, to).repeat(20) : pick(texts, random) ?? ''
  return text.slice(0, from) + put + text.slice(to)
}

/** A body that is no longer what the provider would send: JSON with other values, text with other stretches, bytes at random, or half of it. */
export function mangled(body: Buffer, random: Random): Buffer {
  const way = random()
  if (way < 0.05) return body.subarray(0, Math.floor(random() * body.length))
  if (way < 0.1) return Buffer.from(Array.from({ length: Math.floor(random() * 500) }, () => Math.floor(random() * 256)))
  const text = body.toString('utf8')
  if (way < 0.75) {
    try {
      return Buffer.from(JSON.stringify(mangledValue(JSON.parse(text), random)) ?? 'undefined')
    } catch {
      // No JSON: a text.
    }
  }
  return Buffer.from(mangledText(text, random))
}
