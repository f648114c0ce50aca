import type { Locale } from '../../knowledge/outgoing.ts'
import type { HantVoice } from './speech.ts'

type Prompt = Record<Locale, string>

/** What is said in a call beside the answers; it passes the gate like them. */
export const prompts = {
  ask: { 'zh-Hans': '请说出您的问题，转人工请按 0。', 'zh-Hant': '請說出您的問題，轉人工請按 0。', en: 'Please tell me your question, or press 0 for a person.' },
  silent: { 'zh-Hans': '我没有听清。请再说一次，转人工请按 0。', 'zh-Hant': '我沒有聽清楚。請再說一次，轉人工請按 0。', en: 'I did not hear you. Please say it again, or press 0 for a person.' },
  bye: { 'zh-Hans': '没有听到您的声音，再见。', 'zh-Hant': '沒有聽到您的聲音，再見。', en: 'I cannot hear you. Goodbye.' },
  wait: { 'zh-Hans': '请稍候，客服人员正在处理。', 'zh-Hant': '請稍候，客服人員正在處理。', en: 'Please hold the line; an agent will be with you.' },
  nobody: {
    'zh-Hans': '现在没有客服人员接听。您的来电已经登记，负责的同事会回复您。您也可以继续说您的问题。', 'zh-Hant': '現在沒有客服人員接聽。您的來電已經登記，負責的同事會回覆您。您也可以繼續說您的問題。',
    en: 'Nobody can take your call right now. It has been noted and the colleague in charge will get back to you. You can also go on with your question.',
  },
  thanks: { 'zh-Hans': '感谢来电，再见。', 'zh-Hant': '感謝來電，再見。', en: 'Thank you for calling. Goodbye.' },
} as const satisfies Record<string, Prompt>

/** How a key for an offered answer is named. */
export const forKey: Record<Locale, (key: number, title: string) => string> = {
  'zh-Hans': (key, title) => `${title}，请按 ${key}。`, 'zh-Hant': (key, title) => `${title}，請按 ${key}。`, en: (key, title) => `For ${title}, press ${key}.`,
}

/** How each language is offered, in itself. */
export function languageOffers(hant: HantVoice): Prompt {
  return { 'zh-Hans': '普通话请按 7。', 'zh-Hant': hant === 'zh-HK' ? '廣東話請按 8。' : '繁體中文國語請按 8。', en: 'For English, press 9.' }
}
