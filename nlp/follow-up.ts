import { normalise } from './normalise.ts'
import type { Language } from './understanding.ts'

/** What a topic is about, in the customer's word (基金, fund), and its title (基金费用, Fund fees). */
export type Subject = { word: Record<Language, string>; title: Record<Language, string> }

const continues: Record<Language, RegExp> = {
  zh: /^(那|那么|那麼|咁|噉|还有|還有|它|佢|这个|這個|这种|這種|该产品|該產品)|(呢|呢[?？])$/,
  en: /^(and|what about|how about|so|its?|that one|those|these)\b|\b(it|them|that one)\s*[?.!]*$/i,
}
/** Questions that lack what they are about: 要多久, which documents. */
const elliptic: Record<Language, RegExp> = {
  zh: /^(大概|一般|最快)?(要|需要|得)?(多久|几天|幾天|多长时间|多長時間|带什么|帶什麼|帶咩|带啥|(准备|準備)?(什么|什麼|哪些|咩)(材料|资料|資料|证件|證件|文件|条件|條件|手续|手續)|多少钱|多少錢|收费吗|收費嗎|要钱吗|免费吗|免費嗎|在哪(里|裡|儿)?(办|辦|弄)?|(什么|什麼)(时候|時候)|怎么(办理|弄|操作|算)|怎麼(辦理|弄|操作|算)|点样办|可以吗|可以嗎|安全吗|安全嗎|有风险吗|有風險嗎|风险(大|高)吗|風險(大|高)嗎|会亏吗|會虧嗎|保本吗|保本嗎|最低多少|期限多久|(多久|几天|幾天|多长时间|多長時間|什么时候|什麼時候|几时|几号)(才能|才|能|可以|会|會)?(到账|到賬|到帐|到帳|到|下来|下來|批|生效|办好|辦好|拿到|收到))[?？]*$/,
  en: /^(how long|how long does (it|that) take|how much|how much is (it|that)|what does (it|that) cost|(what|which) (documents?|papers)( do i need)?|what do i need|is (it|that) (free|safe|risky)|where|when|can i do (it|that) online|what('s| is| are) the (fees?|costs?|rate|interest|interest rate|minimum|risks?|term|limit))\s*[?]*$/i,
}
const lead: Record<Language, RegExp> = {
  zh: /^(那么|那麼|那|咁|噉|还有|還有|它的|它|佢嘅|佢|这个|這個|这种|這種|该产品|該產品)[，,]?/,
  en: /^(and what about|and how about|and|what about|how about|so|its)\b[\s,]*/i,
}
/** Longer messages stand on their own, in characters. */
const shortBelow: Record<Language, number> = { zh: 12, en: 30 }

export type FollowUp = {
  /** The message with what it is about before it, once by the subject's word and once by the topic's title: 那手续费呢 → 基金手续费呢, 基金赎回手续费呢. */
  expanded: string[]
  /** Whether it is worded as one (那…呢, "and …", 要多久), not only short. */
  worded: boolean
}

/** Reads a message that names no subject as one about the subject before; undefined where it names one or stands on its own. */
export function createFollowUps(subjects: Iterable<Subject>): (message: string, language: Language, before: Subject) => FollowUp | undefined {
  const words: Record<Language, Set<string>> = { zh: new Set(), en: new Set() }
  for (const subject of subjects) for (const language of ['zh', 'en'] as const) words[language].add(normalise(subject.word[language]))
  return (message, language, before) => {
    const text = message.trim()
    const worded = continues[language].test(text) || elliptic[language].test(text)
    if (!worded && text.length > shortBelow[language]) return undefined
    const plain = normalise(text)
    for (const word of words[language]) if (plain.includes(word)) return undefined
    const rest = text.replace(lead[language], '')
    const glue = language === 'zh' ? '' : ' '
    const [word, title] = [before.word[language], before.title[language]]
    // A title without the word is a thing of its own (境外汇款, a transfer); one with it has an aspect that may be left behind (转账手续费).
    const abouts = normalise(title).includes(normalise(word)) ? [word, title] : [title, word]
    return { worded, expanded: [...new Set(abouts)].map(about => `${about}${glue}${rest}`) }
  }
}
