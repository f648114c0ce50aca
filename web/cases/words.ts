import type { Locale } from '../shared/locale.ts'

const simplified = {
  title: '投诉与期限', desk: '工作台', enquiries: '我负责的咨询', languages: '语言', notices: '通知', due: '我的期限', dueAt: '期限', subject: '对象', what: '事项', owner: '负责人', list: '投诉', number: '编号', state: '状态', summary: '摘要',
  clocks: '时限', step: '下一步', take: '提交', timeline: '经过', none: '暂无', read: '已读', overdue: '已逾期', provisional: '暂定', signInFirst: '请先在工作台登录。', saved: '已提交。', missing: '还缺：{step}', failed: '没有成功，请重试。', major: '重大', chat: '会话',
  accepted: '已受理', investigating: '调查中', decided: '已决定', answered: '已答复', closed: '已结案', archived: '已归档',
  begin: '开始调查', investigated: '完成初步调查', decide: '作出处理决定', answer: '答复客户', 'name-cause': '填写原因', feedback: '登记客户评价', 'set-measure': '制定措施（由我负责）', 'finish-measure': '登记措施结果', close: '结案', archive: '归档',
  reopen: '重新处理', 'request-extension': '申请延期', 'decide-extension': '审批延期', pause: '暂停时限', resume: '恢复时限', note: '备注', escalate: '上报高级管理层',
  finding: '调查情况', decision: '决定', reasons: '理由', text: '内容', via: '告知方式（非在线投诉）', cause: '原因', score: '评分', measure: '措施', due_: '完成日期', result: '结果', reason: '理由', days: '工作日', granted: '同意', clock: '时限',
  upheld: '成立', 'partly-upheld': '部分成立', 'not-upheld': '不成立', withdrawn: '撤回', letter: '信函', phone: '电话', branch: '网点', 'e-mail': '邮件', true: '是', false: '否',
  'first-investigation': '初步调查', promise: '承诺', 'customer-documents': '等待客户材料', 'outside-expert': '外部鉴定', 'court-or-regulator': '司法或监管', 'force-majeure': '不可抗力',
}
export type Word = keyof typeof simplified

export const words: Record<Locale, Record<Word, string>> = {
  'zh-Hans': simplified,
  'zh-Hant': {
    title: '投訴與期限', desk: '工作台', enquiries: '我負責的查詢', languages: '語言', notices: '通知', due: '我的期限', dueAt: '期限', subject: '對象', what: '事項', owner: '負責人', list: '投訴', number: '編號', state: '狀態', summary: '摘要',
    clocks: '時限', step: '下一步', take: '提交', timeline: '經過', none: '暫無', read: '已讀', overdue: '已逾期', provisional: '暫定', signInFirst: '請先在工作台登入。', saved: '已提交。', missing: '還缺：{step}', failed: '沒有成功，請重試。', major: '重大', chat: '對話',
    accepted: '已受理', investigating: '調查中', decided: '已決定', answered: '已答覆', closed: '已結案', archived: '已歸檔',
    begin: '開始調查', investigated: '完成初步調查', decide: '作出處理決定', answer: '答覆客戶', 'name-cause': '填寫原因', feedback: '登記客戶評價', 'set-measure': '制定措施（由我負責）', 'finish-measure': '登記措施結果', close: '結案', archive: '歸檔',
    reopen: '重新處理', 'request-extension': '申請延期', 'decide-extension': '審批延期', pause: '暫停時限', resume: '恢復時限', note: '備註', escalate: '上報高級管理層',
    finding: '調查情況', decision: '決定', reasons: '理由', text: '內容', via: '告知方式（非線上投訴）', cause: '原因', score: '評分', measure: '措施', due_: '完成日期', result: '結果', reason: '理由', days: '工作天', granted: '同意', clock: '時限',
    upheld: '成立', 'partly-upheld': '部分成立', 'not-upheld': '不成立', withdrawn: '撤回', letter: '信函', phone: '電話', branch: '分行', 'e-mail': '電郵', true: '是', false: '否',
    'first-investigation': '初步調查', promise: '承諾', 'customer-documents': '等待客戶材料', 'outside-expert': '外部鑑定', 'court-or-regulator': '司法或監管', 'force-majeure': '不可抗力',
  },
  en: {
    title: 'Complaints and deadlines', desk: 'Desk', enquiries: 'My enquiries', languages: 'Language', notices: 'Notices', due: 'My deadlines', dueAt: 'Due', subject: 'Of', what: 'What', owner: 'Owner', list: 'Complaints', number: 'Number', state: 'Status', summary: 'Summary',
    clocks: 'Clocks', step: 'Next step', take: 'Take the step', timeline: 'Timeline', none: 'Nothing', read: 'Read', overdue: 'overdue', provisional: 'provisional', signInFirst: 'Sign in at the desk first.', saved: 'Done.', missing: 'Missing first: {step}', failed: 'That did not work; try again.', major: 'major', chat: 'conversation',
    accepted: 'accepted', investigating: 'investigating', decided: 'decided', answered: 'answered', closed: 'closed', archived: 'archived',
    begin: 'Begin the investigation', investigated: 'First investigation done', decide: 'Decide', answer: 'Answer the customer', 'name-cause': 'Name the cause', feedback: 'Note the customer\'s rating', 'set-measure': 'Set a measure (mine)', 'finish-measure': 'Report a measure\'s result', close: 'Close', archive: 'Archive',
    reopen: 'Open again', 'request-extension': 'Ask for more time', 'decide-extension': 'Decide on more time', pause: 'Stop a clock', resume: 'Let a clock go on', note: 'Note', escalate: 'Tell senior management',
    finding: 'What was found', decision: 'Decision', reasons: 'Reasons', text: 'Text', via: 'How they were told (not by chat)', cause: 'Cause', score: 'Rating', measure: 'Measure', due_: 'Until', result: 'Result', reason: 'Reason', days: 'Working days', granted: 'Granted', clock: 'Clock',
    upheld: 'upheld', 'partly-upheld': 'partly upheld', 'not-upheld': 'not upheld', withdrawn: 'withdrawn', letter: 'letter', phone: 'phone', branch: 'branch', 'e-mail': 'e-mail', true: 'yes', false: 'no',
    'first-investigation': 'first investigation', promise: 'Promise', 'customer-documents': 'documents from the customer', 'outside-expert': 'an outside expert', 'court-or-regulator': 'a court or regulator', 'force-majeure': 'force majeure',
  },
}

export const isWord = (value: string): value is Word => Object.hasOwn(simplified, value)
