import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isNode, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'

/** A file of the corpus that cannot be used; the message names file and line and says what is wrong. */
export class CorpusError extends Error {
  override readonly name = 'CorpusError'
}

/** An utterance or word as it was written: 95588 and true are texts here. */
export const written = z.union([z.string(), z.number(), z.boolean()], 'a text is wanted; write it in "…" where it holds a colon or a bracket').transform(String)

/** A list of texts under each name. */
export const listsByName = z.record(z.string(), z.array(written, 'a list is wanted, one "- text" a line'), 'names with a list each are wanted, such as "card-lost:" and "  - text" below it')

/** Reads a YAML file of the corpus in `dir`. Throws CorpusError for one that is missing or of another form. */
export function readCorpusFile<Schema extends z.ZodType>(dir: string, name: string, schema: Schema): z.infer<Schema> {
  let text: string
  try {
    text = readFileSync(join(dir, name), 'utf8')
  } catch {
    throw new CorpusError(`${join(dir, name)} is missing or cannot be read; put it back`)
  }
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const [broken] = document.errors
  if (broken) throw new CorpusError(`${join(dir, name)}:${broken.linePos?.[0].line ?? 1}: ${broken.message.split('\n')[0]}`)
  const parsed = schema.safeParse(document.toJS())
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const path = issue?.path ?? []
  let line = 1
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true)
    if (!isNode(node) || !node.range) continue
    line = lines.linePos(node.range[0]).line
    break
  }
  throw new CorpusError(`${join(dir, name)}:${line}: ${path.length > 0 ? `${path.join('.')}: ` : ''}${issue?.message ?? 'not of the form of such a file'}`)
}
