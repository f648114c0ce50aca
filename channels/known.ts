import type { ChannelKind } from './channel.ts'

/** The channels that are spoken directly, each set up by its settings (docs/channels/). */
export const channelKinds: readonly ChannelKind[] = []
