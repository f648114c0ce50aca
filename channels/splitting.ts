import type { Abilities } from './abilities.ts'

type Range = { from: number; to: number }
type Measure = Abilities['text']['measure']

export const sizeOf = (text: string, measure: Measure): number => measure === 'bytes' ? Buffer.byteLength(text) : text.length

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** How many characters from `from` on fit, ending between two graphemes; at least one grapheme. */
function fitting(text: string, from: number, most: number, measure: Measure): number {
  let to = from
  let size = 0
  // No grapheme is smaller than one character: no more of the text than `most` characters can fit.
  for (const { segment } of graphemes.segment(text.slice(from, from + most + 1))) {
    size += sizeOf(segment, measure)
    if (size > most && to > from) break
    to += segment.length
    if (size > most) break
  }
  return to
}

/** Where a text may be cut, the best kind first: between paragraphs, lines, sentences, words. */
const breaks = [/\n{2,}/g, /\n/g, /[。！？；!?;](?:[”’」』）)"']*)|\.(?=\s)/g, /[\s，,、]/g]

/** The last place in a window where it may be cut, after at least one character; undefined where there is none. */
function cutIn(window: string): number | undefined {
  for (const each of breaks) {
    const last = [...window.matchAll(each)].at(-1)
    const end = last ? last.index + last[0].length : 0
    if (end > 0 && window.slice(0, end).trim() !== '') return end
  }
  return undefined
}

function trimmed(text: string, { from, to }: Range): Range {
  const part = text.slice(from, to)
  return { from: from + part.length - part.trimStart().length, to: to - (part.length - part.trimEnd().length) }
}

/**
 * Cuts a text into parts of at most `most`, the last of at most `lastMost`. Nothing but white space between parts is left
 * out, and a paragraph (required wording is one) is cut only where it does not fit into a part of its own.
 */
export function split(text: string, { most, lastMost = most, measure }: { most: number; lastMost?: number; measure: Measure }): Range[] {
  const parts: Range[] = []
  const end = text.trimEnd().length
  let from = text.length - text.trimStart().length
  while (from < end) {
    const left = text.slice(from, end)
    if (sizeOf(left, measure) <= lastMost) {
      parts.push({ from, to: end })
      break
    }
    // What would fit as it is, but for what stands with the last part, leaves the last paragraphs for that.
    const to = fitting(text, from, sizeOf(left, measure) <= most ? Math.max(1, sizeOf(left, measure) - 1) : most, measure)
    const cut = from + (cutIn(text.slice(from, to)) ?? to - from)
    parts.push(trimmed(text, { from, to: cut }))
    from = cut + (text.slice(cut).length - text.slice(cut).trimStart().length)
  }
  return parts
}
