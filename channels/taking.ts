import { ForeignConversationError, conversationKey } from '../contacts/acceptance.ts'
import type { Addresses } from '../contacts/channels/addresses.ts'
import type { Offered } from '../contacts/channels/offered.ts'
import type { Inbound, KeptFile } from '../contacts/types.ts'
import type { Sealed } from '../knowledge/sealed.ts'
import { abilitiesOf, type ChannelName } from './abilities.ts'
import type { ChannelLog, Incoming, Media, Taken } from './channel.ts'
import { checkedFile, documents, mostFileBytes, recordings } from './files.ts'
import { answersOf, numberedAnswers } from './rendering.ts'

export type TakingDeps = {
  accept(inbound: Inbound): Promise<Taken>
  acceptAndReply(inbound: Inbound): Promise<{ messageId: string; replies: { id: string; sealed: Sealed }[] }>
  /** Called when a customer's message is down. */
  onTaken(conversation: string): Promise<void>
  addresses: Addresses
  offered: Offered
  files: { keep(bytes: Buffer): Promise<KeptFile>; discard(file: KeptFile): Promise<void> }
  log: ChannelLog
}

const kinds = [...documents, ...recordings]
const longestText = 100_000
const mostFiles = 10
const fetchAttempts = 2

/** The number that a customer wrote, where they wrote nothing else. */
function numberIn(text: string): number | undefined {
  const [, digits] = /^\s*(\d{1,2})\s*[.。、)]?\s*$/.exec(text.normalize('NFKC')) ?? []
  return digits === undefined ? undefined : Number(digits)
}

/** Takes what a channel has read: one conversation's messages in the order in which they came, without an id in the clear. */
export function createTaking(channel: ChannelName, deps: TakingDeps) {
  const { addresses, offered, files, log } = deps
  /** The last message under way of each conversation. */
  const underWay = new Map<string, Promise<unknown>>()

  async function fetched(media: Media, limit: number): Promise<{ bytes: Buffer; contentType?: string } | undefined> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await media.fetch(limit)
      } catch (error) {
        if (attempt === fetchAttempts) throw error
      }
    }
  }

  /** A file, kept; or only its kind and name where it is not to be had or not to be kept: the message goes on without it. */
  async function keep(media: Media): Promise<Inbound['attachments'][number]> {
    const named = { contentType: media.contentType.slice(0, 200), name: media.name.slice(0, 200) }
    const passOver = (why: string) => {
      log.info({ channel, why }, 'a file was not kept')
      return named
    }
    let got: Awaited<ReturnType<typeof fetched>>
    try {
      got = await fetched(media, mostFileBytes)
    } catch (error) {
      return passOver(error instanceof Error ? error.name : 'Error')
    }
    if (!got) return passOver('size')
    const checked = checkedFile(media.name, got.contentType && got.contentType !== 'application/octet-stream' ? got.contentType : media.contentType, got.bytes, kinds)
    return 'problem' in checked ? passOver(checked.problem) : { contentType: checked.file.contentType, name: checked.file.name, file: await files.keep(checked.file.bytes) }
  }

  /** What a tap or a number stands for, in the words that were offered. */
  async function wordsOf({ text, choice }: Incoming, conversation: string): Promise<string> {
    if (choice) {
      const reply = await offered.replyAt(conversation, choice.sequence)
      return reply && answersOf(reply)[choice.index]?.value || text
    }
    const number = numberIn(text)
    if (number === undefined) return text
    const abilities = abilitiesOf(channel)
    const answers = (await offered.lastReplies(conversation)).map(reply => numberedAnswers(reply, abilities)).find(each => each.length > 0)
    return answers?.[number - 1]?.value ?? text
  }

  async function toInbound(incoming: Incoming): Promise<Inbound> {
    const { kind, name, value, locale, from, media = [], attachments = [] } = incoming
    const conversation = await addresses.digest(channel, incoming.conversation)
    const text = (await wordsOf(incoming, conversationKey(channel, conversation))).slice(0, longestText)
    return {
      channel, conversation, kind, text, dedupeKey: await addresses.digest(channel, incoming.dedupeKey),
      from: { id: await addresses.digest(channel, from.id), verified: false, ...(from.name ? { name: from.name.slice(0, 200) } : {}) },
      ...(name === undefined ? {} : { name }), ...(value === undefined && text === incoming.text ? {} : { value: value ?? { written: incoming.text } }), ...(locale === undefined ? {} : { locale }),
      attachments: [...attachments, ...await Promise.all(media.slice(0, mostFiles).map(keep))],
      reference: await addresses.seal(incoming.address),
    }
  }

  async function one<T extends { duplicate: boolean }>(incoming: Incoming, work: (inbound: Inbound) => Promise<T>): Promise<T> {
    const inbound = await toInbound(incoming)
    const discard = () => Promise.all(inbound.attachments.flatMap(({ file }) => file ? [files.discard(file)] : []))
    try {
      const done = await work(inbound)
      if (done.duplicate) await discard()
      else await deps.onTaken(conversationKey(channel, inbound.conversation)).catch((error: unknown) => log.warn({ channel, why: error instanceof Error ? error.name : 'Error' }, 'what waits for a customer to write is looked at later'))
      return done
    } catch (error) {
      await discard()
      throw error
    }
  }

  /** Messages of one conversation follow each other, as they came. */
  function inOrder<T>(conversation: string, work: () => Promise<T>): Promise<T> {
    const mine = (underWay.get(conversation) ?? Promise.resolve()).then(work)
    const settled = mine.then(() => undefined, () => undefined).then(() => { if (underWay.get(conversation) === settled) underWay.delete(conversation) })
    underWay.set(conversation, settled)
    return mine
  }

  return {
    take: (incoming: Incoming): Promise<Taken> => inOrder(incoming.conversation, () => one(incoming, deps.accept)),
    async ask(incoming: Incoming): Promise<{ taken: Taken; replies: { id: string; sealed: Sealed }[] }> {
      const { messageId, replies } = await inOrder(incoming.conversation, () => one(incoming, async inbound => ({ duplicate: false, ...await deps.acceptAndReply(inbound) })))
      return { taken: { id: messageId, sequence: Number(messageId.split('|').at(-1)), duplicate: false }, replies }
    },
  }
}

/** Whether a message was refused because somebody else began its conversation: the provider is not to send it again. */
export const isForeign = (error: unknown): boolean => error instanceof ForeignConversationError
