import type { Corpus, Utterance } from './corpus.ts'
import { outOfScopeLabel } from './metrics.ts'
import { gistOf } from './normalise.ts'
import type { Language } from './understanding.ts'

export type Finding = {
  /** An error makes the model learn something wrong; a warning is worth a look. */
  severity: 'error' | 'warning'
  rule: 'contradiction' | 'unknown-topic' | 'empty' | 'duplicate' | 'near-contradiction' | 'near-duplicate' | 'leak' | 'thin'
  /** One sentence that names the files. */
  message: string
}

export type LintOptions = {
  /** Topics that can be answered; undefined where any may be. */
  topics?: ReadonlySet<string>
  /** A topic with fewer utterances in a language is thin. */
  thin?: number
  /** Texts that share this part of their character pairs are nearly the same. */
  near?: number
}

type Line = Utterance & { gist: string; pairs: ReadonlySet<string> }

const pairsOf = (gist: string): ReadonlySet<string> => new Set(gist.length < 2 ? [gist] : Array.from({ length: gist.length - 1 }, (_, at) => gist.slice(at, at + 2)))
const at = ({ file, intent }: Line) => `${file} (${intent})`

/** Texts alike by more than `near` of their pairs (Jaccard), each two once; texts that read the same are no pair. */
function nearPairs(lines: readonly Line[], near: number): { first: Line; second: Line }[] {
  const found: { first: Line; second: Line }[] = []
  const holders = new Map<string, number[]>()
  for (const [index, line] of lines.entries()) {
    const common = new Map<number, number>()
    for (const pair of line.pairs) {
      const before = holders.get(pair) ?? []
      for (const other of before) common.set(other, (common.get(other) ?? 0) + 1)
      before.push(index)
      holders.set(pair, before)
    }
    for (const [other, shared] of common) {
      const first = lines[other]!
      if (first.gist !== line.gist && shared / (first.pairs.size + line.pairs.size - shared) >= near) found.push({ first, second: line })
    }
  }
  return found
}

function sameReadings(lines: readonly Line[]): Finding[] {
  return [...Map.groupBy(lines, line => line.gist).values()].flatMap((group): Finding[] => {
    const [first, ...others] = group.filter(line => line.asked)
    if (!first) return []
    const contrary = others.find(line => line.intent !== first.intent)
    if (contrary) return [{ severity: 'error', rule: 'contradiction', message: `"${first.text}" stands for two topics: ${at(first)} and ${at(contrary)}; keep it in one` }]
    const twice = others.map((other): Finding => ({ severity: 'warning', rule: 'duplicate', message: `"${other.text}" stands twice: ${at(first)} and ${at(other)}` }))
    const said = group.filter(line => !line.asked && line.file !== first.file)
    return [...twice, ...said.map((piece): Finding => piece.intent === first.intent
      ? { severity: 'warning', rule: 'leak', message: `"${first.text}" in ${at(first)} is copied from the article: ${at(piece)}; customers seldom write so, and it judges nothing` }
      : { severity: 'warning', rule: 'near-contradiction', message: `"${first.text}" is asked in ${at(first)} and said in ${at(piece)}` })]
  })
}

function thinTopics(lines: readonly Line[], language: Language, thin: number): Finding[] {
  const asked = Map.groupBy(lines.filter(line => line.intent !== outOfScopeLabel), line => line.intent)
  return [...asked].flatMap(([intent, group]): Finding[] => {
    const count = new Set(group.filter(line => line.asked).map(line => line.gist)).size
    return count >= thin ? [] : [{ severity: 'warning', rule: 'thin', message: `${intent} has ${count} utterances in ${language}; from ${thin} on a topic is learned well` }]
  })
}

/** What is wrong with a corpus, or worth a look: errors first. */
export function lintCorpus(corpus: Corpus, { topics, thin = 20, near = 0.85 }: LintOptions = {}): Finding[] {
  const findings: Finding[] = []
  for (const language of ['zh', 'en'] as const) {
    const outside = corpus.outOfScope.filter(each => each.language === language).map(({ text }) => ({ text, language, intent: outOfScopeLabel, asked: true, file: `out-of-scope.${language === 'zh' ? 'zh-Hans' : 'en'}.yaml` }))
    const all = [...corpus.topics.filter(each => each.language === language), ...outside].map((each): Line => {
      const gist = gistOf(each.text)
      return { ...each, gist, pairs: pairsOf(gist) }
    })
    const lines = all.filter(line => line.gist !== '')
    for (const line of all) if (line.gist === '') findings.push({ severity: 'error', rule: 'empty', message: `"${line.text}" in ${at(line)} has no letters; delete it` })
    if (topics) {
      const unknown = new Map(lines.filter(line => line.intent !== outOfScopeLabel && !line.intent.startsWith('dialog.') && !topics.has(line.intent)).map(line => [line.intent, line]))
      for (const line of unknown.values()) findings.push({ severity: 'error', rule: 'unknown-topic', message: `${line.file}: "${line.intent}" has no article; give it one or use an article's id` })
    }
    findings.push(...sameReadings(lines), ...thinTopics(lines, language, thin))
    for (const { first, second } of nearPairs(lines.filter(line => line.asked), near)) {
      findings.push(first.intent === second.intent
        ? { severity: 'warning', rule: 'near-duplicate', message: `"${first.text}" and "${second.text}" are nearly the same: ${at(first)} and ${at(second)}` }
        : { severity: 'warning', rule: 'near-contradiction', message: `"${first.text}" in ${at(first)} is nearly "${second.text}" in ${at(second)}` })
    }
  }
  return findings.sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning') || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0))
}
