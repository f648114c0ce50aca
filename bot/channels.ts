import type restify from 'restify'
import { isFetching } from '../channels/abilities.ts'
import type { Channel, ChannelDeps, ConfiguredChannel } from '../channels/channel.ts'
import { createDelivering, createInParts } from '../channels/delivering.ts'
import { mountChannels } from '../channels/mount.ts'
import { createTaking, type TakingDeps } from '../channels/taking.ts'
import { createKept } from '../contacts/channels/kept.ts'
import { createAddresses } from '../contacts/channels/addresses.ts'
import { createSentParts } from '../contacts/channels/sent-parts.ts'
import type { Contacts } from '../contacts/contacts.ts'
import type { ContactsDeps, Coordination } from '../contacts/deps.ts'
import type { OutboxItem } from '../contacts/outbox.ts'

export type ChannelsDeps = Pick<ContactsDeps, 'store' | 'sealing' | 'clock'> & Pick<TakingDeps, 'accept' | 'acceptAndReply' | 'files'> & {
  configured: readonly ConfiguredChannel[]
  contacts: Contacts
  coordination: Pick<Coordination, 'cache' | 'leases'>
  publicUrl: string | undefined
  onOutbox(): void
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
    const item = place && status === 'failed' ? await contacts.itemAt(place.conversation, place.sequence) : undefined
    if (!item) return
    const reason = why?.reason ?? 'failed after it was taken'
    if (why?.outside && await reroute(item, reason)) return
    log.error({ channel, why: reason }, 'a reply could not be delivered; it waits for an operator: npm run outbox -- list')
    await contacts.failLater(item, reason)
  }

  for (const { name, open } of deps.configured) {
    const taking = createTaking(name, {
      accept: deps.accept, acceptAndReply: deps.acceptAndReply, addresses, offered: contacts, files: deps.files, log,
      async onTaken(conversation) { if (await contacts.dueNow(conversation)) deps.onOutbox() },
    })
    channels.set(name, open({
      publicUrl: deps.publicUrl, clock: deps.clock, log, cache: deps.coordination.cache, leases: deps.coordination.leases, kept: createKept(deps),
      take: taking.take, ask: taking.ask, inParts: createInParts(name, { sentParts, addresses }), report: (...given) => report(name, ...given),
    }))
  }
  mountChannels(server, channels.values(), { log })
  let ends: (() => Promise<void>)[] = []

  return {
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
