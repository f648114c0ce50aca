import type { Words } from '../language.tsx'

const simplified = {
  overdue: '已逾期', overdueSince: '逾期 {n}', provisional: '暂定', provisionalWhy: '期限涉及尚未公布的工作日安排，按最早可能的日期计算', paused: '已暂停', done: '已完成', leftDays: '剩 {n} 个工作日', leftHours: '剩 {n} 小时', lastDay: '今天到期',
  'first-investigation': '初步调查', answer: '答复客户', promise: '承诺事项', measure: '整改措施', task: '任务', 'ask-customer': '回访客户', 'report-outcome': '回访并登记结果', clock: '时限', dueAt: '期限', left: '剩余', state: '状态', rule: '规则', what: '事项', clocks: '时限', noClocks: '没有时限',
  pausedFor: '暂停原因：{why}', 'customer-documents': '等待客户材料', 'outside-expert': '外部鉴定', 'court-or-regulator': '司法或监管', 'force-majeure': '不可抗力', running: '进行中',
}

export const words: Words<keyof typeof simplified> = {
  'zh-Hans': simplified,
  'zh-Hant': {
    overdue: '已逾期', overdueSince: '逾期 {n}', provisional: '暫定', provisionalWhy: '期限涉及尚未公布的工作日安排，按最早可能的日期計算', paused: '已暫停', done: '已完成', leftDays: '剩 {n} 個工作天', leftHours: '剩 {n} 小時', lastDay: '今天到期',
    'first-investigation': '初步調查', answer: '答覆客戶', promise: '承諾事項', measure: '改善措施', task: '任務', 'ask-customer': '回訪客戶', 'report-outcome': '回訪並登記結果', clock: '時限', dueAt: '期限', left: '剩餘', state: '狀態', rule: '規則', what: '事項', clocks: '時限', noClocks: '沒有時限',
    pausedFor: '暫停原因：{why}', 'customer-documents': '等待客戶材料', 'outside-expert': '外部鑑定', 'court-or-regulator': '司法或監管', 'force-majeure': '不可抗力', running: '進行中',
  },
  en: {
    overdue: 'overdue', overdueSince: '{n} overdue', provisional: 'provisional', provisionalWhy: 'It reaches days that no notice has settled yet; the earliest possible date is shown', paused: 'paused', done: 'done',
    leftDays: '{n} working days left', leftHours: '{n} h left', lastDay: 'due today', 'first-investigation': 'First investigation', answer: 'Answer to the customer', promise: 'Promise', measure: 'Measure', task: 'Task',
    'ask-customer': 'Ask the customer', 'report-outcome': 'Ask the customer and report', clock: 'Clock', dueAt: 'Due', left: 'Left', state: 'State', rule: 'Rule', what: 'What', clocks: 'Clocks', noClocks: 'No clocks',
    pausedFor: 'Paused for {why}', 'customer-documents': 'documents from the customer', 'outside-expert': 'an outside expert', 'court-or-regulator': 'a court or regulator', 'force-majeure': 'force majeure', running: 'running',
  },
}
