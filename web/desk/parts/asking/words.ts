import type { Words } from '../language.tsx'

const simplified = { doIt: '确定', optional: '（可不填）' }

export const words: Words<keyof typeof simplified> = {
  'zh-Hans': simplified,
  'zh-Hant': { doIt: '確定', optional: '（可不填）' },
  en: { doIt: 'Confirm', optional: ' (optional)' },
}
