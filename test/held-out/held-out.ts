import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { casePhrases } from '../../dialogs/case-phrases.ts'
import { handoverPhrases } from '../../dialogs/handover-phrases.ts'
import { phrases } from '../../dialogs/phrases.ts'
import type { Catalogue } from '../../knowledge/catalogue.ts'
import { locales } from '../../knowledge/outgoing.ts'
import { play } from '../conversations/conversation.ts'

const say = z.union([z.string(), z.array(z.string()).min(1)]).transform(value => typeof value === 'string' ? [value] : value)
const setSchema = z.strictObject({ locale: z.enum(locales).optional(), messages: z.array(z.strictObject({ say, right: z.string() })).min(1) })
const expectedSchema = z.record(z.string(), z.array(z.string().or(z.array(z.string()))))

/** One customer: what they write, a turn each, and the outcomes that serve them after the last one. */
export type Asked = { set: string; locale?: string | undefined; say: string[]; right: (string | string[])[] }

/** The customers of the set. Throws where one means what expected.yaml does not explain. */
export function heldOutSet(dir: string = import.meta.dirname): Asked[] {
  const read = (name: string): unknown => parse(readFileSync(join(dir, name), 'utf8'))
  const expected = expectedSchema.parse(read('expected.yaml'))
  return readdirSync(dir).filter(name => name.endsWith('.yaml') && name !== 'expected.yaml').sort().flatMap(name => {
    const { locale, messages } = setSchema.parse(read(name))
    return messages.map(({ say, right }) => {
      const outcomes = expected[right]
      if (!outcomes) throw new Error(`test/held-out/${name}: "${right}" is not explained in expected.yaml`)
      return { set: name.replace('.yaml', ''), locale, say, right: outcomes }
    })
  })
}

/** What a reply is: the topics and products it cites, the phrases it says, and the topics it offers to choose from. */
export type Outcome = { text: string; cited: string[]; said: string[]; offered: string[] }

/** How well a reply serves: the right answer, the right question back, or neither. */
export type Mark = 'answered' | 'asked' | 'wrong'

export function markOf({ cited, said, offered }: Outcome, right: Asked['right']): Mark {
  const has = (outcome: string) => outcome.startsWith('says ') ? said.includes(outcome.slice(5)) : cited.includes(outcome)
  if (right.some(outcome => typeof outcome === 'string' ? has(outcome) : outcome.every(has))) return 'answered'
  return right.flat().some(outcome => offered.includes(outcome)) ? 'asked' : 'wrong'
}

/** Reads a reply as the customer sees it: by its words and its buttons. */
export function createReader(catalogue: Catalogue): (activities: readonly { type: string; text?: string | undefined; suggestedActions?: { actions: { title: string }[] } | undefined }[]) => Outcome {
  // What a phrase begins with, up to where something is filled in.
  const ofCases = Object.fromEntries(Object.entries(casePhrases).map(([name, phrase]) => [`case ${name}`, phrase]))
  const openings = Object.entries({ ...handoverPhrases, ...phrases, ...ofCases }).flatMap(([name, phrase]) => Object.values(phrase).map(text => ({ name, opening: text.split('{')[0] ?? '' }))).filter(({ opening }) => opening.length > 3)
  const topicOf = new Map([...catalogue.articles].flatMap(([topic, versions]) => Object.values(versions).map(article => [article.title, topic])))
  return activities => {
    const messages = activities.filter(each => each.type === 'message')
    const text = messages.map(each => each.text ?? '').join('\n')
    return {
      text,
      cited: [...text.matchAll(/(?:依据|依據|Source)[：:] ?([a-z0-9-]+)/g)].map(([, id]) => id ?? ''),
      said: [...new Set(openings.filter(({ opening }) => text.includes(opening)).map(({ name }) => name))],
      offered: text.match(/(?:依据|依據|Source)[：:]/) ? [] : messages.flatMap(each => each.suggestedActions?.actions.flatMap(({ title }) => topicOf.get(title) ?? []) ?? []),
    }
  }
}


/** Plays every customer against a running bot, each in a conversation of their own. */
export async function playAll(asked: readonly Asked[], url: string, read: ReturnType<typeof createReader>): Promise<(Asked & { outcome: Outcome; mark: Mark })[]> {
  const played: (Asked & { outcome: Outcome; mark: Mark })[] = []
  for (const each of asked) {
    const turns = each.say.map(customer => ({ customer, bot: { says: [], never: [] } }))
    const { transcript } = await play({ name: each.say.join(' / '), rule: 'M2.2a', locale: each.locale, turns }, url)
    const last = transcript.findLastIndex(activity => 'from' in activity && activity.text === each.say.at(-1))
    const outcome = read(transcript.slice(last + 1))
    played.push({ ...each, outcome, mark: markOf(outcome, each.right) })
  }
  return played
}

export type Score = { set: string; of: number; answered: number; asked: number; wrong: number }

/** The score of each set and of all. */
export function scoresOf(played: readonly { set: string; mark: Mark }[]): Score[] {
  const score = (set: string, of: readonly { mark: Mark }[]) => {
    const count = (mark: Mark) => of.filter(each => each.mark === mark).length
    return { set, of: of.length, answered: count('answered'), asked: count('asked'), wrong: count('wrong') }
  }
  return [...new Set(played.map(each => each.set))].map(set => score(set, played.filter(each => each.set === set))).concat(score('all', played))
}
