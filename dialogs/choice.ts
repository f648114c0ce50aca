import type { Understanding } from '../nlp/understanding.ts'

const ordinals: readonly RegExp[] = [
  /^(选|選|我选|我選|我要|要)?\s*(第?\s*(1|一)\s*(个|個|项|項|条|條|種|种)?|头一个|頭一個|上面那个|上面那個)[。.!！吧]*$|^(the )?(1|1st|first|number one|no\.? ?1|option (1|one)|top)( one| option)?[.!]*$/i,
  /^(选|選|我选|我選|我要|要)?\s*(第?\s*(2|二|两|兩)\s*(个|個|项|項|条|條|種|种)?|中间那个|中間那個)[。.!！吧]*$|^(the )?(2|2nd|second|number two|no\.? ?2|option (2|two)|middle)( one| option)?[.!]*$/i,
  /^(选|選|我选|我選|我要|要)?\s*(第?\s*(3|三)\s*(个|個|项|項|条|條|種|种)?)[。.!！吧]*$|^(the )?(3|3rd|third|number three|no\.? ?3|option (3|three))( one| option)?[.!]*$/i,
]
const last = /^(选|選|我选|我選|我要|要)?\s*(最后一?(个|項|项)|最後一?(個|項)|下面那个|下面那個)[。.!！吧]*$|^(the )?last( one| option)?[.!]*$/i
const none = /^(以上)?(都|全都|统统)?(不是|不对|不對|唔係|唔系)(的|这些|這些)?[。.!！]*$|^(none|none of (these|them|those)|neither|not (these|those|any of these))[.!]*$/i

const yes = /^(好|好的|好啊|是|是的|对|對|要|可以|嗯|行|係|yes|yeah|yep|ok|okay|sure)[!！。.]*$/i

/** Whether the customer only says yes. */
export const saysYes = (text: string): boolean => yes.test(text.trim())

/** Whether the customer wants none of what was offered, in words of their own. */
export const wantsNone = (text: string): boolean => none.test(text.normalize('NFKC').trim())

/**
 * Which of the offered topics a customer chooses: by its title or a telling part of it, its number (２, 第二个, the last one), or because
 * the message, understood by itself, means one of them. Undefined where it is none.
 */
export function chosenOf<Choice extends { title: string; topic: string }>(text: string, choices: readonly Choice[], understood: Understanding | undefined): Choice | undefined {
  const said = text.normalize('NFKC').trim().toLowerCase()
  const titled = choices.filter(choice => choice.title.toLowerCase() === said)
  if (titled[0]) return titled[0]
  const number = ordinals.findIndex(ordinal => ordinal.test(said))
  if (number >= 0) return choices[number]
  if (last.test(said)) return choices.at(-1)
  const holding = choices.filter(choice => said.length >= 2 && choice.title.toLowerCase().includes(said))
  if (holding.length === 1) return holding[0]
  const [best] = understood?.intents ?? []
  if (understood?.decision === 'answer' && best) return choices.find(choice => choice.topic === best.intent)
  const meant = understood?.intents.flatMap(({ intent }) => choices.find(choice => choice.topic === intent) ?? []) ?? []
  return understood?.decision === 'clarify' && meant.length === 1 ? meant[0] : undefined
}
