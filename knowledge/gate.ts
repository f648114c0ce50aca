import { promiseByAnswer } from './answering.ts'
import { type Catalogue, type Disclosure, inForce } from './catalogue.ts'
import { claimsFor, type ClaimId, hedged, hedgedAfter, serviceWords, someProduct, type Tier } from './claims.ts'
import { createClasses, type Spoken } from './classes.ts'
import { clauseAt, isExcused } from './denial.ts'
import { fold, letters, parted, tighten } from './folding.ts'
import { alikeIn, fittedLikeness } from './likeness.ts'
import { type GateContext, type Locale, locales, type Outgoing, type ProductClass, type Verdict } from './outgoing.ts'
import { read, type Reading, UnreadableError } from './reading.ts'
import { claimed, noWording, notPublic, required, resembles, unreadable } from './reasons.ts'
import { remembered } from './remembered.ts'
import { type Sealed, sealJudged } from './sealed.ts'
import { hasNumber } from './vocabulary.ts'

export type Gate = {
  /** What would happen to this text in this context. Pure: the same answer for the same content, text and context. */
  judge(outgoing: Outgoing, context: GateContext): Verdict
  /** Judges and seals. `sealed` is null where an author's text is stopped: an agent is told why, the bot says something safe instead. */
  seal(outgoing: Outgoing, context: GateContext): { sealed: Sealed | null; verdict: Verdict }
}

const uninvested = new Set<ProductClass>(['deposit', 'loan'])
const day = 86_400_000

type Wording = { record: Disclosure; text: Record<Locale, string>; spoken: Record<Locale, string> }
type Addition = { wording: Wording; toText: boolean; toSpeech: boolean }

const perLocale = (make: (locale: Locale) => string): Record<Locale, string> => ({ 'zh-Hans': make('zh-Hans'), 'zh-Hant': make('zh-Hant'), en: make('en') })

/** The gate over one catalogue (M4.3a). */
export function createGate(catalogue: Catalogue): Gate {
  const classes = createClasses(catalogue)
  const likeness = fittedLikeness()
  const wordings: Wording[] = catalogue.disclosures.map(record => ({
    record, text: perLocale(locale => letters(record.text[locale])), spoken: perLocale(locale => letters(record.spoken[locale])),
  }))
  /** Approved wording as it stands in a folded text, the longest first. */
  const approved = [...new Set(catalogue.disclosures.flatMap(({ text, spoken }) => locales.flatMap(locale => [fold(text[locale]), fold(spoken[locale])])))].sort((a, b) => b.length - a.length)
  /** Titles and questions of reviewed articles: as a one-tap answer each leads to its article and says nothing itself. */
  const signposts = new Set([...catalogue.articles.values()].flatMap(versions => Object.values(versions).flatMap(({ title, questions }) => [title, ...questions])))
  const bodies = new Map<string, string>()

  /** A reviewed article of no class as it stands in a folded text: it mentions products, it does not speak of them. */
  function bodyOf(id: string, locale: Locale): string {
    const known = bodies.get(`${id} ${locale}`)
    if (known !== undefined) return known
    const body = fold(catalogue.articles.get(id)?.[locale]?.body ?? '')
    bodies.set(`${id} ${locale}`, body)
    return body
  }

  /** The claims in a folded text that nothing excuses, by their words. */
  const claimsIn = remembered((text: string, inMind: ReadonlySet<ProductClass>, ofService: boolean): ReadonlyMap<string, ClaimId> => {
    const found = new Map<string, ClaimId>()
    const onInvestment = [...inMind].some(of => !uninvested.has(of))
    const topical = onInvestment || (inMind.size === 0 && !ofService && someProduct.test(text))
    const onlyDeposit = inMind.size > 0 && [...inMind].every(of => of === 'deposit')
    const onlyPlain = inMind.size > 0 && !onInvestment
    // An ordinary deposit's principal and rate may be stated, a loan's offer praised: neither is an investment.
    const applies = (id: ClaimId, tier: Tier): boolean => {
      if (tier === 'topical') return topical
      if (tier === 'plain' && !onInvestment && (ofService || onlyPlain)) return false
      if (id === 'promise') return !onlyDeposit
      return (id !== 'superlative' && id !== 'urgency') || !onlyPlain
    }
    for (const { id, tier, words, rhetoric } of claimsFor(text)) {
      if (!applies(id, tier)) continue
      for (const match of text.matchAll(words)) {
        const end = match.index + match[0].length
        if (isExcused(text, match.index, end, rhetoric === true)) continue
        if (id === 'forecast') {
          const { before, after } = clauseAt(text, match.index, end)
          if (hedged.test(before) || hedged.test(match[0]) || hedgedAfter.test(after)) continue
        }
        found.set(match[0].trim(), id)
      }
    }
    return found
  }, (text, inMind, ofService) => `${ofService} ${[...inMind].join()} ${text}`)

  /** A text as it is judged: folded, without approved wording, which is not judged again; and with nothing hidden in it. */
  const readable = remembered((written: string) => {
    let text = fold(written)
    for (const wording of approved) if (text.includes(wording)) text = text.replaceAll(wording, '\n')
    return { text, tight: tighten(text) }
  }, written => written)

  const lettersOf = remembered(letters, text => text)

  /** All of a message at once. */
  function judgeText(outgoing: Outgoing, context: GateContext): { verdict: Verdict; additions: Addition[] } {
    const stopped = (of: Iterable<ProductClass>, reasons: string[]) => ({ verdict: { verdict: 'stop' as const, classes: [...of], added: [] as [], reasons }, additions: [] })
    const reader = context.reader ?? context.locale
    let reading: Reading
    try {
      reading = read(outgoing)
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error
      return stopped([], [unreadable(reader)])
    }
    const own = reading.offered.filter(each => !signposts.has(each))
    const { text, tight } = readable([...reading.shown, ...(reading.spoken === undefined || reading.spoken === outgoing.text ? [] : [reading.spoken]), ...own].join('\n'))
    const told = fold(reading.told.join('\n'))

    let about = text
    for (const { id, class: of } of context.articles) {
      const body = of === 'none' ? bodyOf(id, context.locale) : ''
      if (body !== '') about = about.replace(body, '\n')
    }
    const spoken = classes.spokenOf(about, about === text ? tight : tighten(about), context)

    const ofService = serviceWords.test(text)
    const apart = parted(text)
    const parts = [text, ...(tight === text ? [] : [tight]), ...(apart === text ? [] : [tighten(apart)]), told]
    const found = new Map(parts.flatMap(part => [...claimsIn(part, spoken.inMind, ofService)]))
    const byAnswer = answered(text, spoken, context) ?? (tight === text ? undefined : answered(tight, spoken, context))
    if (byAnswer !== undefined) found.set(byAnswer, 'promise')
    if (found.size > 0) return stopped(spoken.classes, [...found].map(([words, id]) => claimed(id, words, reader)))
    const onInvestment = [...spoken.inMind].some(of => !uninvested.has(of))
    // What answers with reviewed articles, of a service or of a deposit or loan alone is not judged by likeness.
    if (context.articles.length === 0 && (onInvestment || (spoken.inMind.size === 0 && !ofService))) {
      const kind = onInvestment ? 'product' : 'none'
      const alike = alikeIn(text, likeness, kind) ?? (tight === text ? undefined : alikeIn(tight, likeness, kind))
      if (alike !== undefined) return stopped(spoken.classes, [resembles(alike, reader)])
    }
    if (spoken.classes.has('private')) return stopped(spoken.classes, [notPublic(reader)])
    return withWording(context, reading, about, spoken)
  }

  function answered(text: string, { inMind }: Spoken, { question }: GateContext): string | undefined {
    const asked = question === undefined ? undefined : fold(question)
    const onInvestment = [...inMind].some(of => !uninvested.has(of)) || (inMind.size === 0 && /保本|保息|稳赚|刚兑|亏/.test(asked ?? text))
    return onInvestment ? promiseByAnswer(text, asked) : undefined
  }

  function withWording(context: GateContext, reading: Reading, about: string, spoken: Spoken): { verdict: Verdict; additions: Addition[] } {
    const { locale, reader = locale, author, shown, now } = context
    const list = [...spoken.classes]
    const due = classes.due(about, spoken)
    if (due.length === 0) return { verdict: { verdict: 'send', classes: list, added: [], reasons: [] }, additions: [] }
    const shownLetters = lettersOf(reading.shown.join('\n'))
    const heard = reading.spoken === undefined ? undefined : lettersOf(reading.spoken)
    const additions: Addition[] = []
    const reasons: string[] = []
    for (const { of, when } of due) {
      const wording = wordings.filter(({ record }) => record.class === of && record.when === when && record.text[locale].trim() !== '' && record.spoken[locale].trim() !== '' && inForce(record, now))
        .sort((a, b) => b.record.effective.from.localeCompare(a.record.effective.from))[0]
      if (!wording) return { verdict: { verdict: 'stop', classes: list, added: [], reasons: [noWording(of, when, now, reader)] }, additions: [] }
      const at = shown[wording.record.id]
      const recent = author === 'agent' && at !== undefined && Date.parse(now) - Date.parse(at) < day
      if (recent && !hasNumber(about)) continue
      const toText = !shownLetters.includes(wording.text[locale])
      const toSpeech = heard !== undefined && !heard.includes(wording.spoken[locale])
      // Two classes may share one wording; it is said once.
      if ((!toText && !toSpeech) || additions.some(each => each.wording.text[locale] === wording.text[locale])) continue
      additions.push({ wording, toText, toSpeech })
      reasons.push(required(wording.record.id, of, reader))
    }
    if (additions.length === 0) return { verdict: { verdict: 'send', classes: list, added: [], reasons }, additions }
    return { verdict: { verdict: 'amend', classes: list, added: additions.map(({ wording: { record } }) => ({ id: record.id, version: record.version })), reasons }, additions }
  }

  return {
    judge: (outgoing, context) => judgeText(outgoing, context).verdict,
    seal(outgoing, context) {
      const { verdict, additions } = judgeText(outgoing, context)
      if (verdict.verdict === 'stop') return { sealed: null, verdict }
      const text = [outgoing.text, ...additions.filter(each => each.toText).map(({ wording: { record } }) => record.text[context.locale])].filter(Boolean).join('\n\n')
      const speech = additions.filter(each => each.toSpeech).map(({ wording: { record } }) => record.spoken[context.locale])
      const speak = outgoing.speak === undefined ? {} : { speak: said(outgoing.speak, speech) }
      return { sealed: sealJudged({ ...outgoing, text, ...speak }), verdict }
    },
  }
}

/** Speech with what has to be said after it, inside its mark-up where it has one. */
function said(speak: string, more: readonly string[]): string {
  const close = speak.trimEnd().endsWith('</speak>') ? speak.lastIndexOf('</speak>') : -1
  if (more.length === 0) return speak
  if (close < 0) return [speak, ...more].join(' ')
  const escaped = more.map(each => each.replaceAll('&', '&amp;').replaceAll('<', '&lt;'))
  return `${speak.slice(0, close)} ${escaped.join(' ')}${speak.slice(close)}`
}
