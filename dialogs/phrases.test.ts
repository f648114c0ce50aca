import { join } from 'node:path'
import { expect, it } from 'vitest'
import { loadCatalogue } from '../knowledge/catalogue.ts'
import { createGate } from '../knowledge/gate.ts'
import { locales } from '../knowledge/outgoing.ts'
import { casePhrases } from './case-phrases.ts'
import { handoverPhrases } from './handover-phrases.ts'
import { linkPhrases } from './link-phrases.ts'
import { type Phrase, phrases } from './phrases.ts'

it('no sentence of the flows is withheld by the gate, in any locale (M4.3b)', () => {
  const now = new Date().toISOString()
  const gate = createGate(loadCatalogue(join(import.meta.dirname, '..', 'knowledge'), now))
  const all: [string, Phrase][] = [casePhrases, handoverPhrases, linkPhrases, phrases].flatMap(each => Object.entries(each))
  const withheld = all.flatMap(([name, phrase]) => locales.filter(locale => {
    const text = phrase[locale].replace(/\{\w+\}/g, '2')
    return gate.judge({ type: 'message', text, locale }, { locale, author: 'bot', articles: [], shown: {}, now }).verdict !== 'send'
  }).map(locale => `${name}.${locale}`))
  expect(all.length).toBeGreaterThan(60)
  expect(withheld).toEqual([])
})
