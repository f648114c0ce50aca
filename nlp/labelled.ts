import type { Example } from './classifier.ts'

/** A file of utterances that cannot be read; the message names it and says what to do. */
export class LabelledFileError extends Error {}

// A field that begins with a quote ends with one; in any other a quote is a character like the rest.
const csvField = /(?:"((?:[^"]|"")*)"|([^,\r\n"][^,\r\n]*)?)(,|\r\n|\n|\r|$)/y

type CsvRow = { line: number; fields: string[] }

/** Rows of a CSV text (RFC 4180: quoted fields may hold commas, quotes and line ends), each with the line it begins on. */
function csvRows(text: string, name: string): CsvRow[] {
  const rows: CsvRow[] = []
  let line = 1
  let row: CsvRow = { line, fields: [] }
  csvField.lastIndex = 0
  while (csvField.lastIndex < text.length) {
    const match = csvField.exec(text)
    if (!match) throw new LabelledFileError(`${name}:${line}: the field begins with a quote and does not end with one; write "" for a quote within a quoted field`)
    const [whole, quoted, plain = '', end] = match
    row.fields.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    line += whole.match(/\r\n|\n|\r/g)?.length ?? 0
    if (end === ',' && csvField.lastIndex < text.length) continue
    if (end === ',') row.fields.push('')
    rows.push(row)
    row = { line, fields: [] }
  }
  return rows.filter(({ fields }) => fields.length > 1 || fields[0]?.trim() !== '')
}

/**
 * The utterances of a CSV file whose header names the columns `text` and `intent`, in any order and beside others.
 * `name` stands in the errors. Throws LabelledFileError for another form, naming the line.
 */
export function labelledUtterances(csv: string, name: string): Example[] {
  const [header, ...rows] = csvRows(csv.replace(/^\uFEFF/, ''), name)
  const columns = header?.fields.map(field => field.trim().toLowerCase()) ?? []
  const [textAt, intentAt] = [columns.indexOf('text'), columns.indexOf('intent')]
  for (const [column, found] of [['text', textAt], ['intent', intentAt]] as const) {
    if (found < 0) throw new LabelledFileError(`${name}:1: no column "${column}"; the first line must be a header such as text,intent`)
  }
  const examples = rows.map(({ line, fields }) => {
    const text = fields[textAt]?.trim() ?? ''
    const intent = fields[intentAt]?.trim() ?? ''
    if (fields.length !== columns.length) throw new LabelledFileError(`${name}:${line}: ${fields.length} columns where the header has ${columns.length}; write "…" around a text with a comma`)
    if (text === '' || intent === '') throw new LabelledFileError(`${name}:${line}: ${text === '' ? 'no text' : 'no intent'}; fill it in or delete the line`)
    return { text, intent }
  })
  if (examples.length === 0) throw new LabelledFileError(`${name}: no utterances below the header`)
  return examples
}
