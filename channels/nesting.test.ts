import { expect, it } from 'vitest'
import { isTooDeep } from './nesting.ts'

const nested = (depth: number, inner = '') => `${'['.repeat(depth)}${inner}${']'.repeat(depth)}`

it.each([
  ['a message', '{"type":"message","value":{"a":[{"b":{}}]}}', false],
  ['what is as deep as may be', nested(100), false],
  ['what is deeper', nested(101), true],
  ['lists and objects by turns', '[{"a":'.repeat(60), true],
  ['many beside each other', `[${Array(1_000).fill('[{}]').join()}]`, false],
  ['brackets within a text', JSON.stringify({ text: '['.repeat(1_000) }), false],
  ['brackets after a quote within a text', JSON.stringify({ text: `"${'['.repeat(1_000)}\\` }), false],
  ['what is deep after such a text', JSON.stringify({ text: '\\"[' }).replace('}', `,"value":${nested(200)}}`), true],
  ['no JSON', ']]]', false],
  ['a hundred thousand', nested(100_000), true],
])('tells %s', (_what, json, expected) => {
  expect(isTooDeep(json)).toBe(expected)
})
