import type { ChannelKind } from './channel.ts'
import { sms } from './sms/channel.ts'
import { telegram } from './telegram/channel.ts'
import { voice } from './voice/channel.ts'
import { wechat } from './wechat/channel.ts'
import { wecom } from './wecom/channel.ts'
import { whatsapp } from './whatsapp/channel.ts'

/** The channels that are spoken directly, each set up by its settings (docs/channels/). */
export const channelKinds: readonly ChannelKind[] = [wechat, wecom, sms, voice, telegram, whatsapp]
