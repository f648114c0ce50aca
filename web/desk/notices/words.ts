import type { Words } from '../parts/language.tsx'
import { words as timelineWords } from '../parts/timeline/words.ts'

const simplified = { notices: '通知', count: '通知，{n} 条未读', noNotices: '没有未读通知', read: '标为已读', readAll: '全部标为已读', unread: '未读', everything: '全部', shown: '显示', wasRead: '已读' }
export type Word = keyof typeof simplified

export const words: Words<Word> = {
  'zh-Hans': { ...timelineWords['zh-Hans'], ...simplified },
  'zh-Hant': { ...timelineWords['zh-Hant'], notices: '通知', count: '通知，{n} 則未讀', noNotices: '沒有未讀通知', read: '標為已讀', readAll: '全部標為已讀', unread: '未讀', everything: '全部', shown: '顯示', wasRead: '已讀' },
  en: { ...timelineWords.en, notices: 'Notices', count: 'Notices, {n} unread', noNotices: 'Nothing unread', read: 'Mark as read', readAll: 'Mark all as read', unread: 'Unread', everything: 'All', shown: 'Shown', wasRead: 'read' },
}
