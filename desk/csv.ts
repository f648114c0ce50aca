/** A cell that a spreadsheet would take for a formula is written as a text (OWASP, CSV injection). */
function cell(value: string | number | boolean | null | undefined): string {
  const text = value === null || value === undefined ? '' : String(value)
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A table as CSV (RFC 4180), with the byte-order mark by which spreadsheets know that it is UTF-8. */
export function toCsv<Row extends Record<string, string | number | boolean | null | undefined>>(columns: readonly (keyof Row & string)[], rows: readonly Row[]): string {
  return `\uFEFF${[columns.map(cell), ...rows.map(row => columns.map(column => cell(row[column])))].map(cells => `${cells.join(',')}\r\n`).join('')}`
}
