import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { synonyms } from '../test/support/toy-embedding.ts'

const dir = mkdtempSync(join(tmpdir(), 'shouwen-evaluate-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))
const write = (name: string, csv: string | Buffer) => {
  const path = join(dir, name)
  writeFileSync(path, csv)
  return path
}
const evaluate = (...args: string[]) => promisify(execFile)(process.execPath, [join(import.meta.dirname, 'evaluate.ts'), ...args])
const failure = z.object({ code: z.number(), stderr: z.string(), stdout: z.string() })
const failed = (...args: string[]) => evaluate(...args).then(() => { throw new Error('it did not fail') }, (error: unknown) => failure.parse(error))

const say = { fees: ['what is the fee', 'how much do you charge', 'is it free', 'the cost please', 'your charges'], lost: ['i lost my card', 'my card is gone', 'cannot find my card', 'card missing', 'lost it'], hours: ['when do you open', 'opening hours', 'are you open today', 'closing time', 'hours on sunday'] }
const rows = Object.entries(say).flatMap(([intent, texts]) => texts.map(text => `${text},${intent}`))
const train = write('train.csv', ['text,intent', ...rows, 'tell me a joke,oos', 'sing a song,oos'].join('\r\n'))
const test = write('test.csv', `\uFEFFintent,text\n${['fees,what are the fees', 'lost,i have lost my card', 'hours,when are you open', 'oos,who won the world cup'].join('\n')}\n`)

const figures = z.object({
  accuracy: z.number(), macroF1: z.number(), inScopeAccuracy: z.number(), oosRecall: z.number(), trainSeconds: z.number().positive(),
  p50Microseconds: z.number().positive(), p99Microseconds: z.number().positive(), modelBytes: z.number().int().positive(),
})

describe('evaluation on foreign data', () => {
  it('prints its figures as JSON', async () => {
    const { stdout } = await evaluate('--train', train, '--test', test, '--json')
    expect(figures.parse(JSON.parse(stdout)).accuracy).toBe(1)
  })
  it('measures with an embedding model by the same keys', async () => {
    const folder = synonyms([['fee', 'fees', 'charge', 'charges', 'cost', 'free'], ['lost', 'gone', 'missing'], ['open', 'hours', 'opening', 'closing']])
    try {
      const { stdout } = await evaluate('--train', train, '--test', test, '--embedding', folder, '--json')
      const plain = await evaluate('--train', train, '--test', test, '--json')
      const keysOf = (json: string) => Object.keys(z.record(z.string(), z.unknown()).parse(JSON.parse(json)))
      expect(keysOf(stdout)).toEqual(keysOf(plain.stdout))
      expect(figures.parse(JSON.parse(stdout)).modelBytes).toBeGreaterThan(figures.parse(JSON.parse(plain.stdout)).modelBytes)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
  it('prints a report and writes a page that needs nothing from elsewhere', async () => {
    const html = join(dir, 'report.html')
    const { stdout } = await evaluate('--train', train, '--test', test, '--html', html)
    expect(stdout).toMatch(/accuracy\s+100\.0 %/)
    const page = readFileSync(html, 'utf8')
    expect(page).toContain('<svg role="img"')
    expect(page).not.toMatch(/https?:|<script|<link|@import|url\(/)
  })
  it.each([
    ['a file that is not there', ['--train', join(dir, 'none.csv'), '--test', test], /none\.csv: cannot be read/],
    ['a column that is not there', ['--train', train, '--test', write('no-intent.csv', 'text\nhello\n')], /no-intent\.csv:1: no column "intent"/],
    ['another encoding', ['--train', write('gbk.csv', Buffer.from([0xd7, 0xaa, 0xd5, 0xcb])), '--test', test], /gbk\.csv: not UTF-8/],
    ['half of the pair', ['--train', train], /--train and --test go together/],
    ['an unknown language', ['--train', train, '--test', test, '--locale', 'fr'], /--locale must be zh or en/],
    ['an unknown option', ['--tain', train], /--tain/],
    ['an embedding model that is not there', ['--train', train, '--test', test, '--embedding', dir], /^--embedding: .*model\.onnx is missing/],
    ['nothing to learn', ['--train', write('foreign.csv', 'text,intent\ntell me a joke,oos\n'), '--test', test], /foreign\.csv: all rows are "oos"/],
    ['a page that cannot be written', ['--train', train, '--test', test, '--html', join(dir, 'none', 'report.html')], /--html: .*cannot be written/],
    ['an option of the own corpus', ['--train', train, '--test', test, '--folds', '3'], /--folds and --outside are for the own corpus/],
    ['folds that are no number', ['--folds', 'x'], /--folds must be a whole number/],
  ])('says in a sentence what is wrong with %s', async (_, args, message) => {
    const { code, stderr, stdout } = await failed(...args)
    expect(code).toBe(2)
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/\n\s+at /)
    expect(stdout).toBe('')
  })
})
