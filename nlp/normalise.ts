import simplifiedPairs from 'opencc-js/dict/TSCharacters'
import traditionalPairs from 'opencc-js/dict/STCharacters'

// Characters are converted one by one here: the tables alone do that, in a hundredth of the memory of OpenCC's converters of phrases.
const tableOf = (pairs: string) => new Map(pairs.split('|').map(pair => {
  const [from = '', to = ''] = pair.split(' ')
  return [from, to]
}))
const simplified = tableOf(simplifiedPairs)
const traditional = tableOf(traditionalPairs)

/** What customers in Hong Kong and Taiwan (and Cantonese) call it, after conversion to Simplified → what the corpus calls it. */
const terms = new Map(Object.entries({
  信用咭: '信用卡', 咭: '卡', 提款卡: '银行卡', 金融卡: '银行卡', 提款机: '取款机', 柜员机: '取款机', 提款: '取款', 户口: '账户', 帐户: '账户', 帐号: '账号', 帐单: '账单',
  转帐: '转账', 过数: '转账', 转数快: '转账', 到帐: '到账', 入帐: '到账', 汇出汇款: '汇款', 短讯: '短信', 简讯: '短信', 登入: '登录', 行动银行: '手机银行', 网银: '网上银行',
  分行网点: '网点', 分行: '网点', 按揭: '房贷按揭', 楼按: '房贷按揭', 供楼: '还房贷', 定存: '定期存款', 存摺: '存折', 临柜: '柜台', 资料: '信息', 卡数: '信用卡账单', 签账: '消费', 缴款: '还款',
  唔见咗: '丢了', 唔见: '丢了', 冇咗: '丢了', 点样: '怎么', 点解: '为什么', 几钱: '多少钱', 几多: '多少', 几耐: '多久', 几时: '什么时候', 边度: '哪里', 边间: '哪家', 乜嘢: '什么', 咩: '什么',
  唔该: '谢谢', 唔识: '不会', 唔到: '不到', 唔系: '不是', 系咪: '是不是', 唔: '不', 冇: '没有', 嘅: '的', 咗: '了', 嚟: '来', 睇: '看', 俾: '给', 畀: '给', 攞: '拿', 揾: '找', 佢: '他', 喺: '在', 咁: '这么',
  身分证: '身份证', 身分: '身份', 甚么: '什么', 怎样: '怎么', 强积金: '养老金', 讯息: '消息', 软体: '软件', 网路: '网络',
}))
const anyTerm = new RegExp([...terms.keys()].sort((a, b) => b.length - a.length).join('|'), 'g')

const dropped = /[\p{Extended_Pictographic}\p{Cf}\uFE0F]/u

/** The text as the model sees it: NFKC, lower case, Simplified characters, the corpus's terms, no emoji. */
export function normalise(text: string): string {
  let plain = ''
  let hasHan = false
  for (const char of text.normalize('NFKC').toLowerCase()) {
    if (char < '\u00a9') {
      plain += char
      continue
    }
    if (dropped.test(char)) continue
    if (char < '\u2e80') {
      plain += char
      continue
    }
    hasHan = true
    plain += simplified.get(char) ?? char
  }
  return hasHan ? plain.replace(anyTerm, term => terms.get(term) ?? term) : plain
}

/** Simplified forms that Traditional texts write too, with a meaning of their own (皇后, 干涉) or as a usual variant (台灣, 吃, 群). */
const writtenInBoth = new Set('台后余干准群吃床峰云丑范斗几佣郁征咸占尸岳岩采并晒灶朴伙划冲')
/** Written in Cantonese only; who writes so without Simplified characters writes Traditional ones. */
const cantonese = new Set('嘅咗唔冇佢喺嚟睇揾搵俾畀啲嘢咩乜哋嗰㗎咁攞嘥噉嗮冚瞓佬')

/** Which script a Chinese character belongs to. */
export function scriptOf(char: string): 'Hans' | 'Hant' | 'both' {
  const differs = (table: ReadonlyMap<string, string>) => (table.get(char) ?? char) !== char
  if (differs(simplified) || cantonese.has(char)) return 'Hant'
  return differs(traditional) && !writtenInBoth.has(char) ? 'Hans' : 'both'
}

/** What is left of a text when only letters and digits count: two texts with one gist read the same. */
export const gistOf = (text: string): string => normalise(text).replace(/[^\p{L}\p{N}]+/gu, '')
