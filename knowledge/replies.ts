import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { z } from 'zod'
import { CatalogueError, perLocale, reviewed } from './catalogue.ts'
import { type Locale, locales } from './outgoing.ts'
import { noteOwnApproval, parseYaml } from './parsing.ts'

/** What stands open in a canned reply until an agent uses it: how the customer is addressed, the agent's name, the product spoken of. */
export const placeholders = ['customer', 'agent', 'product'] as const
export type Placeholder = (typeof placeholders)[number]

const placeholder = /\{([^{}]*)\}/g
const open = (text: string) => [...text.matchAll(placeholder)].map(([, name = '']) => name)
const isPlaceholder = (name: string): name is Placeholder => placeholders.some(each => each === name)

const replySchema = z.object({
  id: z.string().regex(/^[a-z0-9-]+$/), title: perLocale, text: perLocale,
  /** Articles with which it is offered, or the beginning of their ids, `fund-*`; with any where it names none. */
  topics: z.array(z.string().regex(/^[\w.-]+\*?$/, 'a topic such as "fund-fees", or its beginning, "fund-*"')).default([]), ...reviewed,
})
/** A reviewed reply that agents use again and again (M2.2a). */
export type CannedReply = z.infer<typeof replySchema>

/** Loads the canned replies in `dir`/replies, which need not be there. Throws CatalogueError with every problem found. */
export function loadReplies(dir: string): CannedReply[] {
  const folder = join(dir, 'replies')
  if (!existsSync(folder)) return []
  const below = relative(process.cwd(), dir)
  const root = below === '' || below.startsWith('..') ? dir : below
  const problems: string[] = []
  const places = new Map<string, string>()
  const replies = readdirSync(folder).filter(name => name.endsWith('.yaml')).sort().flatMap(name => {
    const file = `${root}/replies/${name}`
    const text = readFileSync(join(folder, name), 'utf8')
    const records = parseYaml(z.array(replySchema), text, file, 1, problems) ?? []
    for (const record of records) {
      const line = text.split('\n').findIndex(each => each.startsWith(`- id: ${record.id}`)) + 1
      noteOwnApproval(record, file, text, problems)
      for (const locale of locales) {
        for (const each of open(record.text[locale])) if (!isPlaceholder(each)) problems.push(`${file}:${line}: text.${locale} has {${each}}; what can stand open is ${placeholders.map(known => `{${known}}`).join(', ')}`)
      }
      const before = places.get(`${record.id} ${record.effective.from}`)
      if (before !== undefined) problems.push(`${file}:${line}: "${record.id}" from ${record.effective.from} stands in ${before} too`)
      places.set(`${record.id} ${record.effective.from}`, `${file}:${line}`)
    }
    return records
  })
  if (problems.length > 0) throw new CatalogueError(problems)
  return replies
}

/** How a customer is addressed of whom no name is known, or none that the agent may see. */
export const addressed: Readonly<Record<Locale, string>> = { 'zh-Hans': '尊敬的客户', 'zh-Hant': '尊敬的客戶', en: 'dear customer' }

/** A reply's text with what is known filled in, and what still stands open in it. */
export function filledReply(reply: Pick<CannedReply, 'text'>, locale: Locale, known: Partial<Record<Placeholder, string>>): { text: string; open: Placeholder[] } {
  const text = reply.text[locale].replaceAll(placeholder, (whole, name: string) => (isPlaceholder(name) ? known[name] : undefined) ?? whole)
  return { text, open: [...new Set(open(reply.text[locale]))].filter(isPlaceholder).filter(name => known[name] === undefined) }
}
