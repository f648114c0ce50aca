import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { locales, type Locale, productClasses, type ProductClass } from '../outgoing.ts'

const of = z.enum(productClasses)
const entry = z.union([
  z.string().transform(say => ({ say, adds: [] as string[] })),
  z.array(z.string()).min(1).transform(([say = '', ...adds]) => ({ say, adds })),
  z.object({ say: z.string(), focus: of.optional(), question: z.string().optional(), author: z.enum(['bot', 'agent']).optional(), adds: z.array(z.string()).optional() }),
])
const lines = z.array(entry).default([])
const file = z.object({ rule: z.string(), expect: z.enum(['stop', 'pass', 'send', 'amend']), 'zh-Hans': lines, 'zh-Hant': lines, en: lines })

/** One labelled line: what is said, in which context, and what the gate must make of it. */
export type Line = {
  file: string; locale: Locale; expect: z.infer<typeof file>['expect']; say: string
  focus?: ProductClass | undefined; question?: string | undefined; author?: 'bot' | 'agent' | undefined
  /** Disclosures that must be added, and classes that must be recognised without one; undefined where a line leaves it open. */
  adds?: string[] | undefined
}

/** All labelled lines of the files in this folder. Throws a ZodError naming what does not fit. */
export function labelledLines(dir = import.meta.dirname): Line[] {
  return readdirSync(dir).filter(name => name.endsWith('.yaml')).sort().flatMap(name => {
    const content = file.parse(parse(readFileSync(join(dir, name), 'utf8')))
    return locales.flatMap(locale => content[locale].map(line => ({ file: name, locale, expect: content.expect, ...line })))
  })
}
