import type { Words } from '../../parts/language.tsx'

const simplified = { close: '结束会话' }

export const words: Words<keyof typeof simplified> = {
  'zh-Hans': simplified,
  'zh-Hant': { close: '結束對話' },
  en: { close: 'Close' },
}
