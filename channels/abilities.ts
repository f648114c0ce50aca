/** How many answers a channel can offer to be tapped, and how long each may be. */
export type Choices = { most: number; title: number }

/** What a channel can show. What it cannot falls back to what it can (`render`). */
export type Abilities = {
  text: {
    /** The longest text of one message; a longer one becomes several. */
    most: number
    measure: 'characters' | 'bytes'
  }
  /** One-tap answers; without them they become a numbered list, and the customer writes the number. */
  buttons?: Choices
  /** A list to choose from, where there are too many answers, or too long ones, for buttons. */
  list?: Choices
  /** The longest text that can stand with buttons or a list; `text.most` if not given. */
  withChoices?: number
  /** Whether a link can be a button; otherwise its address stands in the text. */
  linkButtons: boolean
  /** Nothing is said unasked that can wait: each message costs money, counts against a limit, or breaks into a call. */
  sparing?: boolean
}

/**
 * The one table of channel abilities. Direct Line and the channels behind the Bot Framework are not in it: they take the
 * message as it is and do their own falling back.
 */
const table = {
  // Bot API, sendMessage: 4096 characters; what stands on an inline button is cut by clients on narrow screens.
  telegram: { text: { most: 4096, measure: 'characters' }, buttons: { most: 12, title: 60 }, linkButtons: true },
  // Cloud API, "Interactive reply buttons", "Interactive lists", "Text messages".
  whatsapp: { text: { most: 4096, measure: 'characters' }, buttons: { most: 3, title: 20 }, list: { most: 10, title: 24 }, withChoices: 1024, linkButtons: false },
  // 「发送客服消息」 and 「被动回复用户消息」: 2048 bytes; a menu's head is kept to WeCom's 1024.
  wechat: { text: { most: 2048, measure: 'bytes' }, buttons: { most: 10, title: 40 }, withChoices: 1024, linkButtons: false, sparing: true },
  // 「发送消息」 (微信客服): 2048 bytes; a menu has at most 10 items of 128 bytes under a head of 1024.
  wecom: { text: { most: 2048, measure: 'bytes' }, buttons: { most: 10, title: 40 }, withChoices: 1024, linkButtons: true, sparing: true },
  sms: { text: { most: 1600, measure: 'characters' }, linkButtons: false, sparing: true },
  voice: { text: { most: 4096, measure: 'characters' }, linkButtons: false, sparing: true },
} as const satisfies Record<string, Abilities>

export type ChannelName = keyof typeof table

/** What this channel can show. */
export const abilitiesOf = (channel: ChannelName): Abilities => table[channel]

/** Whether nothing is said unasked in this channel that can wait; false for those that are not in the table. */
export const isSparing = (channel: string): boolean => Object.entries(table).some(([name, abilities]: [string, Abilities]) => name === channel && abilities.sparing === true)

/** Where simulated customers are: they read what is in the log of their practice room. */
export const practiceChannel = 'practice'
/** Channels whose clients fetch what is in the log; the others are pushed to from the outbox. */
const fetching: ReadonlySet<string> = new Set(['directline', practiceChannel])
export const isFetching = (channel: string): boolean => fetching.has(channel)
