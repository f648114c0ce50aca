/** A stretch of a text that looks different, or leads somewhere. */
export type Mark = { kind: 'bold' | 'code' | 'link'; from: number; to: number; url?: string }
export type Plain = { text: string; marks: Mark[] }

const inline = /\*\*(?<bold>[^*\n]+)\*\*|`(?<code>[^`\n]+)`|\[(?<label>[^\]\n]+)\]\((?<url>https?:\/\/[^\s)]+)\)/g

/**
 * A text without its Markdown, and where it had some. Only marks are taken away: bold, code, links and headings, as
 * articles and agents use them; nothing that somebody reads.
 */
export function toPlain(markdown: string): Plain {
  const marks: Mark[] = []
  let text = ''
  for (const [index, line] of markdown.split('\n').entries()) {
    if (index > 0) text += '\n'
    const [, heading] = /^#{1,6} +(.+)$/.exec(line) ?? []
    const from = text.length
    let read = 0
    const content = heading ?? line
    for (const match of content.matchAll(inline)) {
      text += content.slice(read, match.index)
      const { bold, code, label, url } = match.groups ?? {}
      const words = bold ?? code ?? label ?? ''
      marks.push({ kind: bold !== undefined ? 'bold' : code !== undefined ? 'code' : 'link', from: text.length, to: text.length + words.length, ...(url === undefined ? {} : { url }) })
      text += words
      read = match.index + match[0].length
    }
    text += content.slice(read)
    if (heading !== undefined) marks.push({ kind: 'bold', from, to: text.length })
  }
  return { text, marks }
}

/** The marks that lie in a part of a text, counted from its beginning. */
export function marksWithin(marks: readonly Mark[], from: number, to: number): Mark[] {
  return marks.filter(mark => mark.from < to && mark.to > from).map(mark => ({ ...mark, from: Math.max(mark.from, from) - from, to: Math.min(mark.to, to) - from }))
}

/** Text for a channel without links: the address stands behind the words. */
export function withAddresses({ text, marks }: Plain): Plain {
  let result = text
  let rest = [...marks]
  for (const { to, url } of marks.filter(mark => mark.url !== undefined).sort((a, b) => b.from - a.from)) {
    const added = ` (${url})`
    result = result.slice(0, to) + added + result.slice(to)
    rest = rest.map(mark => ({ ...mark, from: mark.from >= to ? mark.from + added.length : mark.from, to: mark.to > to ? mark.to + added.length : mark.to }))
  }
  return { text: result, marks: rest.filter(mark => mark.kind !== 'link') }
}
