import type { Locale } from '../../knowledge/outgoing.ts'

/** Text in HTML, where nothing in it means anything. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`)
}

/** A table, or a list of names with their values. Cells are plain texts; a cell that is empty says nothing. */
export type Section = { heading: string; note?: string } & ({ rows: readonly (readonly [name: string, value: string])[] } | { columns: readonly string[]; lines: readonly (readonly string[])[] })

const style = `
:root { color-scheme: light }
body { font: 15px/1.6 system-ui, "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; color: #111; background: #fff; margin: 0 auto; padding: 1.5rem; max-width: 70rem }
h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin-top: 2rem; border-bottom: 1px solid #999 }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border: 1px solid #bbb; overflow-wrap: anywhere; white-space: pre-wrap }
th { background: #eef1f4 } tbody th { width: 14rem; font-weight: 600 } .scroll { overflow-x: auto } p { max-width: 50rem }
@media print { body { padding: 0; font-size: 11px } h2 { break-after: avoid } tr { break-inside: avoid } thead { display: table-header-group } .scroll { overflow: visible } }
`

function sectionHtml(section: Section, index: number): string {
  const heading = `<h2 id="s${index}">${escaped(section.heading)}</h2>${section.note ? `<p>${escaped(section.note)}</p>` : ''}`
  if ('rows' in section) {
    return `${heading}<div class="scroll"><table aria-labelledby="s${index}"><tbody>${section.rows.map(([name, value]) => `<tr><th scope="row">${escaped(name)}</th><td>${escaped(value)}</td></tr>`).join('')}</tbody></table></div>`
  }
  const head = section.columns.map(column => `<th scope="col">${escaped(column)}</th>`).join('')
  return `${heading}<div class="scroll"><table aria-labelledby="s${index}"><thead><tr>${head}</tr></thead><tbody>${section.lines.map(line => `<tr>${line.map(cell => `<td>${escaped(cell)}</td>`).join('')}</tr>`).join('')}</tbody></table></div>`
}

/** A page that stands by itself: to read, to print, without scripts or anything from elsewhere. */
export function pageOf({ title, locale, intro, sections }: { title: string; locale: Locale; intro: readonly string[]; sections: readonly Section[] }): string {
  return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>${escaped(title)}</title><style>${style}</style></head>
<body><main><h1>${escaped(title)}</h1>${intro.map(line => `<p>${escaped(line)}</p>`).join('')}${sections.map(sectionHtml).join('\n')}</main></body></html>
`
}

/** An instant as people read it, in China's time. */
export function readableTime(at: string): string {
  return `${new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')} +08:00`
}
