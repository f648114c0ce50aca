import type restify from 'restify'
import pino, { type Logger } from 'pino'

/** What a log line holds, with personal data masked in every text of it, however deep. */
function masked(value: unknown, mask: (text: string) => string, depth = 0): unknown {
  if (typeof value === 'string') return mask(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth > 6) return '[deep]'
  // An error's name, code and stack tell what failed; whatever else it carries might quote what was sent.
  if (value instanceof Error) {
    const { name, stack } = value
    // A parser's message quotes what it could not read.
    const message = value instanceof SyntaxError ? '' : value.message
    const frames = (stack ?? '').split('\n').filter(line => line.startsWith('    at ')).join('\n')
    const code = 'code' in value && (typeof value.code === 'string' || typeof value.code === 'number') ? value.code : undefined
    const cause = value.cause === undefined ? undefined : masked(value.cause, mask, depth + 1)
    return { type: name, message: mask(message), stack: frames, ...(code === undefined ? {} : { code }), ...(cause === undefined ? {} : { cause }) }
  }
  if (Array.isArray(value)) return value.slice(0, 100).map(each => masked(each, mask, depth + 1))
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, masked(each, mask, depth + 1)]))
}

/** The service's log: a JSON object a line on standard output. Personal data is masked whoever writes the line (M3.1a). */
export function createLog(level: string, mask: (text: string) => string): Logger {
  return pino({
    level,
    serializers: { err: (error: unknown) => masked(error, mask), error: (error: unknown) => masked(error, mask) },
    formatters: { log: facts => Object.fromEntries(Object.entries(facts).map(([key, each]) => [key, masked(each, mask)])) },
    hooks: {
      // The message and what is put into it; an object before them is masked above.
      logMethod(given, method) {
        for (const [at, each] of given.entries()) if (typeof each === 'string') given[at] = mask(each)
        method.apply(this, given)
      },
    },
  })
}

/**
 * Options of a restify server that logs here, from warnings on: below them it would write down what was sent to it.
 * (restify's types are of the logger it had before pino.)
 */
export function withLog(options: restify.ServerOptions, log: Logger): restify.ServerOptions {
  return Object.assign(options, { log: log.child({}, { level: log.isLevelEnabled('warn') ? 'warn' : log.level }) })
}
