import type { Words } from '../parts/language.tsx'
import { words as timelineWords } from '../parts/timeline/words.ts'

const simplified = { audit: '审计记录', person: '人员', anybody: '所有人', customerId: '客户编号', kind: '行为', anyKind: '全部行为', from: '自', to: '至', find: '查询', at: '时间', about: '对象', facts: '详情', more: '更早的记录', nothingFound: '没有符合条件的记录', export: '导出', looked: '查询审计记录本身也会被记录。', enquiry: '咨询', place: '序号' }
export type Word = keyof typeof simplified

export const words: Words<Word> = {
  'zh-Hans': { ...timelineWords['zh-Hans'], ...simplified },
  'zh-Hant': { ...timelineWords['zh-Hant'], audit: '審計記錄', person: '人員', anybody: '所有人', customerId: '客戶編號', kind: '行為', anyKind: '全部行為', from: '自', to: '至', find: '搜尋', at: '時間', about: '對象', facts: '詳情', more: '較早的記錄', nothingFound: '沒有符合條件的記錄', export: '匯出', looked: '查閱審計記錄本身也會被記錄。', enquiry: '查詢', place: '序號' },
  en: { ...timelineWords.en, audit: 'Audit trail', person: 'Who', anybody: 'Anybody', customerId: 'Customer', kind: 'What', anyKind: 'All kinds', from: 'From', to: 'Until', find: 'Search', at: 'When', about: 'Of', facts: 'Details', more: 'Earlier ones', nothingFound: 'Nothing was found', export: 'Export', looked: 'That you looked is on the trail, too.', enquiry: 'Enquiry', place: 'Place' },
}
