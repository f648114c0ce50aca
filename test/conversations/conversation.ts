import { randomUUID } from 'node:crypto'
import { parse } from 'yaml'
import { z } from 'zod'

const lines = z.union([z.string(), z.array(z.string())]).transform(value => typeof value === 'string' ? [value] : value)

/** A conversation as a compliance officer writes it: what the customer says, what the bot must and must never say. */
const conversationSchema = z.strictObject({
  name: z.string(),
  rule: z.string().regex(/^M\d/, 'cite the rule of the manual, such as M4.3a'),
  /** The language of the customer's page, a BCP 47 tag. */
  locale: z.string().optional(),
  turns: z.array(z.strictObject({ customer: z.string(), bot: z.strictObject({ says: lines.default([]), never: lines.default([]) }) })).min(1),
})
export type Conversation = z.infer<typeof conversationSchema>

/** Reads one document; throws a ZodError that names what is wrong. */
export function readConversation(yaml: string): Conversation {
  return conversationSchema.parse(parse(yaml))
}

const activitySchema = z.looseObject({
  type: z.string(), text: z.string().optional(),
  suggestedActions: z.looseObject({ actions: z.array(z.looseObject({ title: z.string() })) }).optional(),
})
const answerSchema = z.looseObject({ activities: z.array(activitySchema) })

export type Activity = z.infer<typeof activitySchema>
export type Failure = { turn: number; customer: string; expected: string; came: string }
/** How it went: the turns that did not go as written, and every activity, in the Emulator's transcript form. */
export type Played = { failures: Failure[]; transcript: Activity[] }

/** What a customer reads of the bot's activities: texts and buttons, a line each. */
function readable(activities: readonly Activity[]): string {
  return activities.filter(each => each.type === 'message').flatMap(each => [each.text ?? '', ...(each.suggestedActions?.actions.map(action => action.title) ?? [])]).join('\n')
}

/** Plays a conversation against a running bot's `/api/messages`. Throws where the bot does not answer with activities. */
export async function play({ turns, locale }: Conversation, url: string): Promise<Played> {
  const id = randomUUID()
  const failures: Failure[] = []
  const transcript: Activity[] = []
  for (const [index, { customer, bot }] of turns.entries()) {
    const sent = {
      type: 'message', id: `${id}-${index}`, timestamp: new Date().toISOString(), text: customer, channelId: 'emulator', serviceUrl: 'http://127.0.0.1:1',
      conversation: { id }, from: { id: `customer-${id}`, role: 'user' }, recipient: { id: 'bot', role: 'bot' }, ...(locale ? { locale } : {}),
    }
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ...sent, deliveryMode: 'expectReplies' }) })
    if (!response.ok) throw new Error(`${url} answered ${response.status}: ${(await response.text()).slice(0, 300)}`)
    const { activities } = answerSchema.parse(await response.json())
    transcript.push(sent, ...activities)
    const came = readable(activities)
    const fail = (expected: string) => failures.push({ turn: index + 1, customer, expected, came })
    for (const words of bot.says) if (!came.includes(words)) fail(`says: ${words}`)
    for (const words of bot.never) if (came.includes(words)) fail(`never: ${words}`)
  }
  return { failures, transcript }
}
