import type { Words } from '../parts/language.tsx'

const simplified = { outbox: '未送达消息', waiting: '正在发送 {n}', dead: '未送达 {n}', noLetters: '没有未送达的消息', at: '时间', conversation: '会话', attempts: '尝试次数', why: '最后的错误', text: '内容', resend: '重新发送', resendAll: '全部重新发送', explained: '渠道多次没有接收的回复，不会再自动重试。排除原因后可重新发送，编号不变，能识别编号的渠道不会让客户收到两次。' }
export type Word = keyof typeof simplified

export const words: Words<Word> = {
  'zh-Hans': simplified,
  'zh-Hant': { outbox: '未送達訊息', waiting: '正在傳送 {n}', dead: '未送達 {n}', noLetters: '沒有未送達的訊息', at: '時間', conversation: '對話', attempts: '嘗試次數', why: '最後的錯誤', text: '內容', resend: '重新傳送', resendAll: '全部重新傳送', explained: '渠道多次沒有接收的回覆，不會再自動重試。排除原因後可重新傳送，編號不變，能識別編號的渠道不會讓客戶收到兩次。' },
  en: { outbox: 'Undelivered replies', waiting: '{n} on their way', dead: '{n} undelivered', noLetters: 'Everything was delivered', at: 'When', conversation: 'Conversation', attempts: 'Tries', why: 'Last error', text: 'Text', resend: 'Send again', resendAll: 'Send all again', explained: 'Replies that a channel did not take however often it was tried. Once the cause is mended, send them again: they keep their ids, by which a channel that knows them gives none twice.' },
}
