import { join } from 'node:path'
import { z } from 'zod'
import { readCorpusFile } from './corpus-file.ts'
import { normalise } from './normalise.ts'
import type { Language } from './understanding.ts'

const topics = z.array(z.string()).min(2, 'a question that fits one topic is not broad').max(3, 'a customer is given three choices at most')
const file = z.strictObject({ aspects: z.record(z.string(), topics), subjects: z.record(z.string(), topics) })

/** The questions of a language that fit several topics: what is asked for (利率), or a subject alone (基金) → those topics, the usual ones first. */
export type BroadQuestions = Readonly<Record<Language, z.infer<typeof file>>>

/** Reads `broad.*.yaml`. Throws CorpusError for a file of another form. */
export function loadBroadQuestions(dir: string = join(import.meta.dirname, 'corpora')): BroadQuestions {
  const read = (name: string) => readCorpusFile(dir, `broad.${name}.yaml`, file)
  return { zh: read('zh-Hans'), en: read('en') }
}

/** Words of asking, which say nothing of what is asked for. */
const asking: Record<Language, RegExp> = {
  zh: /请问|麻烦|你好|您好|我想(?:要|问|知道)?|我要|想(?:要|问|知道)?|帮我|一下|你们|银行|能不能|可不可以|会不会|要不要|需不需要|是不是|可以|能|会|需要|要|现在|目前|今天|怎么(?:样|办理|办|弄|算)?|如何|是?多少钱?|几个?点|问题|咨询|查询|的|呢|吗|啊|呀|吧|是|有/g,
  en: /\b(?:please|hi|hello|(?:can|could|may)(?: you| i)?|need to|have to|tell me|what(?:'s| is| are)?|how(?: much| do i| can i| to)?|i(?:'d| would)? (?:want|like|need)(?: to)?|the|a|an|on|of|for|my|your|is|are|do|you|have|about|current|now|today|get|to|know)\b/g,
}
/** Whoever writes more says more, in characters. */
const longest: Record<Language, number> = { zh: 16, en: 50 }

/** Finds the topics that a message fits when it leaves open which is meant: 利率多少, how do I apply. Undefined where it says enough, or nothing. */
export function createBroadFinder(questions: BroadQuestions): (message: string, language: Language) => readonly string[] | undefined {
  return (message, language) => {
    if (message.length > longest[language]) return undefined
    const plain = normalise(message).replace(/[^\p{L}\p{N}' ]+/gu, ' ')
    const joined = (text: string) => text.replace(/\s+/g, language === 'zh' ? '' : ' ').trim()
    const { aspects, subjects } = questions[language]
    const whole = joined(plain)
    const asked = joined(plain.replace(asking[language], ' '))
    return Object.hasOwn(subjects, whole) ? subjects[whole] : Object.hasOwn(aspects, asked) ? aspects[asked] : undefined
  }
}
