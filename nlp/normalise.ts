import simplifiedPairs from 'opencc-js/dict/TSCharacters'
import traditionalPairs from 'opencc-js/dict/STCharacters'
import { writtenOut } from './contractions.ts'
import { unmixed } from './mixed.ts'

// Characters are converted one by one here: the tables alone do that, in a hundredth of the memory of OpenCC's converters of phrases.
const tableOf = (pairs: string) => new Map(pairs.split('|').map(pair => {
  const [from = '', to = ''] = pair.split(' ')
  return [from, to]
}))
const simplified = tableOf(simplifiedPairs)
const traditional = tableOf(traditionalPairs)

/** What customers in Hong Kong and Taiwan (and Cantonese) call it, after conversion to Simplified → what the corpus calls it. */
const terms = new Map(Object.entries({
  信用咭: '信用卡', 咭: '卡', 提款卡: '银行卡', 金融卡: '银行卡', 提款机: '取款机', 柜员机: '取款机', 提款: '取款', 提领: '取款', 户口: '账户', 户头: '账户', 帐户: '账户', 帐号: '账号', 帐单: '账单',
  转帐: '转账', 过数: '转账', 过错数: '转错账', 转数快: '转账', 到帐: '到账', 入帐: '到账', 入数: '存款', 汇出汇款: '汇款', 短讯: '短信', 简讯: '短信', 登入: '登录', 行动银行: '手机银行', 网银: '网上银行', 网路银行: '网上银行',
  分行网点: '网点', 分行: '网点', 分店: '网点', 按揭: '房贷按揭', 楼按: '房贷按揭', 供楼: '还房贷', 供款: '还款', 定存: '定期存款', 解约: '提前支取解约', 存摺: '存折', 临柜: '柜台', 资料: '信息', 卡数: '信用卡欠款', 找卡数: '还信用卡', 签账: '消费', 碌卡: '刷卡', 缴款: '还款',
  月结单: '对账单', 信贷: '信用贷款', 私人贷款: '个人贷款', 联征: '征信', 信贷纪录: '征信记录', 信用纪录: '征信记录', 清偿: '还清', 最低应缴: '最低还款', 预借现金: '信用卡取现', 定期定额: '基金定投', 月供基金: '基金定投', 申购: '购买', 投资型保单: '投连险', 储蓄险: '分红险',
  黄金存折: '积存金', 金融商品: '金融产品', 理财商品: '理财产品', 日圆: '日元', 美金: '美元', 港纸: '港币', 门号: '手机号', 电话号码: '手机号', 薪转户: '工资卡', 薪水: '工资', 出粮: '发工资', 职员: '工作人员', 专员: '客服', 提早: '提前', 盗用: '盗刷', 盗录: '盗刷',
  风险属性: '风险承受能力', 补发: '补办', 核发: '审批', 客诉: '投诉', 诈骗集团: '骗子', 骗徒: '骗子', 钓鱼连结: '钓鱼链接', 连结: '链接', 网络钓鱼: '钓鱼',
  唔见咗: '丢了', 唔见: '丢了', 冇咗: '丢了', 点样: '怎么', 点解: '为什么', 点算: '怎么办', 点做: '怎么做', 点申请: '怎么申请', 点计: '怎么算', 点搞: '怎么弄', 点先可以: '怎么才能', 会点: '会怎样', 几钱: '多少钱', 几多厘: '利率多少', 加额: '提高额度', 几多: '多少', 几厘: '利率多少', 几耐: '多久', 好耐: '很久', 几时: '什么时候', 边度: '哪里', 边间: '哪家', 边个: '谁', 边只: '哪只', 乜嘢: '什么', 咩: '什么',
  依家: '现在', 而家: '现在', 听日: '明天', 琴日: '昨天', 唔该: '谢谢', 唔识: '不会', 唔到: '不到', 唔系: '不是', 系咪: '是不是', 可唔可以: '可不可以', 会唔会: '会不会', 使唔使: '要不要', 收唔收费: '收不收费', 唔: '不', 有冇: '有没有', 冇: '没有', 嘅: '的', 咗: '了', 嚟: '来', 睇: '看', 俾: '给', 畀: '给', 话俾我知: '告诉我', 攞返: '取回', 攞: '取', 揾: '找', 搵: '找', 佢: '他', 喺: '在', 咁: '那', 同埋: '和', 蚀: '亏', 蚀钱: '亏钱', 包赚: '稳赚', 食咗: '吞了', 你哋: '你们', 我哋: '我们', 㗎: '', 嗰间: '那家', 嗰: '那', 净系: '只',
  身分证: '身份证', 身分: '身份', 甚么: '什么', 怎样: '怎么', 强积金: '养老金', 讯息: '消息', 软体: '软件', 网路: '网络', 列印: '打印', 影印: '复印',
}))
const anyTerm = new RegExp([...terms.keys()].sort((a, b) => b.length - a.length).join('|'), 'g')

const dropped = /[\p{Extended_Pictographic}\p{Cf}\uFE0F]/u

/** The text as the model sees it: NFKC, lower case, Simplified characters, the corpus's terms, contractions written out, no emoji. */
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
  return hasHan ? unmixed(plain.replace(anyTerm, term => terms.get(term) ?? term)) : writtenOut(plain)
}

/** Simplified forms that Traditional texts write too, with a meaning of their own (皇后, 干涉) or as a usual variant (台灣, 吃, 群). */
const writtenInBoth = new Set('台后余干准群吃床峰云丑范斗几佣郁征咸占尸岳岩采并晒灶朴伙划冲厘着唇')
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
