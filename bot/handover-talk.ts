import type { Contacts } from '../contacts/contacts.ts'
import type { Handovers } from '../contacts/handovers.ts'
import { message } from '../dialogs/phrases.ts'
import type { Gate } from '../knowledge/gate.ts'
import type { Locale } from '../knowledge/outgoing.ts'

const joined: Record<Locale, string> = { 'zh-Hans': '客服人员 {name} 已接入，为您服务。', 'zh-Hant': '客服人員 {name} 已接入，為您服務。', en: '{name} has joined and will help you.' }
const left: Record<Locale, string> = { 'zh-Hans': '人工服务已结束，感谢您的咨询。有新的问题请直接告诉我。', 'zh-Hant': '人工服務已結束，感謝您的查詢。有新的問題請直接告訴我。', en: 'The conversation with our colleague has ended. Thank you; just ask me if there is anything new.' }

type Member = { id: string; name: string }

/** What is said in a conversation that an agent has taken: it takes the same way through the gate as the bot's. */
export function createHandoverTalk(deps: { contacts: Contacts; handovers: Handovers; gate: () => Gate; mask(text: string): string; clock: { now(): Date }; onOutbox(): void }) {
  async function send(id: string, member: Member, text: string, facts: { kind: string; facts: Record<string, unknown> }[] = []): Promise<{ sent: true } | { sent: false; reasons: string[] }> {
    const handover = await deps.handovers.get(id)
    const state = handover && await deps.contacts.turnState(handover.conversation)
    if (!handover || !state) return { sent: false, reasons: ['The conversation does not exist'] }
    const { sealed, verdict } = deps.gate().seal(message(handover.locale, text), {
      locale: handover.locale, author: 'agent', articles: [], shown: state.enquiry.wordingShown, now: deps.clock.now().toISOString(),
    })
    if (!sealed) return { sent: false, reasons: verdict.reasons }
    const push = state.channel !== 'directline'
    await deps.contacts.say(state, `agent:${member.id}`, member.name, [{ sealed, masked: deps.mask(sealed.outgoing.text), facts: { verdict: verdict.verdict, classes: verdict.classes, added: verdict.added } }], push, facts)
    if (push) deps.onOutbox()
    return { sent: true }
  }
  const localeOf = async (id: string): Promise<Locale> => (await deps.handovers.get(id))?.locale ?? 'zh-Hans'
  return {
    say: send,
    async onTaken(id: string, member: Member): Promise<void> {
      await send(id, member, joined[await localeOf(id)].replace('{name}', member.name))
    },
    async onClosed(id: string, member: Member, outcome: string): Promise<void> {
      await send(id, member, left[await localeOf(id)])
      await deps.handovers.close(id, member.id, outcome)
    },
  }
}
