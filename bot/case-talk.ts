import type { AskedAct } from '../contacts/cases/acts.ts'
import type { WholeCase } from '../contacts/cases/case-record.ts'
import type { Complaints } from '../contacts/cases/complaints.ts'
import { type FollowUp, FollowUpTakenError } from '../contacts/cases/follow-ups.ts'
import { defaultZone } from '../contacts/clocks/deadlines.ts'
import { localDateOf } from '../contacts/clocks/local-date.ts'
import type { Contacts } from '../contacts/contacts.ts'
import type { ContactsDeps } from '../contacts/deps.ts'
import { caseLabels, casePhrases, writtenDay } from '../dialogs/case-phrases.ts'
import { fill, labels, message } from '../dialogs/phrases.ts'
import type { Gate } from '../knowledge/gate.ts'
import type { Outgoing } from '../knowledge/outgoing.ts'
import type { Speaker, Tell } from './telling.ts'

type Member = { id: string; name: string; role: 'agent' | 'supervisor' | 'compliance' | 'admin' | 'auditor' }
export type Acted = { done: true; added: { id: string; version: string }[] } | { done: false; reasons: string[] }

export type CaseTalkDeps = {
  contacts: Pick<Contacts, 'turnState'>
  complaints: Complaints
  store: ContactsDeps['store']
  tell: Tell
  gate: () => Gate
  clock: { now(): Date }
  onQueue(): void
}

const system: Speaker = { actor: 'bot', name: '', author: 'bot' }
const unreachable = 'The customer cannot be reached in a conversation; say how they were told (via)'

/** What customers are told of their cases outside their own turns: the answer, more time, the follow-up; each in one unit of work with the step it is. */
export function createCaseTalk({ contacts, complaints: { cases, followUps }, store, tell, gate, clock, onQueue }: CaseTalkDeps) {
  const none = { done: true as const, added: [] }

  /** Takes a step of which the customer is told something. Nothing happens where the gate stops it. */
  async function tellWith({ case: of }: WholeCase, asked: Extract<AskedAct, { act: 'answer' | 'decide-extension' }>, member: Member, speaker: Speaker, outgoing: readonly Outgoing[]): Promise<Acted> {
    const act = async (tx: Parameters<typeof cases.act>[0]) => {
      await cases.act(tx, of.number, asked, member)
      if (asked.act === 'answer') await followUps.planAfterAnswer(tx, of.number)
    }
    if (of.conversation === '') {
      if (asked.via === undefined) return { done: false, reasons: [unreachable] }
      const verdicts = outgoing.map(each => gate().judge(each, { locale: of.locale, author: speaker.author, articles: [], shown: {}, now: clock.now().toISOString() }))
      const stopped = verdicts.find(each => each.verdict === 'stop')
      if (stopped) return { done: false, reasons: stopped.reasons }
      await store.write(act)
      return { done: true, added: verdicts.flatMap(each => each.added) }
    }
    const said = await tell({
      conversation: of.conversation, locale: of.locale, speaker, outgoing, enquiry: await cases.enquiryOf(of), also: act,
      steps: asked.act === 'answer' ? ['handled', 'answered'] : [],
    })
    return said.sent ? { done: true, added: said.added } : { done: false, reasons: said.reasons }
  }

  return {
    /** Takes a step that a member asks for. Throws CaseRefusedError, CaseChangedError, NoCaseError, ClockError. */
    async act(number: string, asked: AskedAct, member: Member): Promise<Acted> {
      const whole = await cases.check(number, asked, member)
      const { locale } = whole.case
      if (asked.act === 'answer') {
        const answer = message(locale, fill(casePhrases.answer[locale], { number, text: asked.text }))
        const rate = message(locale, casePhrases.rate[locale], [labels.good[locale], labels.fair[locale], labels.poor[locale]])
        const acted = await tellWith(whole, asked, member, { actor: `agent:${member.id}`, name: member.name, author: 'agent' }, [answer, rate])
        onQueue()
        return acted
      }
      const extension = asked.act === 'decide-extension' && asked.granted ? await cases.dueWithExtension(number) : undefined
      if (asked.act === 'decide-extension' && extension) {
        const date = writtenDay(localDateOf(new Date(extension.dueAt), defaultZone), locale)
        const acted = await tellWith(whole, asked, member, system, [message(locale, fill(casePhrases.extension[locale], { number, days: extension.days, date }))])
        onQueue()
        return acted
      }
      await store.write(tx => cases.act(tx, number, asked, member))
      onQueue()
      return none
    },

    /** Asks a customer whether it is really solved, once over all instances; who cannot be asked in a conversation is left to the owner. */
    async followUp({ id, subject, about: { conversation }, locale }: FollowUp): Promise<void> {
      const state = conversation === '' ? undefined : await contacts.turnState(conversation)
      // Who talks to an agent is asked later.
      if (state?.handover?.status === 'active') return
      const text = subject.kind === 'case' ? fill(casePhrases.followUpCase[locale], { number: subject.id }) : casePhrases.followUpEnquiry[locale]
      try {
        const said = state && await tell({
          conversation, locale, speaker: system, outgoing: [message(locale, text, [caseLabels.solved[locale], caseLabels.notSolved[locale]])], also: tx => followUps.asked(tx, id),
        })
        if (!said?.sent) await followUps.leaveToOwner(id)
      } catch (error) {
        if (!(error instanceof FollowUpTakenError)) throw error
      }
    },
  }
}

export type CaseTalk = ReturnType<typeof createCaseTalk>
