import { subjectWords } from '../../conversations/queue/subject-words.ts'
import { words as dueWords } from '../due/words.ts'
import type { Words } from '../language.tsx'
import { kindWords } from './kinds.ts'

const simplified = {
  timeline: '经过', customer: '客户', system: '系统', service: '系统', empty: '没有记录', earlier: '较早的 {n} 条', by: '期限 {at}',
  identified: '核实身份', 'risk-noticed': '风险提示', promised: '承诺办理时限', handled: '办理', answered: '答复客户', feedback: '满意度回访', half: '时间过半', 'day-before': '到期前一天', due: '今天到期', overdue: '已逾期',
  upheld: '成立', 'partly-upheld': '部分成立', 'not-upheld': '不成立', withdrawn: '撤回', letter: '信函', phone: '电话', branch: '网点', 'e-mail': '邮件', conversation: '会话', days: '{n} 个工作日', score: '{n} 分',
  amount: '金额大', 'injury-to-many': '涉及多人', media: '媒体', regulator: '监管', 'staff-misconduct': '员工不当行为', named: '人工上报', quality: '质量改进', training: '培训', marketing: '营销', succession: '接任', agent: '客服处理', true: '是', false: '否',
  'service-attitude': '服务态度', 'service-efficiency': '服务效率', fees: '收费', 'sales-practice': '销售行为', 'product-information': '产品信息', 'system-failure': '系统故障', 'unauthorised-transaction': '未授权交易', 'personal-information': '个人信息', 'rules-and-process': '制度流程', misunderstanding: '误解', other: '其他',
}

export const words: Words<keyof typeof simplified | keyof (typeof dueWords)['en']> = {
  'zh-Hans': { ...kindWords['zh-Hans'], ...subjectWords['zh-Hans'], ...dueWords['zh-Hans'], ...simplified },
  'zh-Hant': {
    ...kindWords['zh-Hant'], ...subjectWords['zh-Hant'], ...dueWords['zh-Hant'],
    timeline: '經過', customer: '客戶', system: '系統', service: '系統', empty: '沒有記錄', earlier: '較早的 {n} 則', by: '期限 {at}',
    identified: '核實身分', 'risk-noticed': '風險提示', promised: '承諾辦理時限', handled: '辦理', answered: '答覆客戶', feedback: '滿意度回訪', half: '時間過半', 'day-before': '到期前一天', due: '今天到期', overdue: '已逾期',
    upheld: '成立', 'partly-upheld': '部分成立', 'not-upheld': '不成立', withdrawn: '撤回', letter: '信函', phone: '電話', branch: '分行', 'e-mail': '電郵', conversation: '對話', days: '{n} 個工作天', score: '{n} 分',
    amount: '金額大', 'injury-to-many': '涉及多人', media: '媒體', regulator: '監管', 'staff-misconduct': '員工不當行為', named: '人工上報', quality: '品質改進', training: '培訓', marketing: '營銷', succession: '接任', agent: '客服處理', true: '是', false: '否',
    'service-attitude': '服務態度', 'service-efficiency': '服務效率', fees: '收費', 'sales-practice': '銷售行為', 'product-information': '產品資訊', 'system-failure': '系統故障', 'unauthorised-transaction': '未授權交易', 'personal-information': '個人資料', 'rules-and-process': '制度流程', misunderstanding: '誤解', other: '其他',
  },
  en: {
    ...kindWords.en, ...subjectWords.en, ...dueWords.en,
    timeline: 'Timeline', customer: 'Customer', system: 'System', service: 'System', empty: 'Nothing yet', earlier: '{n} earlier ones', by: 'due {at}',
    identified: 'identify the customer', 'risk-noticed': 'risk notice', promised: 'promise by when', handled: 'handle it', answered: 'answer the customer', feedback: 'ask for feedback', half: 'half of the time is over', 'day-before': 'a day before', due: 'due today', overdue: 'overdue',
    upheld: 'upheld', 'partly-upheld': 'partly upheld', 'not-upheld': 'not upheld', withdrawn: 'withdrawn', letter: 'letter', phone: 'phone', branch: 'branch', 'e-mail': 'e-mail', conversation: 'conversation', days: '{n} working days', score: '{n} of 5',
    amount: 'a large amount', 'injury-to-many': 'many are hurt', media: 'media', regulator: 'regulator', 'staff-misconduct': 'misconduct of staff', named: 'named by a member', quality: 'quality', training: 'training', marketing: 'marketing', succession: 'succession', agent: 'by an agent', true: 'yes', false: 'no',
    'service-attitude': 'attitude', 'service-efficiency': 'efficiency', fees: 'fees', 'sales-practice': 'sales practice', 'product-information': 'product information', 'system-failure': 'system failure', 'unauthorised-transaction': 'unauthorised transaction', 'personal-information': 'personal information', 'rules-and-process': 'rules and process', misunderstanding: 'misunderstanding', other: 'other',
  },
}
