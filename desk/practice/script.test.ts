import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { locales } from '../../knowledge/outgoing.ts'
import { loadScripts, ScriptError, shippedScripts } from './script.ts'
import { saysAny } from './words.ts'

const folder = mkdtempSync(join(tmpdir(), 'shouwen-scripts-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const right = `name: 一个脚本
rule: M4.3a
locale: zh-Hans
about: 练习
opening: [您好]
talk:
  - says: 第一句
leaves: 走了
thanks: 谢谢
`

it('ships scripts in all three languages, none of which lets the customer say what they forbid the agent', () => {
  const scripts = loadScripts([shippedScripts])
  expect(scripts.length).toBeGreaterThanOrEqual(8)
  for (const locale of locales) expect(scripts.filter(each => each.locale === locale).length, locale).toBeGreaterThanOrEqual(2)
  // A good answer may not be one that is forbidden.
  for (const { id, good, never } of scripts) for (const { any } of good) for (const words of any) expect(saysAny(words, never), `${id}: ${words}`).toBe(false)
})

it('lets an institution add scripts and replace shipped ones, by their names', () => {
  writeFileSync(join(folder, 'fund-promise.yaml'), right)
  writeFileSync(join(folder, 'own.yaml'), right)
  const scripts = loadScripts([shippedScripts, folder])
  expect(scripts.find(({ id }) => id === 'fund-promise')?.name).toBe('一个脚本')
  expect(scripts.filter(({ id }) => id === 'own')).toHaveLength(1)
})

it.each([
  ['a rule that is none', right.replace('M4.3a', 'rule 4'), /wrong\.yaml:2: rule: cite the rule/],
  ['a word that nobody knows', `${right}mood: bad\n`, /wrong\.yaml:\d+: .*mood/],
  ['a line that needs an answer but says nothing without it', right.replace('  - says: 第一句', '  - says: 第一句\n  - says: 第二句\n    needs: [风险]'), /wrong\.yaml:8: talk\.1: needs and insists/],
  ['a first line that needs an answer', right.replace('  - says: 第一句', '  - says: 第一句\n    needs: [风险]\n    insists: 快说'), /wrong\.yaml:\d+: talk\.0\.needs: the first line/],
  ['an outcome that there is not', `${right}outcome: [sold]\n`, /wrong\.yaml:\d+: outcome\.0/],
  ['no YAML', 'name: [', /wrong\.yaml:\d+: /],
])('names file and line of %s', (_, yaml, said) => {
  writeFileSync(join(folder, 'wrong.yaml'), yaml)
  const load = () => loadScripts([folder])
  expect(load).toThrow(ScriptError)
  expect(load).toThrow(said)
  rmSync(join(folder, 'wrong.yaml'))
})

it('says where a folder is missing', () => {
  expect(() => loadScripts([join(folder, 'nowhere')])).toThrow(/nowhere: there is no such folder/)
})
