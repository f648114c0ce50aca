import type restify from 'restify'
import { isFetching } from '../channels/abilities.ts'
import type { Channel, ChannelDeps, ConfiguredChannel } from '../channels/channel.ts'
import { createDelivering, createInParts } from '../channels/delivering.ts'
import { mountChannels } from '../channels/mount.ts'
import { createTaking, type TakingDeps } from '../channels/taking.ts'
import { createKept } from '../contacts/channels/kept.ts'
import { conversationKey } from '../contacts/acceptance.ts'
import { createAddresses } from '../contacts/channels/addresses.ts'
import { createSentParts } from '../contacts/channels/sent-parts.ts'
import type { Contacts } from '../contacts/contacts.ts'
import type { ContactsDeps, Coordination } from '../contacts/deps.ts'
import type { OutboxItem } from '../contacts/outbox.ts'
import { message } from '../dialogs/phrases.ts'
import type { Gate } from '../knowledge/gate.ts'
import type { People } from './people.ts'

export type ChannelsDeps = Pick<ContactsDeps, 'store' | 'sealing' | 'clock'> & Pick<TakingDeps, 'accept' | 'acceptAndReply' | 'files'> & {
  configured: readonly ConfiguredChannel[]
  contacts: Contacts
  coordination: Pick<Coordination, 'cache' | 'leases'>
  publicUrl: string | undefined
  gate: () => Gate
  people: People
  onOutbox(): void
  /** A provider reported of a reply in this conversation. */
  onReported(conversation: string): void
  log: ChannelDeps['log']
}

/** The channels that have settings, mounted; with what delivers by them and finds another way where one is closed. */
export function startChannels(server: restify.Server, deps: ChannelsDeps) {
  const { contacts, log } = deps
  const addresses = createAddresses(deps)
  const sentParts = createSentParts(deps)
  const channels = new Map<string, Channel>()
  const delivering = createDelivering({ channels, addresses })

  async function reroute(item: OutboxItem, why: string): Promise<boolean> {
    const ways = await contacts.otherWays(`${item.activity.channel}:${item.activity.conversation}`)
    const open = await Promise.all(ways.map(({ channel, reference }) => delivering.isOpen(channel, reference)))
    // A page that the customer opens again comes after what reaches them by itself.
    const to = ways.find((_, index) => open[index]) ?? ways.find(({ channel }) => isFetching(channel))
    if (!to) return false
    await contacts.moveReply(item, to, !isFetching(to.channel), why)
    deps.onOutbox()
    return true
  }

  async function report(channel: string, ...[providerId, status, why]: Parameters<ChannelDeps['report']>): Promise<void> {
    const place = await sentParts.report(await addresses.digest(channel, providerId), status)
    if (place) deps.onReported(place.conversation)
    const item = place && status === 'failed' ? await contacts.itemAt(place.conversation, place.sequence) : undefined
    if (!item) return
    const reason = why?.reason ?? 'failed after it was taken'
    if (why?.outside && await reroute(item, reason)) return
    log.error({ channel, why: reason }, 'a reply could not be delivered; it waits for an operator: npm run outbox -- list')
    await contacts.failLater(item, reason)
  }

  for (const { name, open } of deps.configured) {
    const keyOf = async (conversation: string) => conversationKey(name, await addresses.digest(name, conversation))
    const taking = createTaking(name, {
      accept: deps.accept, acceptAndReply: deps.acceptAndReply, addresses, offered: contacts, files: deps.files, log,
      async onTaken(conversation) { if (await contacts.dueNow(conversation)) deps.onOutbox() },
    })
    channels.set(name, open({
      publicUrl: deps.publicUrl, clock: deps.clock, log, cache: deps.coordination.cache, leases: deps.coordination.leases, kept: createKept(deps),
      take: taking.take, ask: taking.ask, inParts: createInParts(name, { sentParts, addresses }), report: (...given) => report(name, ...given),
      sealed: (text, locale) => deps.gate().seal(message(locale, text), { locale, author: 'bot', articles: [], shown: {}, now: deps.clock.now().toISOString() }).sealed,
      note: async (conversation, kind, facts) => contacts.note(await keyOf(conversation), kind, facts),
      people: { serve: deps.people.serve, have: async conversation => deps.people.have(await keyOf(conversation)), done: async conversation => deps.people.done(await keyOf(conversation)) },
    }))
  }
  mountChannels(server, channels.values(), { log })
  let ends: (() => Promise<void>)[] = []

  return {
    /** Whether agents are reached from this channel without the desk. */
    hasPeople: (channel: string): boolean => channels.get(channel)?.hasPeople === true,
    isOurs: delivering.isOurs, deliver: delivering.deliver, reroute,
    /** What the channels do by themselves begins: once the service listens. */
    start(): void {
      ends = [...channels.values()].flatMap(channel => channel.start?.() ?? [])
    },
    async stop(): Promise<void> {
      await Promise.all(ends.map(end => end()))
    },
  }
}
