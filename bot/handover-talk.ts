import { isSparing } from '../channels/abilities.ts'
import type { Step } from '../contacts/enquiries/closed-loop.ts'
import type { ContactsDeps } from '../contacts/deps.ts'
import { refuseIfSpoken } from '../contacts/conversation/collision.ts'
import { refuseIfSaid, SaidBeforeError } from '../contacts/conversation/said-before.ts'
import type { Also } from '../contacts/replies.ts'
import type { Handovers, Outcome } from '../contacts/handovers.ts'
import type { Handover } from '../contacts/types.ts'
import type { WaitEstimate } from '../desk/routing/estimate.ts'
import { placeIn, waitIn } from '../dialogs/handover.ts'
import { handoverPhrases as phrases } from '../dialogs/handover-phrases.ts'
import { fill, labels, message, phrases as said } from '../dialogs/phrases.ts'
import type { Locale, Outgoing } from '../knowledge/outgoing.ts'
import type { Said, Speaker, Tell, ToTell } from './telling.ts'

type Member = { id: string; name: string }

const system: Speaker = { actor: 'bot', name: '', author: 'bot' }
const agent = (member: Member): Speaker => ({ actor: `agent:${member.id}`, name: member.name, author: 'agent' })
/** What the service says in a member's name is its own reviewed phrase: it is not read beside what was spoken of before. */
const inTheNameOf = (member: Member): Speaker => ({ ...agent(member), author: 'bot' })

/** Beyond the first few, a waiting customer is told of a new place at most this often, in milliseconds. */
const placeEvery = 60_000
const always = 2
/** Routing waits while places are told: so many at a time keep it quick however long the queue is. */
const mostToldAtOnce = 50

type Place = Awaited<ReturnType<Handovers['places']>>[number]

/** Who of the waiting customers is to hear a place that has changed, in this order: the first of the queue, then who heard theirs longest ago. */
export function placesToTell<T extends Pick<Place, 'ahead' | 'told' | 'toldAt'> & { handover: Pick<Handover, 'conversation'> }>(places: readonly T[], now: number): T[] {
  const due = places.filter(({ handover, ahead, told, toldAt }) => !isSparing(handover.conversation.split(':')[0] ?? '') && ahead !== told && (ahead <= always || now - Date.parse(toldAt) >= placeEvery))
  return [...due.filter(({ ahead }) => ahead <= always), ...due.filter(({ ahead }) => ahead > always).toSorted((one, other) => one.toldAt.localeCompare(other.toldAt))]
}

/** What an agent writes, as their page has it. */
type Words = { text: string; after?: number | undefined; sent?: string | undefined; language?: Locale | undefined }

export type HandoverTalkDeps = {
  handovers: Handovers
  tell: Tell
  engine: ContactsDeps['store']['engine']
  clock: { now(): Date }
  /** How things stand: gives how long a customer with so many before them will wait, undefined where nothing honest can be said. */
  estimates(): Promise<(ahead: number, topic: string) => Promise<WaitEstimate | undefined>>
  longWaitMinutes: number
}

/** What is said in a conversation on its way to an agent, with one and back: it takes the same way through the gate as the bot's. */
export function createHandoverTalk({ handovers, tell, engine, clock, estimates, longWaitMinutes }: HandoverTalkDeps) {
  const send = ({ conversation, locale }: Handover, speaker: Speaker, outgoing: readonly Outgoing[], steps: readonly Step[] = [], more: Pick<ToTell, 'also' | 'facts' | 'reader'> = {}): Promise<Said> => tell({ conversation, locale, speaker, outgoing, steps, ...more })

  /** Bot Framework's handoff protocol: tells programs on the channel's side where the hand-over stands. */
  const status = (locale: Locale, id: string, state: 'accepted' | 'failed' | 'completed'): Outgoing => ({ type: 'event', name: 'handoff.status', value: { state, handover: id }, text: '', locale })

  async function taken(handover: Handover, speaker: Speaker): Promise<void> {
    const { locale, id } = handover
    // Who was promised a call hears why somebody writes instead.
    const words = handover.reason === 'call-back' ? phrases.answersHere : phrases.joined
    await send(handover, speaker, [message(locale, fill(words[locale], { name: speaker.name })), status(locale, id, 'accepted')])
  }
  async function closed(handover: Handover, speaker: Speaker, outcome: Outcome): Promise<void> {
    const { locale, id } = handover
    const goodbye = outcome === 'follow-up' ? message(locale, phrases.followUp[locale])
      : message(locale, `${phrases.left[locale]}\n\n${said.survey[locale]}`, [labels.good[locale], labels.fair[locale], labels.poor[locale]])
    await send(handover, speaker, [goodbye, status(locale, id, 'completed')])
  }

  return {
    /**
     * Sends what an agent wrote; where the gate stops it, nothing is sent and its reasons are given, in the agent's language. Throws
     * SpokenMeanwhileError where a colleague wrote after `after`, the last that the agent has seen. What was sent before under the same
     * name is not sent again.
     */
    async say(id: string, member: Member, { text, after, sent, language }: Words): Promise<Said> {
      const handover = await handovers.get(id)
      if (!handover) return { sent: false, reasons: ['The conversation does not exist'] }
      const { conversation } = handover
      const { actor } = agent(member)
      const also: Also = async tx => {
        if (sent !== undefined) await refuseIfSaid(tx, engine, { conversation, sent, actor })
        if (after !== undefined) await refuseIfSpoken(tx, engine, { conversation, after, actor })
      }
      try {
        return await send(handover, agent(member), [message(handover.locale, text)], ['answered'], { also, ...(sent === undefined ? {} : { facts: { sent } }), reader: language })
      } catch (error) {
        if (error instanceof SaidBeforeError) return { sent: true, added: error.added }
        throw error
      }
    },
    onTaken: (handover: Handover, member: Member) => taken(handover, inTheNameOf(member)),
    /** The customer goes on to whoever serves another topic. */
    async onPassed(handover: Handover): Promise<void> {
      await send(handover, system, [message(handover.locale, phrases.passedOn[handover.locale])])
    },
    async onJoined(handover: Handover, member: Member): Promise<void> {
      await send(handover, inTheNameOf(member), [message(handover.locale, fill(phrases.joinedToo[handover.locale], { name: member.name }))])
    },
    async onGivenBack(handover: Handover, member: Member): Promise<void> {
      await send(handover, inTheNameOf(member), [message(handover.locale, phrases.givenBack[handover.locale]), status(handover.locale, handover.id, 'completed')])
    },
    /** Closes, says goodbye and asks how it was; false when it was not this agent's to close. Throws OpenLoopError. */
    async onClosed(handover: Handover, member: Member, outcome: Outcome): Promise<boolean> {
      if (!await handovers.close(handover.id, member.id, outcome)) return false
      await closed(handover, inTheNameOf(member), outcome)
      return true
    },
    /** Puts a customer whose agent is gone back into the queue and says so; false where they were not with the agent any more. */
    async onAgentGone(handover: Handover, why: string): Promise<boolean> {
      if (!await handovers.back(handover, why)) return false
      await send(handover, system, [message(handover.locale, phrases.returned[handover.locale])])
      return true
    },
    /** Tells waiting customers their place where it has changed: the first ones, then who has heard nothing for longest. The rest hear it the next time. */
    async tellPlaces(): Promise<void> {
      const due = placesToTell(await handovers.places(), clock.now().getTime()).slice(0, mostToldAtOnce)
      if (due.length === 0) return
      const estimate = await estimates()
      for (const { handover, ahead, told } of due) {
        if (!await handovers.noteTold(handover.id, told, ahead)) continue
        const wait = waitIn(handover.locale, await estimate(ahead, handover.topic), longWaitMinutes)
        await send(handover, system, [message(handover.locale, placeIn(handover.locale, ahead) + wait.words, wait.choices)])
      }
    },
    /** What an agents' system beside the desk reports of a conversation that waits for it or is in its hands. */
    async onHubStatus(conversation: string, state: 'accepted' | 'failed' | 'completed', hub: string): Promise<void> {
      const handover = await handovers.inConversation(conversation)
      if (!handover) return
      if (state === 'accepted') await handovers.take(handover.id, hub)
      else if (state === 'completed') {
        if (await handovers.close(handover.id, hub, 'resolved', ['answered'])) await closed(handover, system, 'resolved')
      } else if (await handovers.fail(handover, `agent:${hub}`)) {
        const { locale, id } = handover
        await send(handover, system, [message(locale, phrases.failed[locale], [labels.leave[locale]]), status(locale, id, 'failed')])
      }
    },
  }
}

export type HandoverTalk = ReturnType<typeof createHandoverTalk>
