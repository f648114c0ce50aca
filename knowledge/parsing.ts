import { isNode, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'

/** Reads YAML that stands in `file` from line `firstLine` on; what does not hold is added to `problems` with file, line and rule. */
export function parseYaml<T>(schema: z.ZodType<T>, text: string, file: string, firstLine: number, problems: string[]): T | undefined {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  /** The line of the deepest part of a path that the file has. */
  const at = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length > 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true)
      if (isNode(node) && node.range) return firstLine + lines.linePos(node.range[0]).line - 1
    }
    return firstLine
  }
  const [broken] = document.errors
  if (broken) {
    problems.push(`${file}:${firstLine + (broken.linePos?.[0].line ?? 1) - 1}: ${broken.message.split('\n')[0]}`)
    return undefined
  }
  const value: unknown = document.toJS()
  const result = schema.safeParse(value)
  if (result.success) return result.data
  for (const issue of result.error.issues) problems.push(`${file}:${at(issue.path)}: ${issue.path.join('.')}: ${issue.message}`)
  return undefined
}

/** Adds to `problems` a record whose author approved it (M4.3b), by the line that says so. */
export function noteOwnApproval(record: { author: string; approver: string; id: string }, file: string, text: string, problems: string[]): void {
  if (record.author !== record.approver) return
  const lines = text.split('\n')
  const record0 = Math.max(0, lines.findIndex(each => new RegExp(`^(- )?id: ["']?${record.id}["']?$`).test(each)))
  problems.push(`${file}:${lines.findIndex((each, at) => at >= record0 && /^\s*approver:/.test(each)) + 1}: "${record.id}" was approved by its author (M4.3b)`)
}
