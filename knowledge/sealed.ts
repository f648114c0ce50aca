import { z } from 'zod'
import { locales, type Outgoing } from './outgoing.ts'

/** Known to this file alone: without it no Sealed is made. */
const key = Symbol('the gate')
let make: (outgoing: Outgoing) => Sealed

/**
 * What has passed the gate; channels take nothing else (promise 1). It cannot be made outside this room: the constructor is
 * private to the type and asks for this file's key at run time, and a likeness without it is not one.
 */
export class Sealed {
  readonly #outgoing: Outgoing
  private constructor(given: symbol, outgoing: Outgoing) {
    if (given !== key) throw new Error('Only the gate seals what goes out')
    this.#outgoing = frozenCopy(outgoing)
    Object.freeze(this)
  }

  /** What may be sent, frozen throughout. */
  get outgoing(): Outgoing {
    return this.#outgoing
  }

  /** Whether a value has passed the gate, whatever its type or prototype says. */
  static is(value: unknown): value is Sealed {
    return typeof value === 'object' && value !== null && #outgoing in value
  }

  static {
    make = outgoing => new Sealed(key, outgoing)
  }
}

/** A copy that nobody holds and nobody can change. Messages are plain data, as JSON is. */
function frozenCopy<T>(value: T): T
function frozenCopy(value: unknown): unknown {
  if (Array.isArray(value)) return Object.freeze(value.map(frozenCopy))
  if (typeof value !== 'object' || value === null) return value
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, frozenCopy(inner)])))
}

/** Seals what the gate has judged. For `gate.ts` alone (a lint rule holds it). */
export function sealJudged(outgoing: Outgoing): Sealed {
  return make(outgoing)
}

const keptMessage = z.custom<Outgoing>(value => z.looseObject({ type: z.enum(['message', 'event']), text: z.string(), locale: z.enum(locales) }).safeParse(value).success, 'This is not a message that was sealed')

/** Gives back what was sealed when it was written to the log, which takes only what is sealed. For the log's readers alone (a lint rule holds it). */
export function restoreSealed(stored: unknown): Sealed {
  return make(keptMessage.parse(stored))
}
