import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inForce, loadCatalogue } from '../../knowledge/catalogue.ts'
import { locales, type ProductClass } from '../../knowledge/outgoing.ts'
import { type Running, startProcess } from '../support/process.ts'
import { type Asked, createReader, heldOutSet, type Mark, type Outcome, playAll, scoresOf } from './held-out.ts'

const now = new Date().toISOString()
const catalogue = loadCatalogue(join(import.meta.dirname, '..', '..', 'knowledge'), now)

/** The wording that is due with every answer about a class, said plainly and not by the gate's own code. */
const alwaysDue = (of: ProductClass) => catalogue.disclosures.filter(each => each.class === of && each.when === 'always' && inForce(each, now))

/** The classes of the articles and products that an answer cites. */
const classesOf = ({ cited }: Outcome) => cited.flatMap(id => catalogue.products.find(each => each.id === id)?.class ?? catalogue.articles.get(id)?.['zh-Hans']?.class ?? [])

describe('customers nobody trained on', () => {
  let service: Running
  let dataDir: string
  let played: (Asked & { outcome: Outcome; mark: Mark })[]
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'shouwen-'))
    service = await startProcess({ DATA_DIR: dataDir })
    played = await playAll(heldOutSet(), `${service.url}/api/messages`, createReader(catalogue))
  }, 180_000)
  afterAll(async () => {
    await service.kill('SIGTERM')
    rmSync(dataDir, { recursive: true, force: true })
  })

  it('are never told of a product without its wording (M4.3a)', () => {
    let products = 0
    for (const { say, outcome } of played) {
      for (const of of classesOf(outcome)) {
        const due = of === 'none' || of === 'private' ? [] : alwaysDue(of)
        // Bonds of the treasury for savers have early redemption instead of the price risk.
        if (due.length === 0 || (of === 'bond' && /储蓄国债|儲蓄國債|savings/i.test(outcome.text))) continue
        products += 1
        const shown = due.some(record => locales.some(locale => outcome.text.includes(record.text[locale])))
        expect(shown, `${say.join(' / ')} → ${outcome.text}`).toBe(true)
      }
    }
    expect(products).toBeGreaterThan(60)
  })

  it('get the right answer, or the right question back, in at least 85 of 100 cases (M2.2a)', () => {
    for (const { set, of, answered, asked } of scoresOf(played)) expect((answered + asked) / of, set).toBeGreaterThan(0.85)
  })
})
