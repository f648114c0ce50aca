import { shortForm } from '../channels/sms/short-form.ts'
import { spokenOf } from '../channels/voice/speech.ts'
import type { GateContext, Locale, Outgoing } from '../knowledge/outgoing.ts'

/**
 * How a reply is worded for its channel before the gate judges it, which then adds the wording that this form needs: for
 * the ear on the telephone, short by SMS where all of it can be read elsewhere. Other channels take it as it is.
 */
export function createChannelForm({ addressOf }: { addressOf(article: string, locale: Locale): string | undefined }) {
  return function formFor(channel: string, outgoing: Outgoing, { articles }: Pick<GateContext, 'articles'>): Outgoing {
    if (outgoing.type !== 'message') return outgoing
    if (channel === 'voice') return { ...outgoing, speak: outgoing.speak ?? spokenOf(outgoing.text) }
    const [article] = articles
    const address = channel === 'sms' && article && articles.length === 1 ? addressOf(article.id, outgoing.locale) : undefined
    return address === undefined ? outgoing : { ...outgoing, text: shortForm(outgoing.text, address, outgoing.locale) }
  }
}

export type ChannelForm = ReturnType<typeof createChannelForm>
