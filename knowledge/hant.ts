import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Converter } from 'opencc-js'

/**
 * Finance terms that character conversion leaves wrong or foreign to readers of Traditional Chinese; read over by hand.
 * Applied after conversion in this order: whole terms, then single characters whose standard form few readers use.
 */
const terms: readonly (readonly [string, string])[] = [
  ['賬戶', '帳戶'], ['賬號', '帳號'], ['轉賬', '轉帳'], ['賬單', '帳單'], ['到賬', '到帳'], ['入賬', '入帳'], ['記賬', '記帳'], ['對賬', '對帳'], ['短信', '短訊'], ['登錄', '登入'],
  ['手機銀行', '手機銀行'], ['網點', '分行'], ['個人信息', '個人資料'], ['信息', '資訊'], ['視頻', '視像'], ['默認', '預設'], ['軟件', '軟件'], ['身份證', '身分證'], ['身份', '身分'], ['什麼', '甚麼'], ['裏', '裡'], ['號碼', '號碼'],
  ['卡里', '卡裡'], ['卡裡程', '卡里程'], ['金髮到', '金發到'], ['免籤', '免簽'], ['面籤', '面簽'], ['注銷', '註銷'], ['櫃臺', '櫃檯'], ['平臺', '平台'],
  ['聯繫', '聯絡'], ['紙質', '紙本'], ['郵箱', '電郵'], ['設置', '設定'], ['賬', '帳'], ['覈', '核'], ['爲', '為'], ['纔', '才'], ['喫', '吃'], ['祕', '秘'], ['啓', '啟'], ['分鍾', '分鐘'],
  ['週歲', '周歲'], ['銷燬', '銷毀'], ['摺合', '折合'], ['在線', '線上'], ['激活', '啟用'], ['按周', '按週'], ['屏幕', '螢幕'], ['公佈', '公布'], ['風險測評', '風險評估'], ['導出', '匯出'], ['合同', '合約'], ['添加', '新增'], ['着', '著'],
]

const convert = Converter({ from: 'cn', to: 't' })

/** Simplified Chinese as a reader of Traditional Chinese expects it. Used when content is made, never while answering. */
export function toHant(text: string): string {
  let converted = convert(text)
  for (const [from, to] of terms) converted = converted.replaceAll(from, to)
  return converted.replaceAll('“', '「').replaceAll('”', '」')
}

/** The zh-Hant file of a zh-Hans article file. */
export function hantArticle(source: string): string {
  return toHant(source).replace('locale: zh-Hans', 'locale: zh-Hant')
}

if (import.meta.main) {
  const dir = join(import.meta.dirname, 'articles')
  const files = readdirSync(dir).filter(name => name.endsWith('.zh-Hans.md'))
  for (const name of files) writeFileSync(join(dir, name.replace('.zh-Hans.', '.zh-Hant.')), hantArticle(readFileSync(join(dir, name), 'utf8')))
  console.log(`${files.length} articles written in zh-Hant`)
}
