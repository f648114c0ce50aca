import type { Words } from '../../parts/language.tsx'
import { subjectWords } from './subject-words.ts'

const simplified = {
  conversations: '会话', waiting: '等待中', mine: '我的会话', guest: '同事请我协助', messages: '给我的留言', takeNext: '下一位', noWaiting: '没有客户在等待', noMine: '没有进行中的会话', noMessages: '没有留言',
  present: '在线同事', unread: '{n} 条未读', late: '超时', filters: '筛选', filtersSet: '筛选（{n}）', subjects: '主题', languages: '语言', channels: '渠道', onlyUrgent: '只看紧急', clear: '清除筛选',
  searchQueue: '搜索会话', shown: '显示 {n} / {all}', nothingFound: '没有符合条件的会话', waited: '已等待 {n}', awaits: '等候回复 {n}', leftAt: '留言于 {n}前', tooLong: '超过服务标准',
}

export const words: Words<keyof typeof simplified> = {
  'zh-Hans': { ...subjectWords['zh-Hans'], ...simplified },
  'zh-Hant': {
    ...subjectWords['zh-Hant'],
    conversations: '對話', waiting: '等待中', mine: '我的對話', guest: '同事請我協助', messages: '給我的留言', takeNext: '下一位', noWaiting: '沒有客戶在等待', noMine: '沒有進行中的對話', noMessages: '沒有留言',
    present: '線上同事', unread: '{n} 則未讀', late: '逾時', filters: '篩選', filtersSet: '篩選（{n}）', subjects: '主題', languages: '語言', channels: '渠道', onlyUrgent: '只看緊急', clear: '清除篩選',
    searchQueue: '搜尋對話', shown: '顯示 {n} / {all}', nothingFound: '沒有符合條件的對話', waited: '已等待 {n}', awaits: '等候回覆 {n}', leftAt: '留言於 {n}前', tooLong: '超過服務標準',
  },
  en: {
    ...subjectWords.en,
    conversations: 'Conversations', waiting: 'Waiting', mine: 'My conversations', guest: 'Colleagues who ask me', messages: 'Messages for me', takeNext: 'Next customer', noWaiting: 'Nobody is waiting',
    noMine: 'No conversations', noMessages: 'No messages', present: 'Colleagues here', unread: '{n} unread', late: 'late', filters: 'Filter', filtersSet: 'Filter ({n})',
    subjects: 'Topics', languages: 'Languages', channels: 'Channels', onlyUrgent: 'Only urgent ones', clear: 'Clear the filter', searchQueue: 'Search conversations',
    shown: '{n} of {all} shown', nothingFound: 'No conversation like that', waited: 'waits {n}', awaits: 'awaits an answer for {n}', leftAt: 'left {n} ago', tooLong: 'longer than the service level',
  },
}
