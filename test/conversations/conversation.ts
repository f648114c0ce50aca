import { randomUUID } from 'node:crypto'
import { parse } from 'yaml'
import { z } from 'zod'

const lines = z.union([z.string(), z.array(z.string())]).transform(value => typeof value === 'string' ? [value] : value)

/** A conversation as a compliance officer writes it: what the customer says, what the bot must and must never say. */
const conversationSchema = z.object({
  name: z.string(),
  rule: z.string().regex(/^M\d/, 'cite the rule of the manual, such as M4.3a'),
  turns: z.array(z.object({ customer: z.string(), bot: z.object({ says: lines.default([]), never: lines.default([]) }) })).min(1),
})
export type Conversation = z.infer<typeof conversationSchema>

/** Reads one document; throws a ZodError that names what is wrong. */
export function readConversation(yaml: string): Conversation {
  return conversationSchema.parse(parse(yaml))
}

const answerSchema = z.looseObject({ activities: z.array(z.looseObject({ type: z.string(), text: z.string().optional(), suggestedActions: z.looseObject({ actions: z.array(z.looseObject({ title: z.string() })) }).optional() })) })

export type Failure = { turn: number; customer: string; expected: string; came: string }

/** Plays a conversation against a running bot's `/api/messages` and gives the turns that did not go as written. */
export async function play(conversation: Conversation, url: string): Promise<Failure[]> {
  const id = randomUUID()
  const failures: Failure[] = []
  for (const [index, { customer, bot }] of conversation.turns.entries()) {
    const response = await fetch(url, {
      method: 'POST', headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        type: 'message', id: `${id}-${index}`, text: customer, channelId: 'emulator', serviceUrl: 'http://127.0.0.1:1', conversation: { id }, from: { id: `customer-${id}` },
        recipient: { id: 'bot' }, deliveryMode: 'expectReplies',
      }),
    })
    const { activities } = answerSchema.parse(await response.json())
    const came = activities.filter(each => each.type === 'message').flatMap(each => [each.text ?? '', ...(each.suggestedActions?.actions.map(action => action.title) ?? [])]).join('\n')
    const fail = (expected: string) => failures.push({ turn: index + 1, customer, expected, came })
    for (const words of bot.says) if (!came.includes(words)) fail(`says: ${words}`)
    for (const words of bot.never) if (came.includes(words)) fail(`never: ${words}`)
  }
  return failures
}
