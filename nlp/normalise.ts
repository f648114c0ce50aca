import { Converter } from 'opencc-js'

const toSimplified = Converter({ from: 't', to: 'cn' })
const simplified = new Map<string, string>()

/** Terms of Hong Kong and Taiwan, homophones and pinyin that customers type, as the corpus says them. */
const terms: readonly (readonly [RegExp, string])[] = [
  [/信用咭/g, '信用卡'], [/提款机|柜员机/g, '取款机'], [/转帐/g, '转账'], [/帐户/g, '账户'], [/分行网点|分行/g, '网点'], [/短讯|简讯/g, '短信'], [/登入/g, '登录'], [/按揭/g, '房贷按揭'], [/理才|理材/g, '理财'], [/基今|鸡金/g, '基金'],
  [/存宽/g, '存款'], [/zhuan ?zhang/g, '转账'], [/xian ?e/g, '限额'], [/li ?cai/g, '理财'], [/ji ?jin/g, '基金'], [/mi ?ma/g, '密码'], [/xin ?yong ?ka/g, '信用卡'], [/ka diu le/g, '卡丢了'], [/gua ?shi/g, '挂失'], [/ren ?gong/g, '人工'], [/唔见咗|唔見咗|冇咗/g, '丢了'], [/点样|點樣/g, '怎么'], [/几钱/g, '多少钱'],
]

/** The text as the model sees it: NFKC, lower case, Simplified characters, usual terms, no emoji. */
export function normalise(text: string): string {
  let plain = ''
  for (const char of text.normalize('NFKC').toLowerCase()) {
    if (/[\p{Extended_Pictographic}\p{Cf}\uFE0F]/u.test(char) && !/\d|[#*]/.test(char)) continue
    if (char < '\u2e80') {
      plain += char
      continue
    }
    let simple = simplified.get(char)
    if (simple === undefined) simplified.set(char, simple = toSimplified(char))
    plain += simple
  }
  for (const [from, to] of terms) plain = plain.replace(from, to)
  return plain
}


const toTraditional = Converter({ from: 'cn', to: 't' })
const scripts = new Map<string, 'Hans' | 'Hant' | 'both'>()

/** Which script a Chinese character belongs to. */
export function scriptOf(char: string): 'Hans' | 'Hant' | 'both' {
  let script = scripts.get(char)
  if (script === undefined) scripts.set(char, script = toSimplified(char) !== char ? 'Hant' : toTraditional(char) !== char ? 'Hans' : 'both')
  return script
}
