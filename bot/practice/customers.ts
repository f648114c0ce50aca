import { practiceChannel } from '../../channels/abilities.ts'
import { conversationKey } from '../../contacts/acceptance.ts'
import type { Handovers } from '../../contacts/handovers.ts'
import type { Journey, JourneyEntry } from '../../contacts/journey.ts'
import type { TypingLine } from '../../contacts/typing.ts'
import type { PracticeShown } from '../../desk/areas/practice.ts'
import { arriving, type Heard, moveOf, type Standing } from '../../desk/practice/customer.ts'
import type { Played } from '../../desk/practice/debrief.ts'
import type { Script } from '../../desk/practice/script.ts'
import { handoverPhrases } from '../../dialogs/handover-phrases.ts'
import { fill, labels } from '../../dialogs/phrases.ts'
import type { Turn } from '../turn.ts'

/** How fast simulated customers are: how long they write, in milliseconds, and by how much their patience is multiplied. */
export type Pace = { writesMs: number; patience: number }

export type CustomersDeps = {
  scripts: readonly Script[]
  atOnce: number
  pace: Pace
  /** The agent's name, as customers are told it. */
  agent: string
  turn: Pick<Turn, 'acceptAndReply'>
  handovers: Pick<Handovers, 'inConversation'>
  journey: Pick<Journey, 'after'>
  typing: TypingLine
  live: { subscribe(topic: string, listener: (message: string) => void): () => void }
  log: { error(facts: object, message: string): void }
}

type Customer = {
  script: Script
  /** Its conversation in the log. */
  conversation: string
  place: number
  standing: Standing
  arrived: boolean
  status: 'with-bot' | 'waiting' | 'with-agent' | 'over'
  handover: string | undefined
  enquiry: string | undefined
  /** When they asked for a person, and since when they wait for a word of the agent's, in milliseconds. */
  askedAt: number
  waitsSince: number | undefined
  takenAfter: number | undefined
  answers: number[]
  said: string[]
  added: string[]
  stopped: string[][]
  refused: string[]
  outcome: string | undefined
  /** What the agent has said and the customer has not yet answered. */
  heard: string[]
  answering: NodeJS.Timeout | undefined
  losing: NodeJS.Timeout | undefined
  /** One thing after the other. */
  busy: Promise<void>
}

const page = 500
/** How often somebody who was not understood asks for a person. */
const mostAsked = 3
const cancel = { 'zh-Hans': '取消', 'zh-Hant': '取消', en: 'cancel' } as const
const idsOf = (added: unknown): string[] => Array.isArray(added) ? added.flatMap(each => typeof each?.id === 'string' ? [each.id] : []) : []
const seconds = (from: number, to = performance.now()) => (to - from) / 1000

/**
 * Lets simulated customers come, talk by their scripts, and go; what they see of the agent they read in the log, as a customer's
 * channel would. `atOnce` are there at a time.
 */
export function startCustomers({ scripts, atOnce, pace, agent, turn, handovers, journey, typing, live, log }: CustomersDeps) {
  const customers = scripts.map((script, index): Customer => ({
    script, conversation: conversationKey(practiceChannel, String(index + 1)), place: index + 1, standing: arriving, arrived: false, status: 'with-bot', handover: undefined, enquiry: undefined,
    askedAt: 0, waitsSince: undefined, takenAfter: undefined, answers: [], said: [], added: [], stopped: [], refused: [], outcome: undefined, heard: [], answering: undefined, losing: undefined, busy: Promise.resolve(),
  }))
  const greetings = new Set(Object.values(handoverPhrases.joined).map(phrase => fill(phrase, { name: agent })))
  const pauses = new Set<() => void>()
  let over = false
  let spoken = 0
  let seq = 0

  /** Resolves after so long, or at once when it is all over. */
  function pause(ms: number): Promise<void> {
    return new Promise(resolve => {
      const end = () => {
        clearTimeout(timer)
        pauses.delete(end)
        resolve()
      }
      const timer = setTimeout(end, ms)
      pauses.add(end)
    })
  }
  function then(customer: Customer, work: () => Promise<void>): void {
    customer.busy = customer.busy.then(() => over ? undefined : work()).catch((error: unknown) => { if (!over) log.error({ err: error, script: customer.script.id }, 'a simulated customer could not go on') })
  }

  async function say(customer: Customer, text: string): Promise<void> {
    typing.tell(customer.conversation, { role: 'user', name: '' })
    await pause(pace.writesMs)
    if (over) return
    spoken += 1
    await turn.acceptAndReply({
      channel: practiceChannel, conversation: String(customer.place), dedupeKey: String(spoken), from: { id: `practice-${customer.place}`, verified: false }, kind: 'message', text, attachments: [], locale: customer.script.locale,
    })
  }

  /** From now on they wait for a word; when their patience is at an end they say so, and at last they go. */
  function wait(customer: Customer): void {
    clearTimeout(customer.losing)
    customer.waitsSince ??= performance.now()
    customer.losing = setTimeout(() => then(customer, () => hear(customer, { kind: 'silence' })), customer.script.patience * pace.patience * 1000)
  }
  function rest(customer: Customer): void {
    clearTimeout(customer.losing)
    customer.waitsSince = undefined
  }

  async function hear(customer: Customer, heard: Heard): Promise<void> {
    const { standing, says } = moveOf(customer.script, customer.standing, heard)
    const inQueue = customer.standing.at === 'waiting'
    customer.standing = standing
    if (says !== undefined) {
      await say(customer, says)
      if (standing.at === 'left' && inQueue) await say(customer, cancel[customer.script.locale])
    }
    if (standing.at === 'waiting' || standing.at === 'talking') {
      if (says !== undefined || heard.kind === 'returned') wait(customer)
    } else {
      // Who left without an answer has waited until the end.
      if (standing.at === 'left') clearTimeout(customer.losing)
      else rest(customer)
      if (standing.at !== 'content') next()
    }
  }

  async function arrive(customer: Customer): Promise<void> {
    const asksFor = labels.agent[customer.script.locale]
    for (const line of customer.script.opening) await say(customer, line)
    for (let asked = 0; asked < mostAsked && !over && !await handovers.inConversation(customer.conversation); asked += 1) await say(customer, asksFor)
    customer.askedAt = performance.now()
    customer.status = 'waiting'
    wait(customer)
    // An agent may have been quicker than the customer's last word to the bot.
    await follow(customer, {})
  }

  /** Lets as many come as there may be. */
  function next(): void {
    const here = customers.filter(({ arrived, standing }) => arrived && standing.at !== 'left' && standing.at !== 'closed').length
    for (const customer of customers.filter(({ arrived }) => !arrived).slice(0, Math.max(0, atOnce - here))) {
      customer.arrived = true
      then(customer, () => arrive(customer))
    }
  }

  /** What a change of the hand-over means to the customer. */
  async function follow(customer: Customer, facts: JourneyEntry['facts']): Promise<void> {
    const handover = await handovers.inConversation(customer.conversation)
    const at = handover?.status === 'active' ? 'with-agent' : handover ? 'waiting' : 'over'
    customer.handover = handover?.id ?? customer.handover
    if (at === customer.status || customer.status === 'with-bot') return
    customer.status = at
    if (at === 'with-agent') {
      customer.takenAfter ??= seconds(customer.askedAt)
      rest(customer)
      then(customer, () => hear(customer, { kind: 'taken' }))
    } else if (at === 'waiting') then(customer, () => hear(customer, { kind: 'returned' }))
    else {
      customer.outcome = typeof facts['outcome'] === 'string' ? facts['outcome'] : undefined
      clearTimeout(customer.answering)
      then(customer, () => hear(customer, { kind: 'closed' }))
    }
  }

  function listen(customer: Customer, { text, facts }: JourneyEntry): void {
    customer.said.push(text)
    customer.added.push(...idsOf(facts['added']))
    if (customer.waitsSince !== undefined) customer.answers.push(seconds(customer.waitsSince))
    rest(customer)
    customer.heard.push(text)
    // Several messages one after the other get one answer.
    clearTimeout(customer.answering)
    customer.answering = setTimeout(() => then(customer, async () => {
      const heard = customer.heard.splice(0).join('\n')
      if (heard !== '') await hear(customer, { kind: 'said', text: heard })
    }), pace.writesMs)
  }

  let looking: Promise<void> | undefined
  let again = false
  async function look(): Promise<void> {
    do {
      again = false
      const entries = over ? [] : await journey.after(seq, page)
      for (const entry of entries) {
        seq = entry.seq
        const customer = customers.find(each => each.conversation === entry.conversation)
        if (!customer) continue
        if (entry.enquiry !== '') customer.enquiry = entry.enquiry
        if (entry.kind.startsWith('handover.')) await follow(customer, entry.facts)
        else if (entry.kind === 'agent.message' && !greetings.has(entry.text) && customer.status === 'with-agent') listen(customer, entry)
      }
      again ||= entries.length === page
    } while (again)
  }
  const onNews = () => {
    again = true
    looking ??= look().catch((error: unknown) => { if (!over) log.error({ err: error }, 'simulated customers could not read what was said to them') }).finally(() => { looking = undefined })
  }
  const ends = [live.subscribe('desk', onNews), ...customers.map(({ conversation }) => live.subscribe(`conversation:${conversation}`, onNews))]
  next()

  const find = (id: string) => customers.find(({ handover, enquiry }) => handover === id || enquiry === id)

  return {
    /** The gate stopped what the agent wanted to say in a hand-over or enquiry of this id. */
    stopped(id: string, reasons: readonly string[]): void { find(id)?.stopped.push([...reasons]) },
    /** It could not be closed yet: these steps were missing. */
    refused(id: string, missing: readonly string[]): void { find(id)?.refused.push(...missing) },
    shown: (): PracticeShown['customers'] => customers.map(({ script, arrived, standing, handover }) => ({ script: script.id, name: script.name, status: arrived ? standing.at : 'to-come', handover: handover ?? null })),
    /** Those who came, as they are judged; their enquiries tell which steps were taken. */
    played: (): (Omit<Played, 'taken'> & { enquiry: string | undefined })[] => customers.filter(({ arrived, askedAt }) => arrived && askedAt > 0).map(({ script, takenAfter, answers, waitsSince, said, added, stopped, refused, outcome, standing, enquiry }) => ({
      script, patience: script.patience * pace.patience, takenAfter, answers, said, added, stopped, refused, outcome, enquiry,
      unanswered: takenAfter === undefined || waitsSince === undefined ? undefined : seconds(waitsSince), left: standing.at === 'left',
    })),
    /** All go; resolves when nothing is under way. */
    async stop(): Promise<void> {
      over = true
      for (const end of [...pauses, ...ends]) end()
      for (const { answering, losing } of customers) [answering, losing].forEach(clearTimeout)
      await Promise.all([looking, ...customers.map(({ busy }) => busy)])
    },
  }
}
