import type { Words } from '../parts/language.tsx'
import { words as timelineWords } from '../parts/timeline/words.ts'

const simplified = {
  unfinished: '已结束、待整理的会话：{n}', closedAt: '{at} 结束', wrapUp: '整理会话', toWrapUp: '待整理会话 {n}', owed: '待办：咨询、承诺与回访', enquiry: '咨询', case: '投诉', what: '事项', due: '期限', subject: '对象', missing: '尚缺步骤', mine: '我的', all: '全部', kinds: '类型', any: '全部类型', onlyPressing: '只看逾期和今天到期', searchOwed: '搜索待办', whose: '谁的待办', nothingOwed: '没有待办', nothingFound: '没有符合条件的待办',
  'confirm-close': '待您确认结束', open: '进行中', closed: '已结束', noTopic: '尚无主题', whole: '步骤齐全', solved: '已解决', notSolved: '未解决', reported: '登记结果', task: '任务', taskDone: '完成', successions: '等待您确认接任', from: '{name} 请您接任：{reason}', accept: '接任', decline: '不接任', awaits: '等待 {name} 确认接任',
  steps: '服务步骤', taken: '{at} 完成', lacking: '待完成', 'do-identified': '核对姓名、证件号码等，说明以何种方式核实了客户身份。', 'do-risk-noticed': '请客服在会话中讲到产品，系统会附上风险提示；也可重发相关知识。', 'do-promised': '用“承诺办理时限”告诉客户将做什么、何时完成。', 'do-handled': '办完后登记：做了什么。',
  'do-answered': '在会话中答复客户；由客服发出的消息即为答复。', 'do-feedback': '结束会话时系统会发出满意度调查；也可安排回访。', actions: '可以做的事', more: '更多', promise: '承诺办理时限', promiseExplained: '客户会在会话中收到这项承诺，逾期会提醒您和主管。', noteIdentified: '登记：已核实身份', noteHandled: '登记：已办理',
  successor: '提名接任者', successorExplained: '对方同意之前，仍由现负责人负责。', close: '结束', confirmClose: '确认结束', closeLacks: '还有步骤没有完成，完成后才能结束。', keepOpen: '不同意结束', reopen: '重新打开', how: '方式', why: '原因', days: '工作日数', to: '接任者', reason: '原因', evidence: '下载证据包', customerPage: '客户全部往来',
  information: '一般咨询', assistance: '人工服务', request: '待办事项', promised: '承诺办理时限', opened: '受理', export: '导出', proposedBy: '提请结束：{outcome}', 'follow-ups': '回访',
}
export type Word = keyof typeof simplified

export const words: Words<Word> = {
  'zh-Hans': { ...timelineWords['zh-Hans'], ...simplified },
  'zh-Hant': {
    ...timelineWords['zh-Hant'],
    unfinished: '已結束、待整理的對話：{n}', closedAt: '{at} 結束', wrapUp: '整理對話', toWrapUp: '待整理對話 {n}', owed: '待辦：查詢、承諾與回訪', enquiry: '查詢', case: '投訴', what: '事項', due: '期限', subject: '對象', missing: '尚缺步驟', mine: '我的', all: '全部', kinds: '類型', any: '全部類型', onlyPressing: '只看逾期和今天到期', searchOwed: '搜尋待辦', whose: '誰的待辦', nothingOwed: '沒有待辦', nothingFound: '沒有符合條件的待辦',
    'confirm-close': '待您確認結束', open: '進行中', closed: '已結束', noTopic: '尚無主題', whole: '步驟齊全', solved: '已解決', notSolved: '未解決', reported: '登記結果', task: '任務', taskDone: '完成', successions: '等待您確認接任', from: '{name} 請您接任：{reason}', accept: '接任', decline: '不接任', awaits: '等待 {name} 確認接任',
    steps: '服務步驟', taken: '{at} 完成', lacking: '待完成', 'do-identified': '核對姓名、證件號碼等，說明以何種方式核實了客戶身分。', 'do-risk-noticed': '請客服在對話中講到產品，系統會附上風險提示；也可重發相關知識。', 'do-promised': '用「承諾辦理時限」告訴客戶將做什麼、何時完成。', 'do-handled': '辦完後登記：做了什麼。',
    'do-answered': '在對話中答覆客戶；由客服發出的訊息即為答覆。', 'do-feedback': '結束對話時系統會發出滿意度調查；也可安排回訪。', actions: '可以做的事', more: '更多', promise: '承諾辦理時限', promiseExplained: '客戶會在對話中收到這項承諾，逾期會提醒您和主管。', noteIdentified: '登記：已核實身分', noteHandled: '登記：已辦理',
    successor: '提名接任者', successorExplained: '對方同意之前，仍由現負責人負責。', close: '結束', confirmClose: '確認結束', closeLacks: '還有步驟沒有完成，完成後才能結束。', keepOpen: '不同意結束', reopen: '重新打開', how: '方式', why: '原因', days: '工作天數', to: '接任者', reason: '原因', evidence: '下載證據包', customerPage: '客戶全部往來',
    information: '一般查詢', assistance: '人工服務', request: '待辦事項', promised: '承諾辦理時限', opened: '受理', export: '匯出', proposedBy: '提請結束：{outcome}', 'follow-ups': '回訪',
  },
  en: {
    ...timelineWords.en,
    unfinished: 'Closed, not wrapped up: {n}', closedAt: 'closed {at}', wrapUp: 'Wrap up', toWrapUp: '{n} to wrap up', owed: 'What I owe: enquiries, promises, follow-ups', enquiry: 'Enquiry', case: 'Complaint', what: 'What', due: 'Due', subject: 'Of', missing: 'Missing', mine: 'Mine', all: 'All', kinds: 'Kind', any: 'All kinds', onlyPressing: 'Only overdue and due today', searchOwed: 'Search', whose: 'Whose', nothingOwed: 'Nothing is owed', nothingFound: 'Nothing of this kind',
    'confirm-close': 'Your word on its close', open: 'open', closed: 'closed', noTopic: 'no topic yet', whole: 'nothing', solved: 'Solved', notSolved: 'Not solved', reported: 'Report', task: 'Task', taskDone: 'Done', successions: 'Awaiting your word as successor', from: '{name} asks you to take over: {reason}', accept: 'Accept', decline: 'Decline', awaits: '{name} is asked to take over',
    steps: 'Steps of the service', taken: 'done {at}', lacking: 'to do', 'do-identified': 'Check name, id number and the like, and say how you made sure who the customer is.', 'do-risk-noticed': 'Speak of the product in the conversation: the risk notice is added by itself.', 'do-promised': 'Tell the customer what will be done by when, with “Promise by when”.', 'do-handled': 'When it is done, note what was done.',
    'do-answered': 'Answer the customer in the conversation; an agent\'s message is the answer.', 'do-feedback': 'The survey is sent when the conversation is closed; or plan a follow-up.', actions: 'What you can do', more: 'More', promise: 'Promise by when', promiseExplained: 'The customer is told in the conversation; you and your supervisor are reminded when it is overdue.', noteIdentified: 'Note: customer identified', noteHandled: 'Note: handled',
    successor: 'Name a successor', successorExplained: 'Until they accept, the owner stays answerable.', close: 'Close', confirmClose: 'Confirm the close', closeLacks: 'Steps are missing; it can be closed when they are done.', keepOpen: 'Do not close yet', reopen: 'Open again', how: 'How', why: 'Why', days: 'Working days', to: 'Successor', reason: 'Reason', evidence: 'Evidence pack', customerPage: 'The customer’s whole journey',
    information: 'information', assistance: 'a person asked for', request: 'something to be done', promised: 'promise by when', opened: 'Opened', export: 'Export', proposedBy: 'close proposed: {outcome}', 'follow-ups': 'Follow-ups',
  },
}
