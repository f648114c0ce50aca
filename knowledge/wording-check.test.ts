import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { locales } from './outgoing.ts'

const answer = z.strictObject({ verdict: z.enum(['send', 'amend', 'stop']), classes: z.array(z.string()), added: z.array(z.string()), reasons: z.array(z.string()) })

function run(args: readonly string[], input: string | Buffer = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'wording-check.ts'), ...args], { input, encoding: 'utf8', maxBuffer: 1e8, env: { ...process.env, KNOWLEDGE_DIR: '' } })
  return { status, stdout, stderr, answers: () => stdout.split('\n').slice(0, -1).map(line => answer.parse(JSON.parse(line))) }
}
const json = ['--locale', 'zh-Hans', '--json', '--on', '2026-11-23', '--dir', import.meta.dirname]

describe('wording:check', () => {
  it('answers every line with one line, in order', () => {
    const { status, answers } = run(json, '这只基金稳赚不赔\n\n您的卡已挂失\r\n基金怎么买\u2028请看\n大额存单20万起存')
    expect(status).toBe(0)
    expect(answers().map(({ verdict, classes }) => [verdict, classes])).toEqual([['stop', ['fund']], ['send', []], ['send', []], ['amend', ['fund']], ['send', ['deposit']]])
  })

  it('answers bytes that are no text, and a line of 100 kB', () => {
    const { status, answers } = run(json, Buffer.concat([Buffer.from([0xff, 0xfe, 0x80, 0x0a]), Buffer.from(`${'理财不保本，'.repeat(6000)}稳赚\n`), Buffer.from('保'), Buffer.from([0xff]), Buffer.from('本\n')]))
    expect(status).toBe(0)
    expect(answers().map(({ verdict }) => verdict)).toEqual(['send', 'stop', 'stop'])
  })

  it('judges with the question and the class spoken of before', () => {
    expect(run([...json, '--class', 'fund'], '去年涨了8%\n').answers()[0]).toMatchObject({ verdict: 'amend', classes: ['fund'], added: ['fund.always', 'fund.past-performance'] })
    expect(run([...json, '--question', '这款理财保本吗'], '是的\n').answers()[0]).toMatchObject({ verdict: 'stop' })
  })

  it('knows which wording was in force on a day', () => {
    expect(run(['--locale', 'en', '--json', '--on', '2025-12-31'], 'Mutual funds can be redeemed\n').answers()[0]).toMatchObject({ verdict: 'stop', classes: ['fund'] })
  })

  it('explains itself', () => {
    const { status, stdout } = run(['--help'])
    expect(status).toBe(0)
    for (const locale of locales) expect(stdout).toContain(locale)
  })

  it.each([[['--locale', 'fr'], 'fr'], [[], '--locale'], [['--locale', 'en', '--class', 'gold'], 'gold'], [['--locale', 'en', '--author', 'x'], '--author'], [['--locale', 'en', '--on', '2026-13-01'], '--on'], [['--locale', 'en', '--colour'], '--colour']])('says what is wrong with %j', (args, named) => {
    const { status, stderr, stdout } = run(args, '基金\n')
    expect(status).toBe(2)
    expect(stderr.split('\n')[0]).toContain(named)
    expect(stderr).not.toMatch(/\n\s+at /)
    expect(stdout).toBe('')
  })
})
