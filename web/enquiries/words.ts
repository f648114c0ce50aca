import type { Locale } from '../shared/locale.ts'

const simplified = {
  title: '我负责的咨询', desk: '工作台', cases: '投诉与期限', languages: '语言', list: '未结束的咨询', due: '最近期限', topic: '主题', kind: '类型', owner: '首问负责人', missing: '尚缺步骤', next: '下一步', take: '提交',
  timeline: '经过', journey: '客户全部往来', evidence: '下载证据包', successions: '等待您确认接任', accept: '接任', decline: '不接任', none: '暂无', whole: '步骤齐全', proposed: '待您确认结束', saved: '已保存', signInFirst: '请先在工作台登录。',
  failed: '操作没有成功，请重试。', overdue: '已逾期', provisional: '暂定', closed: '已结束', open: '进行中', promise: '承诺办理时限并告知客户', identified: '核实身份', handled: '办理', noteIdentified: '记录：已核实身份', noteHandled: '记录：已办理', noTopic: '尚无主题', close: '结束', successor: '提名接任者',
  keepOpen: '不同意结束', reopen: '重新打开', how: '方式', why: '原因', what: '承诺的内容', days: '工作日数', outcome: '结果', to: '接任者', reason: '原因', resolved: '已解决', referred: '已转介', 'not-resolved': '未解决',
  information: '一般咨询', assistance: '人工服务', request: '待办事项', complaint: '投诉', answer: '答复', promised: '承诺办理时限', answered: '答复客户', feedback: '满意度回访', 'risk-noticed': '风险提示', stillMissing: '还不能结束，尚缺：',
}
export type Word = keyof typeof simplified

export const words: Record<Locale, Record<Word, string>> = {
  'zh-Hans': simplified,
  'zh-Hant': {
    title: '我負責的查詢', desk: '工作台', cases: '投訴與期限', languages: '語言', list: '未結束的查詢', due: '最近期限', topic: '主題', kind: '類型', owner: '首問負責人', missing: '尚缺步驟', next: '下一步', take: '提交',
    timeline: '經過', journey: '客戶全部往來', evidence: '下載證據包', successions: '等待您確認接任', accept: '接任', decline: '不接任', none: '暫無', whole: '步驟齊全', proposed: '待您確認結束', saved: '已儲存', signInFirst: '請先在工作台登入。',
    failed: '操作沒有成功，請重試。', overdue: '已逾期', provisional: '暫定', closed: '已結束', open: '進行中', promise: '承諾辦理時限並告知客戶', identified: '核實身分', handled: '辦理', noteIdentified: '記錄：已核實身分', noteHandled: '記錄：已辦理', noTopic: '尚無主題', close: '結束', successor: '提名接任者',
    keepOpen: '不同意結束', reopen: '重新打開', how: '方式', why: '原因', what: '承諾的內容', days: '工作日數', outcome: '結果', to: '接任者', reason: '原因', resolved: '已解決', referred: '已轉介', 'not-resolved': '未解決',
    information: '一般查詢', assistance: '人工服務', request: '待辦事項', complaint: '投訴', answer: '答覆', promised: '承諾辦理時限', answered: '答覆客戶', feedback: '滿意度回訪', 'risk-noticed': '風險提示', stillMissing: '還不能結束，尚缺：',
  },
  en: {
    title: 'My enquiries', desk: 'Desk', cases: 'Complaints and deadlines', languages: 'Language', list: 'Open enquiries', due: 'Due first', topic: 'Topic', kind: 'Kind', owner: 'Owner', missing: 'Missing', next: 'Next step', take: 'Take the step',
    timeline: 'Timeline', journey: 'The customer’s whole journey', evidence: 'Evidence pack', successions: 'Awaiting your word as successor', accept: 'Accept', decline: 'Decline', none: 'Nothing', whole: 'nothing', proposed: 'to be confirmed by you', saved: 'Saved', signInFirst: 'Sign in at the desk first.',
    failed: 'That did not work; try again.', overdue: 'overdue', provisional: 'provisional', closed: 'closed', open: 'open', promise: 'Promise by when, and tell the customer', identified: 'identify the customer', handled: 'handle it', noteIdentified: 'Note: customer identified', noteHandled: 'Note: handled', noTopic: 'no topic yet', close: 'Close', successor: 'Name a successor',
    keepOpen: 'Do not close yet', reopen: 'Open again', how: 'How', why: 'Why', what: 'What is promised', days: 'Working days', outcome: 'Outcome', to: 'Successor', reason: 'Reason', resolved: 'Resolved', referred: 'Referred', 'not-resolved': 'Not resolved',
    information: 'information', assistance: 'a person asked for', request: 'something to be done', complaint: 'complaint', answer: 'answer', promised: 'promise by when', answered: 'answer the customer', feedback: 'ask for feedback', 'risk-noticed': 'risk notice', stillMissing: 'Not closed yet; missing: ',
  },
}

export const isWord = (value: string): value is Word => Object.hasOwn(simplified, value)
