import { locales } from '../../shared/locale.ts'
import { call, type Schema } from '../call/desk.ts'
import type { Given, Step } from '../parts/asking/asking.tsx'
import type { Saying } from '../parts/language.tsx'
import type { Word } from './words.ts'

type Qualification = Schema<'Qualification'>
type Rules = Schema<'QualificationRules'>

const tiers = ['vip', 'ordinary', 'high-risk', 'potential'] as const
const reasons = ['wrong-entry', 'withdrawn', 'superseded'] as const

const some = <const Value extends string>(values: readonly Value[], given: readonly string[]): Value[] => values.filter(value => given.includes(value))

/** The steps by which a member's record is kept; each reads the record again when it is taken. */
export function stepsOn({ member, certificates, education, topics, tiers: ofTiers, languages, ownCapacity }: Qualification, rules: Rules, { say, inWords }: Pick<Saying<Word>, 'say' | 'inWords'>, readAgain: () => Promise<void>): { next: Step[]; others: Step[] } {
  const path = { id: member.id }
  const choices = (values: readonly string[]) => values.map(value => ({ value, label: inWords(value) }))
  const kinds = [...new Set([...Object.values(rules.certificates).flat(), ...certificates.map(({ kind }) => kind)])]
  const thenRead = (take: (given: Given) => Promise<unknown>) => async (given: Given) => {
    await take(given)
    await readAgain()
  }
  const keepCertificate: Step = {
    title: say('keepCertificate'),
    fields: [
      { name: 'kind', label: say('certificate'), kind: 'choice', choices: choices(kinds) }, { name: 'number', label: say('number'), kind: 'line' }, { name: 'issued', label: say('issued'), kind: 'day' }, { name: 'expires', label: say('expires'), kind: 'day' },
      { name: 'checked', label: say('checked'), kind: 'day', optional: true },
    ],
    take: thenRead(given => call.POST('/api/desk/qualifications/{id}/certificates', { params: { path }, body: { kind: given.one('kind'), number: given.one('number'), issued: given.one('issued'), expires: given.one('expires'), checked: given.one('checked') || null } })),
  }
  const keepEducation: Step = {
    title: say('keepEducation'),
    fields: [{ name: 'day', label: say('day'), kind: 'day' }, { name: 'hours', label: say('hours'), kind: 'line' }, { name: 'subject', label: say('subject'), kind: 'line' }, { name: 'year', label: say('year'), hint: say('yearHint'), kind: 'number', from: 2000, to: 2100, optional: true }],
    take: thenRead(given => call.POST('/api/desk/qualifications/{id}/education', { params: { path }, body: { day: given.one('day'), hours: Number(given.one('hours')), subject: given.one('subject'), ...(given.one('year') === '' ? {} : { year: Number(given.one('year')) }) } })),
  }
  const keepSkills: Step = {
    title: say('keepSkills'),
    fields: [
      { name: 'topics', label: say('topics'), hint: say('topicsHint'), kind: 'line', optional: true, value: topics === 'all' ? '' : topics.join(' ') }, { name: 'languages', label: say('languagesHeld'), kind: 'choices', choices: choices(locales), chosen: languages },
      { name: 'tiers', label: say('tiers'), hint: say('tiersHint'), kind: 'choices', choices: choices(tiers), optional: true, chosen: ofTiers === 'all' ? [] : ofTiers },
      { name: 'capacity', label: say('capacity'), hint: say('capacityHint', { n: rules.capacity }), kind: 'number', from: 1, to: 100, optional: true, ...(ownCapacity === null ? {} : { value: ownCapacity }) },
    ],
    take: thenRead(given => {
      const [named, chosen, capacity] = [given.one('topics').split(/\s+/).filter(Boolean), some(tiers, given.all('tiers')), given.one('capacity')]
      return call.PUT('/api/desk/qualifications/{id}/skills', { params: { path }, body: { topics: named.length === 0 ? 'all' : named, languages: some(locales, given.all('languages')), tiers: chosen.length === 0 ? 'all' : chosen, capacity: capacity === '' ? null : Number(capacity) } })
    }),
  }
  const withdrawCertificate: Step = {
    title: say('withdrawCertificate'),
    fields: [{ name: 'which', label: say('which'), kind: 'choice', choices: certificates.map(({ kind, number }, index) => ({ value: String(index), label: `${inWords(kind)} ${number}` })) }, { name: 'why', label: say('why'), kind: 'choice', choices: choices(reasons) }],
    take: thenRead(async given => {
      const which = certificates[Number(given.one('which'))]
      const [why] = some(reasons, [given.one('why')])
      if (which && why) await call.POST('/api/desk/qualifications/{id}/certificates/withdrawal', { params: { path }, body: { kind: which.kind, number: which.number, why } })
    }),
  }
  const withdrawEducation: Step = {
    title: say('withdrawEducation'),
    fields: [{ name: 'which', label: say('which'), kind: 'choice', choices: education.map(({ id, day, subject, hours }) => ({ value: id, label: `${day} ${subject} · ${hours}` })) }],
    take: thenRead(given => call.DELETE('/api/desk/qualifications/{id}/education/{entry}', { params: { path: { ...path, entry: given.one('which') } } })),
  }
  return { next: [keepCertificate, keepEducation, keepSkills], others: [...(certificates.length > 0 ? [withdrawCertificate] : []), ...(education.length > 0 ? [withdrawEducation] : [])] }
}
