import type { Locale } from '../shared/locale.ts'

export type Words = {
  bank: string
  kind: string
  close: string
  notSent: string
  notice: string
  privacy: string
  /** The tag of this language that Web Chat has texts for. */
  webChat: string
  lost: string
  busy: string
  retry: string
  renewed: string
  languages: string
  suggestions: string
  ask: readonly string[]
}

export const words: Record<Locale, Words> = {
  'zh-Hans': {
    bank: '澄湾银行', kind: '首问 · 自动助手', close: '关闭对话',
    notSent: '没有发送成功。文件只能是图片、PDF 或文本，一次最多 5 个、共 10 MB。', notice: '您正在与自动助手对话；随时说“人工”可找客服人员。', privacy: '隐私说明', webChat: 'zh-CN', lost: '连接中断，正在重连…',
    busy: '现在无法连接，请稍后再试。', retry: '重试', renewed: '上次的对话已过期，已为您开始新的对话。', languages: '语言', suggestions: '常见问题',
    ask: ['卡丢了怎么办', '转账限额是多少', '结构性存款是什么', '基金手续费多少', '网点营业时间', '转人工'],
  },
  'zh-Hant': {
    bank: '澄灣銀行', kind: '首問 · 自動助理', close: '關閉對話',
    notSent: '沒有發送成功。檔案只能是圖片、PDF 或文字檔，一次最多 5 個、共 10 MB。', notice: '您正在與自動助理對話；隨時說「人工」可找客服人員。', privacy: '私隱說明', webChat: 'zh-HK', lost: '連線中斷，正在重連…',
    busy: '現在無法連線，請稍後再試。', retry: '重試', renewed: '上次的對話已過期，已為您開始新的對話。', languages: '語言', suggestions: '常見問題',
    ask: ['卡丟了怎麼辦', '轉帳限額是多少', '結構性存款是什麼', '基金手續費多少', '網點營業時間', '轉人工'],
  },
  en: {
    bank: 'Chengwan Bank', kind: 'Automated assistant', close: 'Close the chat',
    notSent: 'That was not sent. Files can be pictures, PDF or text, at most 5 at once and 10 MB together.', notice: 'You are talking to an automated assistant; say "agent" at any time to reach a person.', privacy: 'Privacy notice',
    webChat: 'en-US', lost: 'Connection lost, reconnecting…', busy: 'We cannot connect right now. Please try again later.', retry: 'Try again',
    renewed: 'Your last conversation had expired; this is a new one.', languages: 'Language', suggestions: 'Common questions',
    ask: ['I lost my card', 'What is the transfer limit', 'What is a structured deposit', 'Fund fees', 'Branch hours', 'Talk to a person'],
  },
}
