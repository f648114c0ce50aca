/** A place in a table that does not hold, for whoever must mend it. */
export type TableProblem = { line: number; column: string; why: string }

/** The bytes are no text that can be read. */
export class UnreadableTableError extends Error {
  override readonly name = 'UnreadableTableError'
}

/** The text of a file as spreadsheets write it: UTF-8 with or without its mark, UTF-16 with one, or GB18030. Throws UnreadableTableError. */
export function textOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
      if (!text.includes('\0')) return text
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
    }
  }
  throw new UnreadableTableError('The file is neither UTF-8 nor GB18030; save it as "CSV UTF-8"')
}

/** Each row with the line on which it begins. Quoted cells may hold commas, quotes and line ends (RFC 4180). Throws UnreadableTableError. */
export function rowsOf(text: string): { line: number; cells: string[] }[] {
  const rows: { line: number; cells: string[] }[] = []
  let [line, began, cell, quoted, wasQuoted]: [number, number, string, boolean, boolean] = [1, 1, '', false, false]
  let cells: string[] = []
  const endCell = () => {
    cells.push(wasQuoted ? cell : cell.trim())
    ;[cell, wasQuoted] = ['', false]
  }
  const endRow = () => {
    endCell()
    if (cells.some(each => each !== '')) rows.push({ line: began, cells })
    cells = []
  }
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at)
    if (character === '\n') line++
    if (quoted) {
      if (character !== '"') cell += character
      else if (text.charAt(at + 1) === '"') {
        cell += '"'
        at++
      } else quoted = false
    } else if (character === '"' && cell.trim() === '') [quoted, wasQuoted, cell] = [true, true, '']
    else if (character === ',') endCell()
    else if (character === '\n') {
      endRow()
      began = line
    } else if (character !== '\r') cell += character
  }
  if (quoted) throw new UnreadableTableError(`line ${began}: a quotation mark is opened and never closed`)
  endRow()
  return rows
}

/** What a spreadsheet was kept from taking for a formula is what it was again (desk/csv.ts). */
export const plainCell = (cell: string): string => /^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell
