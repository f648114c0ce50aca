/** Rows of a CSV text (RFC 4180: quoted fields may hold commas, quotes and line ends), without its header. */
export function csvRows(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  for (const match of text.replace(/^\uFEFF/, '').matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/g)) {
    row.push(match[1] === undefined ? match[2] ?? '' : match[1].replaceAll('""', '"'))
    if (match[3] === ',') continue
    if (row.length > 1 || row[0] !== '') rows.push(row)
    row = []
  }
  return rows.slice(1)
}
