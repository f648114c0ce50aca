import type { Words } from '../language.tsx'

const simplified = { away: '暂时无法读写记录', awayWhat: '已输入的内容会保留，请不要关闭页面；恢复后会自动继续，没有发送成功的请再发一次。' }

export const words: Words<keyof typeof simplified> = {
  'zh-Hans': simplified,
  'zh-Hant': { away: '暫時無法讀寫記錄', awayWhat: '已輸入的內容會保留，請不要關閉頁面；恢復後會自動繼續，沒有傳送成功的請再傳一次。' },
  en: { away: 'The records cannot be reached', awayWhat: 'What you typed is kept; leave the page open. It goes on by itself; send again what was not sent.' },
}
