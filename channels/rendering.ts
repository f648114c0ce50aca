import { z } from 'zod'
import type { Button, Locale, Outgoing } from '../knowledge/outgoing.ts'
import { read } from '../knowledge/reading.ts'
import type { Abilities, Choices } from './abilities.ts'
import { type Mark, marksWithin, type Plain, toPlain, withAddresses } from './plain.ts'
import { split } from './splitting.ts'

/** One message of a provider's. Only the last part of a reply offers answers. */
export type Part = {
  text: string
  marks: Mark[]
  /** How the answers are offered; undefined where there are none, or where they stand in the text as a numbered list. */
  offer?: { as: 'buttons' | 'list'; answers: Answer[] }
}
/** An answer to be tapped: its place among the reply's answers. A link opens a page instead. */
export type Answer = { index: number; title: string; url?: string }

const byNumber: Record<Locale, string> = { 'zh-Hans': '请回复数字选择。', 'zh-Hant': '請回覆數字選擇。', en: 'Please reply with a number.' }

/** Providers refuse two answers of one name. */
const areDistinct = (buttons: readonly Button[]) => new Set(buttons.map(button => button.title)).size === buttons.length
const fits = ({ most, title }: Choices, buttons: readonly Button[]) => buttons.length <= most && areDistinct(buttons) && buttons.every(button => button.title.length <= title)
const isLink = (button: Button) => button.type === 'openUrl'

/** A card as the Bot Framework has it (hero and thumbnail cards); other cards are read through for whatever they show. */
const cardSchema = z.object({
  contentType: z.enum(['application/vnd.microsoft.card.hero', 'application/vnd.microsoft.card.thumbnail']),
  content: z.object({
    title: z.string().optional(), subtitle: z.string().optional(), text: z.string().optional(),
    buttons: z.array(z.object({ type: z.enum(['imBack', 'openUrl', 'messageBack']), title: z.string(), value: z.string() })).default([]),
  }).strict(),
})

type Attachment = NonNullable<Outgoing['attachments']>[number]

function cardOf(attachment: Attachment, locale: Locale): { text: string; buttons: Button[] } {
  const card = cardSchema.safeParse(attachment)
  if (card.success) {
    const { title, subtitle, text, buttons } = card.data.content
    return { text: [title && `**${title}**`, subtitle, text].filter(Boolean).join('\n'), buttons }
  }
  const address = attachment.contentUrl?.startsWith('https://') ? [attachment.contentUrl] : []
  return { text: [...read({ type: 'message', text: '', locale, attachments: [attachment] }).shown, ...address].join('\n'), buttons: [] }
}

/** Everything a reply says, as one text in Markdown, and the answers it offers. */
function contentOf({ text, locale, suggestedActions, attachments = [] }: Outgoing): { text: string; buttons: Button[] } {
  const cards = attachments.map(attachment => cardOf(attachment, locale))
  return { text: [text, ...cards.map(card => card.text)].filter(Boolean).join('\n\n'), buttons: [...cards.flatMap(card => card.buttons), ...suggestedActions?.actions ?? []] }
}

/** The answers that a reply offers, in the order in which they are counted. */
export function answersOf(outgoing: Outgoing): readonly Button[] {
  return contentOf(outgoing).buttons
}

/** How a channel offers these answers. */
function wayOf(abilities: Abilities, buttons: readonly Button[]): 'buttons' | 'list' | 'numbers' {
  if (abilities.buttons && fits(abilities.buttons, buttons)) return 'buttons'
  return abilities.list && fits(abilities.list, buttons) ? 'list' : 'numbers'
}

/** The answers that a customer chooses by writing a number: 1 is the first. Empty where the channel offers them otherwise. */
export function numberedAnswers(outgoing: Outgoing, abilities: Abilities): readonly Button[] {
  const buttons = answersOf(outgoing).filter(button => !isLink(button))
  return buttons.length > 0 && wayOf(abilities, tappable(abilities, answersOf(outgoing))) === 'numbers' ? buttons : []
}

/** What stands on buttons; links stand in the text where they cannot. */
const tappable = (abilities: Abilities, buttons: readonly Button[]) => abilities.linkButtons ? buttons : buttons.filter(button => !isLink(button))

/**
 * A reply as a channel can show it: Markdown as marks, cards as text, answers as buttons, a list or numbers, long text in
 * several parts. Every word that left the gate is in one of the parts.
 */
export function render(outgoing: Outgoing, abilities: Abilities): Part[] {
  if (outgoing.type === 'event') return []
  const { text, buttons } = contentOf(outgoing)
  const offered = tappable(abilities, buttons)
  const way = offered.length === 0 ? undefined : wayOf(abilities, offered)
  const links = buttons.filter(button => isLink(button) && (way === 'numbers' || !abilities.linkButtons)).map(({ title, value }) => `${title}: ${value}`)
  const numbered = way === 'numbers' ? [[...buttons.filter(button => !isLink(button)).map(({ title }, index) => `${index + 1}. ${title}`), byNumber[outgoing.locale]].join('\n')] : []
  const plain = plainOf([text, ...links, ...numbered].filter(Boolean).join('\n\n'), abilities)
  const taps = way === 'buttons' || way === 'list'
  const ranges = split(plain.text, { most: abilities.text.most, measure: abilities.text.measure, ...(taps && abilities.withChoices ? { lastMost: abilities.withChoices } : {}) })
  return ranges.map(({ from, to }, index) => ({
    text: plain.text.slice(from, to), marks: marksWithin(plain.marks, from, to),
    ...(taps && index === ranges.length - 1 ? { offer: { as: way, answers: answersIn(offered, buttons) } } : {}),
  }))
}

const plainOf = (markdown: string, { linkButtons }: Abilities): Plain => linkButtons ? toPlain(markdown) : withAddresses(toPlain(markdown))

function answersIn(offered: readonly Button[], all: readonly Button[]): Answer[] {
  return offered.map(button => ({ index: all.indexOf(button), title: button.title, ...(isLink(button) ? { url: button.value } : {}) }))
}
