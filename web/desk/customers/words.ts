import type { Words } from '../parts/language.tsx'
import { words as timelineWords } from '../parts/timeline/words.ts'

const simplified = {
  tier: '客户等级', vip: '贵宾客户', ordinary: '普通客户', 'high-risk': '高风险客户', potential: '潜在客户', grade: '评定客户等级', gradeExplained: '等级决定由谁接待和先后次序，并记入客户的全部往来。', why: '原因', surveys: '满意度评价', noSurveys: '没有评价过', score: '{n} 分（满分 5 分）', tasks: '任务与回访', noTasks: '没有任务或回访', doneAt: '{at} 完成', taskDone: '完成', followUp: '回访：是否真正解决',
  'follow-up-planned': '已安排', 'follow-up-asked': '已询问客户', 'follow-up-solved': '已解决', 'follow-up-not-solved': '未解决', 'follow-up-no-answer': '客户未答复', customer: '客户', since: '首次来访 {at}', channels: '身份与渠道', verified: '已核实', notVerified: '未核实', consents: '同意事项', noConsents: '没有登记过同意', given: '同意', withdrawn: '已撤回', consentLine: '{at} · 文本 {wording}', enquiries: '咨询', complaints: '投诉', noEnquiries: '没有咨询', noTopic: '尚无主题',
  open: '进行中', closed: '已结束', information: '一般咨询', assistance: '人工服务', request: '待办事项', merges: '合并为同一客户', mergeLine: '{at} · {how}', code: '客户用关联码', 'sign-in': '客户登录', undo: '撤销合并', undone: '已撤销', evidence: '证据包', actions: '可以做的事', more: '更多',
  keepConsent: '登记同意', withdrawConsent: '登记撤回同意', purpose: '用途', wording: '同意文本的版本', merge: '合并客户', mergeExplained: '确认两个客户编号属于同一个人后才能合并；主管可以撤销。', other: '另一客户编号', how: '如何确认是同一人（至少十个字）', confirmed: '我已确认是同一个人', journey: '全部往来', shown: '显示', everything: '全部', words: '对话', stepsOnly: '办理步骤', opened: '受理',
}
export type Word = keyof typeof simplified

export const words: Words<Word> = {
  'zh-Hans': { ...timelineWords['zh-Hans'], ...simplified },
  'zh-Hant': {
    ...timelineWords['zh-Hant'],
    tier: '客戶等級', vip: '貴賓客戶', ordinary: '普通客戶', 'high-risk': '高風險客戶', potential: '潛在客戶', grade: '評定客戶等級', gradeExplained: '等級決定由誰接待和先後次序，並記入客戶的全部往來。', why: '原因', surveys: '滿意度評價', noSurveys: '沒有評價過', score: '{n} 分（滿分 5 分）', tasks: '任務與回訪', noTasks: '沒有任務或回訪', doneAt: '{at} 完成', taskDone: '完成', followUp: '回訪：是否真正解決',
    'follow-up-planned': '已安排', 'follow-up-asked': '已詢問客戶', 'follow-up-solved': '已解決', 'follow-up-not-solved': '未解決', 'follow-up-no-answer': '客戶未答覆', customer: '客戶', since: '首次來訪 {at}', channels: '身分與渠道', verified: '已核實', notVerified: '未核實', consents: '同意事項', noConsents: '沒有登記過同意', given: '同意', withdrawn: '已撤回', consentLine: '{at} · 文本 {wording}', enquiries: '查詢', complaints: '投訴', noEnquiries: '沒有查詢', noTopic: '尚無主題',
    open: '進行中', closed: '已結束', information: '一般查詢', assistance: '人工服務', request: '待辦事項', merges: '合併為同一客戶', mergeLine: '{at} · {how}', code: '客戶用關聯碼', 'sign-in': '客戶登入', undo: '撤銷合併', undone: '已撤銷', evidence: '證據包', actions: '可以做的事', more: '更多',
    keepConsent: '登記同意', withdrawConsent: '登記撤回同意', purpose: '用途', wording: '同意文本的版本', merge: '合併客戶', mergeExplained: '確認兩個客戶編號屬於同一個人後才能合併；主管可以撤銷。', other: '另一客戶編號', how: '如何確認是同一人（至少十個字）', confirmed: '我已確認是同一個人', journey: '全部往來', shown: '顯示', everything: '全部', words: '對話', stepsOnly: '辦理步驟', opened: '受理',
  },
  en: {
    ...timelineWords.en,
    tier: 'Tier', vip: 'VIP', ordinary: 'Ordinary', 'high-risk': 'High risk', potential: 'Potential', grade: 'Grade the customer', gradeExplained: 'The tier decides who serves the customer and in which order, and stands in their journey.', why: 'Why', surveys: 'How it was, as they answered', noSurveys: 'Never answered', score: '{n} of 5', tasks: 'Tasks and follow-ups', noTasks: 'None', doneAt: 'done {at}', taskDone: 'Done', followUp: 'Follow-up: is it really solved',
    'follow-up-planned': 'planned', 'follow-up-asked': 'customer asked', 'follow-up-solved': 'solved', 'follow-up-not-solved': 'not solved', 'follow-up-no-answer': 'no answer', customer: 'Customer', since: 'First came {at}', channels: 'Identities and channels', verified: 'verified', notVerified: 'not verified', consents: 'Consents', noConsents: 'None was noted', given: 'given', withdrawn: 'withdrawn', consentLine: '{at} · text {wording}', enquiries: 'Enquiries', complaints: 'Complaints', noEnquiries: 'No enquiries', noTopic: 'no topic yet',
    open: 'open', closed: 'closed', information: 'information', assistance: 'a person asked for', request: 'something to be done', merges: 'Made one person', mergeLine: '{at} · {how}', code: 'by a linking code', 'sign-in': 'by sign-in', undo: 'Undo the merge', undone: 'undone', evidence: 'Evidence pack', actions: 'What you can do', more: 'More',
    keepConsent: 'Note a consent', withdrawConsent: 'Note a withdrawal', purpose: 'For', wording: 'Version of the text', merge: 'Make one with another customer', mergeExplained: 'Only where you made sure that both are one person; a supervisor can undo it.', other: 'Id of the other customer', how: 'How you made sure (at least ten characters)', confirmed: 'I made sure that it is the same person', journey: 'Whole journey', shown: 'Shown', everything: 'All', words: 'What was said', stepsOnly: 'What was done', opened: 'Opened',
  },
}
