import type { Locale } from '../knowledge/outgoing.ts'
import type { DialogState } from './state.ts'

/** The locale of a page or client language (BCP 47); undefined where it is none of ours. */
export function localeOf(tag: string | null | undefined): Locale | undefined {
  if (!tag) return undefined
  const lower = tag.toLowerCase()
  if (lower.startsWith('zh')) return /hant|-tw|-hk|-mo/.test(lower) ? 'zh-Hant' : 'zh-Hans'
  return lower.startsWith('en') ? 'en' : undefined
}

/** The locale to fall back on where a text could be of either script: the page's if it was just switched, else the last one used. */
export function expectedLocale(before: DialogState, page: Locale | undefined): Locale {
  const switched = page !== undefined && before.page !== undefined && page !== before.page
  return (switched ? page : before.locale ?? page) ?? 'zh-Hans'
}
