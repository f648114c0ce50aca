import { denials } from './denial.ts'

/** Questions to which a bare yes would be a promise … */
const asksForPromise = /保本|保不保|保息|保证|保障|安全|稳(?:赚|吗|不稳|当)|一定(?:能|会)?(?:赚|涨|有)|(?:能|会|肯定)(?:赚|涨|拿回|有收益|回本)|拿(?:得)?回来|零风险|无风险|没有?风险|刚兑|兜底|guarantee|risk[- ]?free|\bsafe\b|secure|protected|sure to|make money|profit/
/** … and those to which a bare no would be one. */
const asksForLoss = /亏|赔(?!付|偿)|损失|有(?:什么|没有|啥)?风险|风险(?:大|高)|跌|会(?:不会)?少|\blose|\bloss|\brisk(?!-? ?free)|\bfall\b|go down|go wrong/
const inverted = /不(?:保本|保证|安全|稳|会(?:赚|涨))|没(?:有)?(?:保证|保障)|not (?:be )?(?:guaranteed|safe|protected)|isn't|aren't/

const yes = /^(?:(?:放心吧?|那|这|您放心)[,， ]{0,2})?(?:是的?|对的?|对啊|嗯+|没错|可以|能|会的?|保的?|当然(?!不|没)|必须|100 ?(?:%|percent|per cent)|肯定|一定|必须的?|妥妥|稳的?|绝对|百分之?百|那是|有的?|有保证|放心|yes|yeah|yep|sure|of course(?! not)|absolutely(?! not)|definitely(?! not)|certainly(?! not)|it is|it does|right|correct|indeed|they are|always)(?!没|不)/
const no = /^(?:(?:一点|一点儿|完全|根本|压根|丝毫|半点|绝对|肯定)(?:都|也)?(?:不|没|无)|not a chance|never in|不会的?|不可能|没有?的?|不用(?:担心|怕)|放心|绝对不|肯定不|当然不|当然没|哪会|怎么会|不|无|没|no|never|not at all|of course not|absolutely not|definitely not|certainly not|impossible|none|don't worry|nope)(?!一定|保证|能保|好说|敢|是没有|全是|知道|清楚|确定|one can|body)/
/** What makes a short yes or no longer and its own statement, which is judged by itself. */
const qualified = /(?<!不)可能|风险|不一定|取决|看市场|波动|但|不保证|损失|亏|may|might|could|depends|risk|can lose|not guaranteed/

/**
 * The promise that an answer makes by saying yes or no to a question ("这款保本吗" – "是的"), both folded.
 * Undefined where it makes none. A question in quotation marks in the text itself counts as one that is answered.
 */
export function promiseByAnswer(text: string, question: string | undefined): string | undefined {
  const quoted = /[“「『"]([^“”「」『』"\n]{2,60}(?:吗|么|\?|不))[”」』"]\s{0,3}[—\-:,，。\s]{0,6}([^。!?\n]{1,40})/.exec(text)
  return answers(text.trim(), question) ?? (quoted ? answers(quoted[2] ?? '', quoted[1]) : undefined)
}

function answers(text: string, question: string | undefined): string | undefined {
  if (question === undefined) return undefined
  const first = /^[^。!?\n;]{1,40}/.exec(text)?.[0] ?? ''
  if (first === '') return undefined
  const rest = text.slice(first.length, first.length + 80)
  const short = /^[^,，\s]{1,12}/.exec(first)?.[0] ?? first
  if (asksForPromise.test(question) && !asksForLoss.test(question)) {
    const agreed = yes.test(first) && denials(first) % 2 === 0 && !qualified.test(first)
    return agreed !== inverted.test(question) && (agreed || no.test(first)) && !qualified.test(first + rest.slice(0, 40)) ? short : undefined
  }
  if (asksForLoss.test(question)) return no.test(first) && !qualified.test(first.replace(/^[^,，]{0,10}(?:亏|损失|风险)/, '')) && !/(?:但|不过|but|however)/.test(rest) ? short : undefined
  return undefined
}
