import { z } from 'zod'
import { toCsv } from '../csv.ts'
import { type Certificate, certificateSchema, type Education, educationSchema, type Skills, skillsSchema } from './keeping.ts'
import { plainCell, rowsOf, type TableProblem, textOf } from './table-reading.ts'

const columns = ['email', 'record', 'kind', 'number', 'issued', 'expires', 'checked', 'day', 'year', 'hours', 'subject', 'topics', 'languages', 'tiers', 'capacity'] as const
type Column = (typeof columns)[number]
type Line = Partial<Record<Column, string>>

/** How the columns are called in Chinese tables. */
const alsoCalled: Readonly<Record<string, Column>> = {
  邮箱: 'email', 记录: 'record', 证书: 'kind', 证书种类: 'kind', 证书编号: 'number', 编号: 'number', 发证日期: 'issued', 有效期至: 'expires', 复核日期: 'checked', 日期: 'day', 年度: 'year', 学时: 'hours', 课程: 'subject',
  主题: 'topics', 语言: 'languages', 客户等级: 'tiers', 接待上限: 'capacity',
}
const records: Readonly<Record<string, 'certificate' | 'education' | 'skills'>> = { certificate: 'certificate', education: 'education', skills: 'skills', 证书: 'certificate', 继续教育: 'education', 技能: 'skills' }

/** Kinds of certificate as Chinese tables call them. */
const kinds: Readonly<Record<string, string>> = {
  从业资格: 'practice', 從業資格: 'practice', 执业资格: 'practice', 執業資格: 'practice', 基金: 'fund', 保险: 'insurance', 保險: 'insurance', 理财: 'wealth', 理財: 'wealth', 贵金属与外汇: 'metal-fx', 貴金屬與外匯: 'metal-fx',
}

/** One row of the table: something of a member of staff. */
export type TableRecord = { line: number; email: string } & ({ record: 'certificate'; certificate: Certificate } | { record: 'education'; education: Education } | { record: 'skills'; skills: Skills })

/** What the register holds of one member, as far as the table tells it. */
export type Held = { email: string; skills: Skills | undefined; certificates: readonly Certificate[]; education: readonly (Education & { year: number })[] }

const listOf = (cell: string) => cell.split(/[\s;；、]+/).filter(Boolean)
const listOrAll = (cell: string | undefined) => cell === undefined || cell === '' || cell === 'all' || cell === '全部' ? 'all' as const : listOf(cell)
/** Spreadsheets like to write 2026/1/5 for 2026-01-05. */
const dayIn = (cell: string | undefined) => cell?.replace(/^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$/, (_, year: string, month: string, of: string) => `${year}-${month.padStart(2, '0')}-${of.padStart(2, '0')}`)
const numberIn = (cell: string | undefined) => cell === undefined || cell === '' ? undefined : Number(cell)

/** What a row is parsed from, in the form its schema has. */
const given = {
  certificate: (line: Line) => ({ kind: kinds[line.kind ?? ''] ?? line.kind, number: line.number, issued: dayIn(line.issued), expires: dayIn(line.expires), checked: line.checked ? dayIn(line.checked) : null }),
  education: (line: Line) => ({ day: dayIn(line.day), hours: numberIn(line.hours), subject: line.subject, year: numberIn(line.year) }),
  skills: (line: Line) => ({ topics: listOrAll(line.topics), languages: listOf(line.languages ?? ''), tiers: listOrAll(line.tiers), capacity: numberIn(line.capacity) ?? null }),
}

/** Reads a table of the register. What does not hold is told by line and column; then no row counts. Throws UnreadableTableError. */
export function readTable(bytes: Uint8Array): { records: TableRecord[]; problems: TableProblem[] } {
  const [head, ...rows] = rowsOf(textOf(bytes).replace(/^\uFEFF/, ''))
  const problems: TableProblem[] = []
  const named = head?.cells.map(cell => columns.find(each => each === cell.toLowerCase()) ?? alsoCalled[cell])
  if (!head || !named) return { records: [], problems: [{ line: 1, column: '', why: `the first line must name the columns: ${columns.join(',')}` }] }
  for (const [index, cell] of head.cells.entries()) if (named[index] === undefined && cell !== '') problems.push({ line: head.line, column: cell, why: `is not known; the columns are ${columns.join(', ')}` })
  for (const needed of ['email', 'record'] as const) if (!named.includes(needed)) problems.push({ line: head.line, column: needed, why: 'is missing' })
  if (problems.length > 0) return { records: [], problems }

  const read = rows.flatMap(({ line, cells }): TableRecord[] => {
    const row: Line = Object.fromEntries(cells.flatMap((cell, index) => named[index] === undefined ? [] : [[named[index], plainCell(cell)]]))
    const email = z.email().safeParse(row.email?.toLowerCase())
    if (!email.success) problems.push({ line, column: 'email', why: 'must be the e-mail of a member of staff' })
    const record = records[row.record ?? '']
    if (record === undefined) problems.push({ line, column: 'record', why: 'must be certificate, education or skills' })
    if (!email.success || record === undefined) return []
    const take = <T>(schema: z.ZodType<T>, value: unknown): T | undefined => {
      const parsed = schema.safeParse(value)
      if (parsed.success) return parsed.data
      for (const issue of parsed.error.issues) problems.push({ line, column: String(issue.path[0] ?? record), why: issue.code === 'invalid_type' ? 'is missing or no number' : issue.message })
      return undefined
    }
    const about = { line, email: email.data }
    switch (record) {
      case 'certificate': {
        const certificate = take(certificateSchema, given.certificate(row))
        return certificate ? [{ ...about, record, certificate }] : []
      }
      case 'education': {
        const education = take(educationSchema, given.education(row))
        return education ? [{ ...about, record, education }] : []
      }
      case 'skills': {
        const skills = take(skillsSchema, given.skills(row))
        return skills ? [{ ...about, record, skills }] : []
      }
    }
  })
  return { records: problems.length > 0 ? [] : read, problems }
}

const joined = (list: readonly string[] | 'all') => list === 'all' ? 'all' : list.join(' ')
const empty = Object.fromEntries(columns.map(column => [column, '']))

/** The register as a table that `readTable` reads again. */
export function writeTable(held: readonly Held[]): string {
  return toCsv<Record<string, string>>(columns, held.flatMap(({ email, skills, certificates, education }) => [
    ...(skills ? [{ ...empty, email, record: 'skills', topics: joined(skills.topics), languages: joined(skills.languages), tiers: joined(skills.tiers), capacity: skills.capacity === null ? '' : String(skills.capacity) }] : []),
    ...certificates.map(({ checked, ...certificate }) => ({ ...empty, email, record: 'certificate', ...certificate, checked: checked ?? '' })),
    ...education.map(({ hours, year, ...course }) => ({ ...empty, email, record: 'education', ...course, hours: String(hours), year: String(year) })),
  ]))
}
