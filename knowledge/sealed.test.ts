import { join } from 'node:path'
import { ESLint } from 'eslint'
import { describe, expect, it } from 'vitest'
import { loadCatalogue } from './catalogue.ts'
import { createGate } from './gate.ts'
import type { Outgoing } from './outgoing.ts'
import { restoreSealed, Sealed } from './sealed.ts'

const now = '2026-11-23T12:00:00.000Z'
const gate = createGate(loadCatalogue(join(import.meta.dirname), now))
const claim: Outgoing = { type: 'message', text: '保本', locale: 'zh-Hans' }
const sealed = () => {
  const { sealed: passed } = gate.seal({ type: 'message', text: '您的卡已挂失。', locale: 'zh-Hans' }, { locale: 'zh-Hans', author: 'bot', articles: [], shown: {}, now })
  if (!passed) throw new Error('a plain message did not pass')
  return passed
}

describe('what is sealed', () => {
  it('cannot be made by hand', () => {
    expect(() => Reflect.construct(Sealed, [Symbol('the gate'), claim])).toThrow(/Only the gate/)
    expect(() => Reflect.construct(Sealed, [claim])).toThrow(/Only the gate/)
    class Forged extends (Sealed as unknown as new (...given: unknown[]) => object) {}
    expect(() => new Forged(undefined, claim)).toThrow(/Only the gate/)
  })

  it('has no likeness', () => {
    const likeness: unknown = Object.create(Sealed.prototype)
    expect(Sealed.is(likeness)).toBe(false)
    expect(() => (likeness as Sealed).outgoing).toThrow(TypeError)
    expect(Sealed.is({ outgoing: claim })).toBe(false)
    expect(Sealed.is(new Proxy(sealed(), {}))).toBe(false)
    expect(Sealed.is(sealed())).toBe(true)
  })

  it('offers no way in by its own properties', () => {
    const own = Reflect.ownKeys(Sealed).filter(name => !['length', 'name', 'prototype', 'is'].includes(String(name)))
    expect(own).toEqual([])
  })

  it('cannot be changed, nor by who holds what it was made of', () => {
    const given: Outgoing = { type: 'message', text: '您好', locale: 'zh-Hans', attachments: [{ contentType: 'x', content: { title: '好' } }] }
    const passed = gate.seal(given, { locale: 'zh-Hans', author: 'bot', articles: [], shown: {}, now }).sealed
    given.text = '保本'
    expect(passed?.outgoing.text).toBe('您好')
    expect(() => Object.assign(passed?.outgoing ?? {}, { text: '保本' })).toThrow(TypeError)
    expect(() => Object.assign(passed?.outgoing.attachments?.[0]?.content ?? {}, { title: '保本' })).toThrow(TypeError)
    expect(() => Object.defineProperty(passed ?? {}, 'outgoing', { value: claim })).toThrow(TypeError)
  })

  it('is restored from the log only as a message', () => {
    expect(restoreSealed({ ...sealed().outgoing, senderName: '首问' }).outgoing.text).toContain('挂失')
    for (const broken of [null, 'text', {}, { type: 'message', text: 1, locale: 'zh-Hans' }, { type: 'typing', text: '', locale: 'zh-Hans' }, { type: 'message', text: '', locale: 'fr' }]) {
      expect(() => restoreSealed(broken)).toThrow(/sealed/)
    }
  })
})

describe('the lint rule that keeps one way out', () => {
  const eslint = new ESLint({ cwd: join(import.meta.dirname, '..') })
  const problems = async (code: string, filePath: string) => (await eslint.lintText(code, { filePath: join(import.meta.dirname, '..', filePath) })).flatMap(result => result.messages.filter(each => each.ruleId === 'no-restricted-syntax'))

  it.each([
    ['sealing outside the gate', 'import { sealJudged } from \'../knowledge/sealed.ts\'\nsealJudged', 'bot/turn.ts'],
    ['restoring outside the log\'s readers', 'import { restoreSealed } from \'../knowledge/sealed.ts\'\nrestoreSealed', 'dialogs/answer.ts'],
    ['taking the whole file', 'import * as sealing from \'../knowledge/sealed.ts\'\nsealing', 'desk/endpoint.ts'],
    ['taking it while running', 'await import(\'../knowledge/sealed.ts\')', 'bot/turn.ts'],
    ['handing it on', 'export { restoreSealed } from \'../knowledge/sealed.ts\'', 'contacts/replies.ts'],
    ['sending past the gate', 'declare const context: { sendActivity(text: string): void }\ncontext.sendActivity(\'保本\')', 'bot/turn.ts'],
    ['updating past the gate', 'declare const context: { updateActivity(given: object): void }\ncontext.updateActivity({})', 'channels/bot-framework/endpoint.ts'],
    ['the connector itself', 'declare const c: { conversations: { sendToConversation(id: string, given: object): void } }\nc.conversations.sendToConversation(\'\', {})', 'bot/turn.ts'],
  ])('refuses %s', async (_what, code, file) => {
    expect(await problems(code, file)).not.toEqual([])
  })
})
