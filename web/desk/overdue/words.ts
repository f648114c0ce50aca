import type { Words } from '../parts/language.tsx'
import { words as enquiryWords } from '../enquiries/words.ts'

const simplified = { overdueBoard: '逾期与今天到期', overdueCount: '逾期 {n}', todayCount: '今天到期 {n}', nothingDue: '没有逾期或今天到期的事项', ofOwner: '{name}：{n} 项', escalated: '已上报', escalatedWhy: '逾期后系统已通知主管和高级管理层', items: '事项' }
export type Word = keyof typeof simplified | keyof (typeof enquiryWords)['en']

export const words: Words<Word> = {
  'zh-Hans': { ...enquiryWords['zh-Hans'], ...simplified },
  'zh-Hant': { ...enquiryWords['zh-Hant'], overdueBoard: '逾期與今天到期', overdueCount: '逾期 {n}', todayCount: '今天到期 {n}', nothingDue: '沒有逾期或今天到期的事項', ofOwner: '{name}：{n} 項', escalated: '已上報', escalatedWhy: '逾期後系統已通知主管和高級管理層', items: '事項' },
  en: { ...enquiryWords.en, overdueBoard: 'Overdue and due today', overdueCount: '{n} overdue', todayCount: '{n} due today', nothingDue: 'Nothing is overdue or due today', ofOwner: '{name}: {n}', escalated: 'escalated', escalatedWhy: 'Supervisors and senior management were told when it became overdue', items: 'What' },
}
