import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadCatalogue } from '../catalogue.ts'
import { createGate } from '../gate.ts'
import { productClasses, type ProductClass, type Verdict } from '../outgoing.ts'
import { labelledLines, type Line } from './lines.ts'

const now = '2026-11-23T12:00:00.000Z'
const gate = createGate(loadCatalogue(join(import.meta.dirname, '..'), now))

function judged({ say, locale, author, question, focus }: Line): Verdict {
  return gate.judge({ type: 'message', text: say, locale }, {
    locale, author: author ?? 'agent', articles: [], shown: {}, now, ...(question ? { question } : {}), ...(focus ? { productInFocus: { class: focus } } : {}),
  })
}

/** Classes that an id of the line's list stands for; a structured product's wording brings its parent's. */
const parents: readonly string[] = ['wealth', 'insurance']
const classOf = (id: string) => id.split('.')[0] ?? ''

/** What does not hold of a verdict on a labelled line; undefined where all does. */
function wrong(line: Line, { verdict, classes, added, reasons }: Verdict): string | undefined {
  if (line.expect === 'stop') return verdict === 'stop' ? undefined : `not stopped (${verdict})`
  if (verdict === 'stop') return `stopped: ${reasons.join('; ')}`
  if (line.adds === undefined) return undefined
  const due = line.adds.filter(id => id.includes('.')).sort()
  const got = added.map(({ id }) => id).sort()
  if (due.join() !== got.join()) return `added [${got.join(', ')}], not [${due.join(', ')}]`
  if (line.expect === 'send' && verdict !== 'send') return `verdict ${verdict}`
  if (line.expect === 'pass') return undefined
  const meant = new Set(line.adds.map(classOf))
  const surplus = classes.filter(of => !meant.has(of))
  const missing = productClasses.filter((of: ProductClass) => meant.has(of) && !classes.includes(of) && !parents.includes(of))
  return surplus.length + missing.length > 0 ? `classes [${classes.join(', ')}], not [${[...meant].join(', ')}]` : undefined
}

const byFile = Map.groupBy(labelledLines(), line => line.file)

describe.each([...byFile])('%s', (_file, lines) => {
  it(`holds for all ${lines.length} lines`, () => {
    const failed = lines.flatMap(line => {
      const problem = wrong(line, judged(line))
      return problem === undefined ? [] : [`${line.locale}: ${line.say}: ${problem}`]
    })
    expect(failed).toEqual([])
  })
})

it('is a set worth its name', () => {
  expect([...byFile.values()].flat().length).toBeGreaterThanOrEqual(600)
})
