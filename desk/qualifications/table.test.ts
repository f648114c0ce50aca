import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { locales } from '../../knowledge/outgoing.ts'
import { tiers } from './keeping.ts'
import { type Held, readTable, writeTable } from './table.ts'
import { rowsOf, textOf, UnreadableTableError } from './table-reading.ts'
import { problemIn } from './table-words.ts'

const bytes = (text: string) => Buffer.from(text, 'utf8')
const head = 'email,record,kind,number,issued,expires,checked,day,year,hours,subject,topics,languages,tiers,capacity\n'
const told = (text: string) => readTable(bytes(text)).problems.map(({ line, column, why }) => `line ${line}, ${column}: ${why}`)

describe('A table of the register', () => {
  const day = fc.date({ min: new Date('2020-01-01T00:00:00Z'), max: new Date('2035-12-31T00:00:00Z'), noInvalidDate: true }).map(date => date.toISOString().slice(0, 10))
  const words = fc.string({ minLength: 1, maxLength: 30, unit: 'binary' }).map(text => text.trim()).filter(text => text !== '' && !/^'[=+\-@\t\r]/.test(text) && !text.includes('\0'))
  const held: fc.Arbitrary<Held> = fc.record({
    email: fc.constantFrom('li@bank.example', 'wang@bank.example'),
    skills: fc.option(fc.record({ topics: fc.oneof(fc.constant('all' as const), fc.uniqueArray(fc.constantFrom('fund-*', 'card-lost', '*'), { minLength: 1 })), languages: fc.uniqueArray(fc.constantFrom(...locales), { minLength: 1 }), tiers: fc.oneof(fc.constant('all' as const), fc.uniqueArray(fc.constantFrom(...tiers), { minLength: 1 })), capacity: fc.option(fc.integer({ min: 1, max: 100 })) }), { nil: undefined }),
    certificates: fc.array(fc.tuple(day, day, words, fc.option(day)).map(([one, other, number, checked]) => ({ kind: 'fund', number, issued: one < other ? one : other, expires: one < other ? other : one, checked }))),
    education: fc.array(fc.record({ day, hours: fc.integer({ min: 1, max: 800 }).map(quarters => quarters / 4), subject: words }).map(course => ({ ...course, year: Number(course.day.slice(0, 4)) }))),
  })

  it('is read again as it was written, whatever stands in it', () => {
    fc.assert(fc.property(fc.array(held, { maxLength: 4 }), given => {
      const { records, problems } = readTable(bytes(writeTable(given)))
      expect(problems).toEqual([])
      const expected = given.flatMap(({ email, skills, certificates, education }) => [
        ...(skills ? [{ email, record: 'skills', skills }] : []), ...certificates.map(certificate => ({ email, record: 'certificate', certificate })), ...education.map(course => ({ email, record: 'education', education: course })),
      ])
      expect(records.map(({ line: _line, ...rest }) => rest)).toEqual(expected)
    }))
  })

  it('carries nothing that a spreadsheet takes for a formula', () => {
    const table = writeTable([{ email: 'li@bank.example', skills: undefined, certificates: [{ kind: 'fund', number: '=HYPERLINK("http://evil.example")', issued: '2026-01-01', expires: '2026-12-31', checked: null }], education: [{ day: '2026-01-01', year: 2026, hours: 2, subject: '@SUM(A1)' }] }])
    for (const { cells } of rowsOf(table.replace(/^\uFEFF/, ''))) for (const cell of cells) expect(cell).not.toMatch(/^[=+\-@\t\r]/)
    expect(readTable(bytes(table)).records).toMatchObject([{ certificate: { number: '=HYPERLINK("http://evil.example")' } }, { education: { subject: '@SUM(A1)' } }])
  })

  it('is read in UTF-8 with and without its mark, UTF-16 and GB18030, with Chinese heads and a spreadsheet\'s dates', () => {
    const text = '邮箱,记录,证书,证书编号,发证日期,有效期至\r\nLi@bank.example,证书,fund,基字第 1 号,2026/1/5,2027/12/31\r\n'
    // 邮箱,记录,证书,证书编号,发证日期,有效期至 and 基字第 1 号 in GB18030.
    const gb = Buffer.concat([Buffer.from('d3cacfe42cbcc7c2bc2cd6a4cae92cd6a4cae9b1e0bac52cb7a2d6a4c8d5c6da2cd3d0d0a7c6dad6c1', 'hex'), Buffer.from('\r\nLi@bank.example,'), Buffer.from('d6a4cae9', 'hex'), Buffer.from(',fund,'), Buffer.from('bbf9d7d6b5da203120bac5', 'hex'), Buffer.from(',2026/1/5,2027/12/31\r\n')])
    expect(readTable(bytes(text.replace('fund', '基金'))).records).toMatchObject([{ certificate: { kind: 'fund' } }])
    for (const given of [bytes(text), bytes(`\uFEFF${text}`), Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]), gb]) {
      expect(readTable(given)).toEqual({ problems: [], records: [{ line: 2, email: 'li@bank.example', record: 'certificate', certificate: { kind: 'fund', number: '基字第 1 号', issued: '2026-01-05', expires: '2027-12-31', checked: null } }] })
    }
  })

  it.each([
    ['email,record,wrong\n', 'line 1, wrong: is not known'],
    ['email\n', 'line 1, record: is missing'],
    ['', 'line 1, : the first line must name the columns'],
    [`${head}li,certificate,fund,1,2026-01-01,2026-12-31\n`, 'line 2, email: must be the e-mail'],
    [`${head}li@bank.example,licence\n`, 'line 2, record: must be certificate, education or skills'],
    [`${head}\nli@bank.example,certificate,fund,1,2026-02-30,2026-12-31\n`, 'line 3, issued: must be a day'],
    [`${head}li@bank.example,certificate,fund,1,2026-03-01,2026-02-28\n`, 'line 2, expires: must not be before'],
    [`${head}li@bank.example,certificate,"Fund,",1,2026-03-01,2026-12-28\n`, 'line 2, kind: must be a kind'],
    [`${head}li@bank.example,certificate,fund,,2026-03-01,2026-12-28\n`, 'line 2, number: must not be empty'],
    [`${head}li@bank.example,certificate,fund\n`, 'line 2, number: is missing'],
    [`${head}li@bank.example,education,,,,,,2026-03-01,,two,AML\n`, 'line 2, hours: is missing or no number'],
    [`${head}li@bank.example,education,,,,,,2026-03-01,,-2,AML\n`, 'line 2, hours: must be more than 0'],
    [`${head}li@bank.example,education,,,,,,2026-03-01,2024,2,AML\n`, 'line 2, year: must be the year of the day'],
    [`${head}li@bank.example,skills,,,,,,,,,,all,fr,all,\n`, 'line 2, languages:'],
    [`${head}li@bank.example,skills,,,,,,,,,,all,en,all,0\n`, 'line 2, capacity:'],
    [`${head}li@bank.example,certificate,fund,"1\n2",2026-01-01,2026-12-31\nli@bank.example,x\n`, 'line 4, record:'],
  ])('is refused by line and column: %j', (text, problem) => {
    expect(told(text).join('; ')).toContain(problem)
    for (const locale of ['zh-Hans', 'zh-Hant'] as const) for (const each of readTable(bytes(text)).problems) expect(problemIn(each, locale)).toMatch(/^第 \d+ 行[^：]*：(?!.*(?:must|is missing|not known))/)
    expect(readTable(bytes(text)).records).toEqual([])
  })

  it('is refused where it cannot be read at all', () => {
    expect(() => textOf(Buffer.from([0xff, 0xff, 0x00, 0x81]))).toThrow(UnreadableTableError)
    expect(() => readTable(bytes(`${head}li@bank.example,"certificate\n`))).toThrow(/line 2: a quotation mark is opened/)
  })

  it('holds against any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), given => {
      try {
        readTable(given)
      } catch (error) {
        expect(error).toBeInstanceOf(UnreadableTableError)
      }
    }))
  })
})
