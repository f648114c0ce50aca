import type { Locale } from '../shared/locale.ts'

const simplified = {
  title: '首问工作台', signIn: '登录', signOut: '退出', email: '邮箱', password: '密码', newPassword: '密码（至少 12 位）', name: '姓名', invite: '设置管理员',
  save: '保存', waiting: '等待中', mine: '我的会话', conversation: '会话', take: '接入', reply: '回复', send: '发送', close: '结束', outcome: '结果',
  none: '没有客户', urgent: '紧急', minutes: '分钟', resolved: '已解决', 'follow-up': '需要跟进', referred: '已转介', 'not-resolved': '未解决',
  user: '客户', bot: '机器人', agent: '客服',
}
export type Word = keyof typeof simplified

export const words: Record<Locale, Record<Word, string>> = {
  'zh-Hans': simplified,
  'zh-Hant': {
    title: '首問工作台', signIn: '登入', signOut: '登出', email: '電郵', password: '密碼', newPassword: '密碼（至少 12 位）', name: '姓名', invite: '設定管理員',
    save: '儲存', waiting: '等待中', mine: '我的對話', conversation: '對話', take: '接入', reply: '回覆', send: '傳送', close: '結束', outcome: '結果',
    none: '沒有客戶', urgent: '緊急', minutes: '分鐘', resolved: '已解決', 'follow-up': '需要跟進', referred: '已轉介', 'not-resolved': '未解決',
    user: '客戶', bot: '機器人', agent: '客服',
  },
  en: {
    title: 'Shouwen desk', signIn: 'Sign in', signOut: 'Sign out', email: 'E-mail', password: 'Password', newPassword: 'Password (at least 12 characters)',
    name: 'Name', invite: 'Set up the administrator', save: 'Save', waiting: 'Waiting', mine: 'My conversations', conversation: 'Conversation', take: 'Take',
    reply: 'Reply', send: 'Send', close: 'Close', outcome: 'Outcome', none: 'Nobody', urgent: 'URGENT', minutes: 'min', resolved: 'Resolved',
    'follow-up': 'Needs follow-up', referred: 'Referred', 'not-resolved': 'Not resolved', user: 'Customer', bot: 'Bot', agent: 'Agent',
  },
}

export function isWord(key: string): key is Word {
  return Object.hasOwn(simplified, key)
}
