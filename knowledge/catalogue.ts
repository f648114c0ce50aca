import { readdirSync, readFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { z } from 'zod'
import { locales, productClasses, type Locale } from './outgoing.ts'
import { noteOwnApproval, parseYaml } from './parsing.ts'
import { remembered } from './remembered.ts'

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date such as 2026-01-01')
const effective = z.object({ from: date, to: date.optional() })
export const reviewed = { version: z.string().min(1), author: z.string().min(1), approver: z.string().min(1), source: z.string().min(1), effective }
const productClass = z.enum(productClasses)
export const perLocale = z.object({ 'zh-Hans': z.string().min(1), 'zh-Hant': z.string().min(1), en: z.string().min(1) })

const articleSchema = z.object({
  id: z.string().regex(/^[a-z0-9-]+$/), title: z.string().min(1), class: productClass.or(z.literal('none')),
  risk: z.enum(['none', 'R1', 'R2', 'R3', 'R4', 'R5']), locale: z.enum(locales),
  // What it is about in one word of the customer's: a question that names none is read as about the last one's.
  subject: z.string().min(1),
  questions: z.array(z.string().min(1)).min(8, 'at least eight questions'),
  products: z.array(z.string()).default([]), next: z.array(z.string()).default([]), ...reviewed,
})

/** The occasions of risk-wording.md on which a wording is due. */
export const occasions = [
  'always', 'past-performance', 'benchmark', 'return-range', 'early-withdrawal', 'deposit-insurance', 'money-market', 'barrier',
  'savings-treasury', 'through-bank', 'participating', 'universal', 'unit-linked', 'before-confirmation', 'price', 'use-of-money',
] as const
export type Occasion = (typeof occasions)[number]

const disclosureSchema = z.object({ id: z.string().min(1), class: productClass, when: z.enum(occasions), text: perLocale, spoken: perLocale, ...reviewed })
const names = z.array(z.string().min(1)).min(1)
const productSchema = z.object({
  id: z.string().min(1), names: z.object({ 'zh-Hans': names, 'zh-Hant': names, en: names }), class: productClass, risk: articleSchema.shape.risk,
  /** Occasions its name brings with it though it does not tell: a money-market fund called "Cash Box". */
  occasions: z.array(z.enum(occasions)).default([]),
  term: perLocale, currency: z.string(), minimum: z.object({ amount: z.number(), currency: z.string() }), ...reviewed,
})

export type Article = z.infer<typeof articleSchema> & { body: string }
export type Disclosure = z.infer<typeof disclosureSchema>
export type Product = z.infer<typeof productSchema>

export type Catalogue = {
  /** By id, then locale. */
  articles: ReadonlyMap<string, Partial<Record<Locale, Article>>>
  disclosures: readonly Disclosure[]
  products: readonly Product[]
}

/** The content does not hold; `problems` name file, line and rule. */
export class CatalogueError extends Error {
  override readonly name = 'CatalogueError'
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.problems = problems
  }
}

/** The institution's day at an instant: Asia/Shanghai, which keeps one offset of whole hours all year. */
export function institutionDay(now: string): string {
  return dayOf(now.slice(0, 13))
}

const dayOf = remembered((hour: string) => new Date(Date.parse(`${hour}:00:00.000Z`) + 8 * 3_600_000).toISOString().slice(0, 10), hour => hour)

/** Whether a reviewed record may be used at this instant (M4.3b): dates are of the institution's day, Asia/Shanghai. */
export function inForce(record: { effective: { from: string; to?: string | undefined }; author: string; approver: string }, now: string): boolean {
  const today = institutionDay(now)
  return record.author !== record.approver && record.effective.from <= today && (record.effective.to === undefined || today <= record.effective.to)
}

/** Loads and checks all content below `dir`. Throws CatalogueError with every problem found. */
export function loadCatalogue(dir: string, now: string): Catalogue {
  const problems: string[] = []
  const below = relative(process.cwd(), dir)
  const root = below === '' || below.startsWith('..') ? dir : below

  const parse = <T>(schema: z.ZodType<T>, text: string, file: string, firstLine: number) => parseYaml(schema, text, file, firstLine, problems)
  const files = (folder: string, ending: string) => readdirSync(join(dir, folder)).filter(name => name.endsWith(ending)).sort()
  const read = (folder: string, name: string) => readFileSync(join(dir, folder, name), 'utf8')
  const fourEyes = (record: { author: string; approver: string; id: string }, file: string, text: string) => noteOwnApproval(record, file, text, problems)

  const disclosures = files('disclosures', '.yaml').flatMap(name => {
    const file = `${root}/disclosures/${name}`
    const text = read('disclosures', name)
    const records = parse(z.array(disclosureSchema), text, file, 1) ?? []
    for (const record of records) fourEyes(record, file, text)
    return records
  })
  const products = files('products', '.yaml').flatMap(name => {
    const file = `${root}/products/${name}`
    const text = read('products', name)
    const record = parse(productSchema, text, file, 1)
    if (record) fourEyes(record, file, text)
    return record ? [record] : []
  })
  const articles = new Map<string, Partial<Record<Locale, Article>>>()
  const productIds = new Set(products.map(product => product.id))
  for (const name of files('articles', '.md')) {
    const file = `${root}/articles/${name}`
    const source = read('articles', name)
    const parts = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(source)
    const [, front, body] = parts ?? []
    if (front === undefined || body === undefined || body.trim() === '') {
      problems.push(`${file}:1: must begin with front matter between --- lines and have a text after it`)
      continue
    }
    const head = parse(articleSchema, front, file, 2)
    if (!head) continue
    fourEyes(head, file, source)
    if (basename(name, '.md') !== `${head.id}.${head.locale}`) problems.push(`${file}:2: the file's name must be ${head.id}.${head.locale}.md`)
    const line = front.split('\n').findIndex(each => each.startsWith('class:')) + 2
    if (head.class !== 'none' && head.class !== 'private' && head.class !== 'deposit' && !disclosures.some(each => each.class === head.class && inForce(each, now))) {
      problems.push(`${file}:${line}: class "${head.class}" needs an approved disclosure in force on ${institutionDay(now)}; none found (M4.3b)`)
    }
    for (const id of head.products) if (!productIds.has(id)) problems.push(`${file}:${line}: product "${id}" does not exist`)
    articles.set(head.id, { ...articles.get(head.id), [head.locale]: { ...head, body: body.trim() } })
  }
  for (const [id, versions] of articles) {
    for (const locale of locales) if (!versions[locale]) problems.push(`${root}/articles/${id}.${locale}.md:1: missing; every article exists in ${locales.join(', ')}`)
    for (const version of Object.values(versions)) {
      for (const next of version.next) if (!articles.has(next)) problems.push(`${root}/articles/${id}.${version.locale}.md:2: next "${next}" does not exist`)
    }
  }
  if (problems.length > 0) throw new CatalogueError(problems)
  return { articles, disclosures, products }
}
