import { institutionDay } from './catalogue.ts'
import type { ClaimId } from './claims.ts'
import type { Locale, ProductClass } from './outgoing.ts'

/** Why a text was stopped or completed, for the agent who wrote it: which words, which rule, what to do instead. */

type Phrase = Record<Locale, string>

const claimReasons: Record<ClaimId, Phrase> = {
  promise: {
    'zh-Hans': '承诺了本金或收益。请改为说明产品的风险，不作保证', 'zh-Hant': '承諾了本金或收益。請改為說明產品的風險，不作保證',
    en: 'promises principal or return. Say what the risk is instead, and promise nothing',
  },
  'expected-return': {
    'zh-Hans': '使用了“预期收益”。请改用业绩比较基准或已公布的数据', 'zh-Hant': '使用了「預期收益」。請改用業績比較基準或已公布的數據',
    en: 'gives an "expected return". Use the benchmark or published figures',
  },
  superlative: { 'zh-Hans': '用了业绩方面的绝对化用语。请删去', 'zh-Hant': '用了業績方面的絕對化用語。請刪去', en: 'uses a superlative about performance. Leave it out' },
  urgency: { 'zh-Hans': '催促客户购买。请删去', 'zh-Hant': '催促客戶購買。請刪去', en: 'presses the customer for time. Leave it out' },
  comparison: {
    'zh-Hans': '把保险与存款、基金或国债作简单比较。请只说明保险本身', 'zh-Hant': '把保險與存款、基金或國債作簡單比較。請只說明保險本身',
    en: 'compares insurance with deposits, funds or treasury bonds. Speak of the insurance alone',
  },
  forecast: { 'zh-Hans': '预测了市场走势。请删去', 'zh-Hant': '預測了市場走勢。請刪去', en: 'forecasts the market. Leave it out' },
}

const quoted = (words: string, locale: Locale) => locale === 'en' ? `"${words}"` : locale === 'zh-Hans' ? `“${words}”` : `「${words}」`

/** A forbidden statement, by its words as the gate read them. */
export function claimed(id: ClaimId, words: string, locale: Locale): string {
  const shortened = [...words].length > 40 ? `${[...words].slice(0, 40).join('')}…` : words
  return `${id}: ${quoted(shortened, locale)} ${claimReasons[id][locale]} (M4.3a)`
}

/** A sentence that is like a forbidden statement though no certain words of it are. */
export function resembles(sentence: string, locale: Locale): string {
  const shortened = [...sentence].length > 40 ? `${[...sentence].slice(0, 40).join('')}…` : sentence
  return `alike: ${quoted(shortened, locale)} ${{
    'zh-Hans': '读来像承诺、预测或催促。请换一种说法，不作保证', 'zh-Hant': '讀來像承諾、預測或催促。請換一種說法，不作保證',
    en: 'reads like a promise, a forecast or pressure. Put it plainly and promise nothing',
  }[locale]} (M4.3a)`
}

/** A class that is not presented in chat at all. */
export function notPublic(locale: Locale): string {
  return {
    'zh-Hans': 'private: 私募和信托不公开介绍，请转由持证人员当面说明 (M4.3a)', 'zh-Hant': 'private: 私募和信託不公開介紹，請轉由持證人員當面說明 (M4.3a)',
    en: 'private: private funds and trusts are not presented in public; offer a certified agent (M4.3a)',
  }[locale]
}

/** A required wording of which no approved version is in force. */
export function noWording(of: ProductClass, when: string, now: string, locale: Locale): string {
  const day = institutionDay(now)
  return {
    'zh-Hans': `${of}.${when}: ${day} 没有已批准且生效的风险提示，暂不能发送 (M4.3b)`, 'zh-Hant': `${of}.${when}: ${day} 沒有已批准且生效的風險提示，暫不能發送 (M4.3b)`,
    en: `${of}.${when}: no approved wording in force on ${day}; the answer is withheld (M4.3b)`,
  }[locale]
}

/** A wording that was added. */
export function required(id: string, of: ProductClass, locale: Locale): string {
  return { 'zh-Hans': `${id}: 提到 ${of} 必须附上 (M4.3a)`, 'zh-Hant': `${id}: 提到 ${of} 必須附上 (M4.3a)`, en: `${id}: required with class ${of} (M4.3a)` }[locale]
}

/** Content that cannot be read through. */
export function unreadable(locale: Locale): string {
  return { 'zh-Hans': 'unreadable: 卡片嵌套过深，无法审核 (M4.3a)', 'zh-Hant': 'unreadable: 卡片巢狀過深，無法審核 (M4.3a)', en: 'unreadable: the card is nested too deep to be judged (M4.3a)' }[locale]
}
