import type { Language } from './understanding.ts'

/** Finance words that customers write in the other language within a sentence: 信用卡的 annual fee, the fee for 转账. */
const pairs: readonly (readonly [english: string, chinese: string])[] = [
  ['credit card', '信用卡'], ['debit card', '储蓄卡'], ['bank card', '银行卡'], ['annual fee', '年费'], ['cash advance', '信用卡取现'], ['credit limit', '信用卡额度'], ['credit report', '征信报告'],
  ['time deposit', '定期存款'], ['fixed deposit', '定期存款'], ['structured deposit', '结构性存款'], ['wealth management', '理财'], ['mutual fund', '基金'], ['mobile banking', '手机银行'],
  ['online banking', '网上银行'], ['interest rate', '利率'], ['early repayment', '提前还款'], ['bank statement', '银行流水'], ['statement', '账单'], ['statements', '流水'], ['home loan', '房贷'], ['mortgage', '房贷'], ['personal loan', '个人贷款'],
  ['loan', '贷款'], ['loans', '贷款'], ['fund', '基金'], ['funds', '基金'], ['bond', '债券'], ['bonds', '债券'], ['insurance', '保险'], ['policy', '保单'], ['deposit', '存款'], ['deposits', '存款'], ['gold', '黄金'],
  ['transfer', '转账'], ['remit', '汇款'], ['refund', '退款'], ['fee', '手续费'], ['fees', '手续费'], ['charge', '收费'], ['limit', '限额'], ['balance', '余额'], ['account', '账户'], ['password', '密码'], ['pin', '密码'], ['login', '登录'],
  ['log in', '登录'], ['fail', '失败'], ['failed', '失败'], ['error', '出错'], ['code', '验证码'], ['otp', '验证码'], ['branch', '网点'], ['appointment', '预约'], ['instalment', '分期'], ['installment', '分期'], ['penalty', '违约金'], ['rate', '利率'],
  ['interest', '利息'], ['apply', '申请'], ['cancel', '取消'], ['close', '注销'], ['lost', '丢了'], ['complain', '投诉'], ['complaint', '投诉'], ['agent', '人工'], ['card', '卡'], ['points', '积分'], ['salary', '工资'], ['redeem', '赎回'],
  ['reset', '重置'], ['freeze', '冻结'], ['frozen', '冻结'], ['unfreeze', '解冻'], ['activate', '激活'], ['forgot', '忘记'], ['link', '绑定'],
]

const toChinese = new Map(pairs)
const toEnglish = new Map([...pairs].reverse().map(([english, chinese]) => [chinese, english]))
const longestFirst = (words: Iterable<string>) => [...words].sort((a, b) => b.length - a.length).join('|')
const englishWords = new RegExp(`(?<![a-z])(?:${longestFirst(toChinese.keys())})(?![a-z])`, 'g')
const chineseWords = new RegExp(longestFirst(toEnglish.keys()), 'g')

/** Words that build an English sentence: a message of them is English whatever names it carries. */
const englishFrame = /\b(?:what|what's|how|when|where|which|why|who|is|are|was|does|do|did|the|a|an|my|your|i|i'm|can|could|for|to|of|in|on|with|it|please|and|but|not|have|has)\b/gi
/** Characters that build a Chinese one. */
const chineseFrame = /[的了吗嗎么麼呢吧啊呀我你您他她是有没沒不怎哪谁誰什几幾多能会會要想把被在这這那个個下给給帮幫请請换換和跟咗嘅唔冇係喺佢點点]/gu

/** Whether a text with so many Chinese characters and Latin words is an English one. */
export function isEnglish(text: string, han: number, words: number): boolean {
  const englishWords = text.match(englishFrame)?.length ?? 0
  const chineseWords = text.match(chineseFrame)?.length ?? 0
  if (englishWords === 0) return han === 0
  return chineseWords === 0 || words > han
}

/**
 * A text that mixes both languages with its finance words in the one its sentence is built in, as the other words stand around
 * them. `plain` is in lower case and Simplified characters.
 */
export function unmixed(plain: string): string {
  const words = plain.match(/[a-z]{2,}/g)?.length ?? 0
  if (words === 0) return plain
  const han = plain.match(/\p{Script=Han}/gu)?.length ?? 0
  if (han === 0) return plain
  return isEnglish(plain, han, words) ? plain.replace(chineseWords, word => ` ${toEnglish.get(word) ?? word} `) : plain.replace(englishWords, word => toChinese.get(word) ?? word)
}

/** What of a text is written in the other language, where that is enough to ask something: three words, or three characters. */
export function foreignPartOf(text: string, language: Language): string | undefined {
  const part = (language === 'zh' ? text.match(/[a-z][a-z' -]*/gi) : text.match(/\p{Script=Han}+/gu))?.join(' ').trim() ?? ''
  return (language === 'zh' ? /(?:[a-z']+[ -]+){2}[a-z]/i : /\p{Script=Han}{3}/u).test(part) ? part : undefined
}
