import type { Locale } from '../../knowledge/outgoing.ts'
import type { TableProblem } from './table-reading.ts'

/** What the readers and schemas of tables say, in Simplified and Traditional Chinese. */
const inChinese: readonly (readonly [RegExp, string, string])[] = [
  [/^the first line must name the columns: (.*)$/, '第一行须写明各列：$1', '第一行須寫明各欄：$1'],
  [/^is not known; the columns are (.*)$/, '没有这一列；可用的列是 $1', '沒有這一欄；可用的欄是 $1'],
  [/^is missing$/, '缺少这一列', '缺少這一欄'],
  [/^is missing or no number$/, '没有填写，或者不是数字', '沒有填寫，或者不是數字'],
  [/^must be the e-mail of a member of staff$/, '须为员工的邮箱', '須為員工的電郵'],
  [/^must be certificate, education or skills$/, '须为证书、继续教育或技能（certificate、education、skills）', '須為證書、繼續教育或技能（certificate、education、skills）'],
  [/^must be a day such as (.*)$/, '须为日期，例如 $1', '須為日期，例如 $1'],
  [/^must be a topic such as (\S+), or the beginning of some, (\S+)$/, '须为主题，例如 $1，或一类主题的开头，例如 $2', '須為主題，例如 $1，或一類主題的開頭，例如 $2'],
  [/^must be a kind of certificate such as (.*)$/, '须为证书种类，例如 $1', '須為證書種類，例如 $1'],
  [/^must not be empty$/, '不能为空', '不能為空'],
  [/^must have at most (\d+) characters$/, '最多 $1 个字', '最多 $1 個字'],
  [/^must name a language$/, '须写明语言，例如 zh-Hans en', '須寫明語言，例如 zh-Hans en'],
  [/^must not be before the day of issue$/, '不能早于发证日期', '不能早於發證日期'],
  [/^must be more than (\d+)$/, '须大于 $1', '須大於 $1'],
  [/^must be at most (\d+)$/, '最多为 $1', '最多為 $1'],
  [/^must be the year of the day, or the one before$/, '须为该日期的年度或上一年度', '須為該日期的年度或上一年度'],
  [/^(\S+) is not in the register$/, '登记表里没有 $1', '登記表裡沒有 $1'],
  [/^your own record is kept by somebody else$/, '本人的记录须由他人登记', '本人的記錄須由他人登記'],
  [/^The file is neither UTF-8 nor GB18030; save it as "CSV UTF-8"$/, '文件既不是 UTF-8 也不是 GB18030；请另存为“CSV UTF-8”', '檔案既不是 UTF-8 也不是 GB18030；請另存為「CSV UTF-8」'],
  [/^line (\d+): a quotation mark is opened and never closed$/, '第 $1 行：引号没有结束', '第 $1 行：引號沒有結束'],
]
const other = '不符合要求'

/** Why something of a table does not hold, in the reader's language. */
export function whyIn(why: string, locale: Locale): string {
  if (locale === 'en') return why
  const found = inChinese.find(([english]) => english.test(why))
  if (!found) return other
  const [english, hans, hant] = found
  return why.replace(english, locale === 'zh-Hans' ? hans : hant)
}

/** A problem with its place, in the reader's language. */
export function problemIn({ line, column, why }: TableProblem, locale: Locale): string {
  if (locale === 'en') return `line ${line}, ${column}: ${why}`
  return `第 ${line} 行${column === '' ? '' : ` ${column}`}：${whyIn(why, locale)}`
}
