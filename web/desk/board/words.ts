import { subjectWords } from '../conversations/queue/subject-words.ts'
import type { Words } from '../parts/language.tsx'

const simplified = {
  board: '现场看板', alerts: '需要处理', noAlerts: '一切正常', waiting: '等待中的客户', noWaiting: '没有客户在等待', talking: '正在服务', noTalking: '没有进行中的会话', agents: '在线客服', noAgents: '没有客服在线', level: '今日服务水平', withinChoice: '接入时限',
  takenInTime: '{n} 秒内接入率', asked: '要求人工', taken: '已接入', abandoned: '放弃等待', left: '留言', longestWait: '最长等待', averageWait: '平均等待', averageHandling: '平均服务时长', seconds: '{n} 秒', wait: '等待', reason: '原因', topic: '主题', whyWaiting: '为何未分配', customer: '客户', agent: '客服', since: '开始', unanswered: '未回复', status: '状态', load: '接待 / 上限', actions: '操作',
  offered: '正在询问 {name}', 'nobody-here': '没有客服在线', 'nobody-qualified': '在线客服都不符合要求', 'nobody-available': '符合要求的客服暂离', 'all-busy': '符合要求的客服已满', next: '即将分配', available: '可接待', away: '暂离', 'wrap-up': '整理中', mayNotServe: '不可接待', lacks: '缺：{what}',
  'alert-nobody-here': '{n} 位客户在等待，但没有客服在线', 'alert-nobody-available': '{n} 位客户在等待，能服务的客服都已暂离', 'alert-no-agent-for': '没有客服可以服务“{topic}”（{n} 位客户）', 'alert-not-qualified': '{name} 正在服务客户，但已不符合要求', 'alert-unanswered': '{name} 尚未回复客户', 'alert-dead-letters': '{n} 条回复未送达', 'alert-overdue': '{n} 项期限已逾期',
  listen: '旁听', whisper: '悄悄提示', whisperExplained: '只有客服看得到，客户看不到。', join: '加入会话', joinExplained: '您和客服都可以回复客户，客户会得知您加入。', takeOver: '接管', takeOverExplained: '客户转由您服务，首问负责人不变。', reassign: '改派', reassignExplained: '询问所选同事，同意后客户转到对方；首问负责人不变。', to: '同事', note: '给对方的说明', text: '内容', show: '查看', more: '更多操作',
  absent: '不在工作台的客服', lastSeen: '最后在线', signedOut: '已退出', notHeardOf: '已登录，未在接待', neverSeen: '从未登录', waitingShown: '共 {n} 位', readAt: '更新于 {at}',
}
export type Word = keyof typeof simplified

export const words: Words<Word> = {
  'zh-Hans': { ...subjectWords['zh-Hans'], ...simplified },
  'zh-Hant': {
    ...subjectWords['zh-Hant'],
    board: '現場看板', alerts: '需要處理', noAlerts: '一切正常', waiting: '等待中的客戶', noWaiting: '沒有客戶在等待', talking: '正在服務', noTalking: '沒有進行中的對話', agents: '線上客服', noAgents: '沒有客服在線上', level: '今日服務水準', withinChoice: '接入時限',
    takenInTime: '{n} 秒內接入率', asked: '要求人工', taken: '已接入', abandoned: '放棄等待', left: '留言', longestWait: '最長等待', averageWait: '平均等待', averageHandling: '平均服務時長', seconds: '{n} 秒', wait: '等待', reason: '原因', topic: '主題', whyWaiting: '為何未分配', customer: '客戶', agent: '客服', since: '開始', unanswered: '未回覆', status: '狀態', load: '接待 / 上限', actions: '操作',
    offered: '正在詢問 {name}', 'nobody-here': '沒有客服在線上', 'nobody-qualified': '線上客服都不符合要求', 'nobody-available': '符合要求的客服暫離', 'all-busy': '符合要求的客服已滿', next: '即將分配', available: '可接待', away: '暫離', 'wrap-up': '整理中', mayNotServe: '不可接待', lacks: '缺：{what}',
    'alert-nobody-here': '{n} 位客戶在等待，但沒有客服在線上', 'alert-nobody-available': '{n} 位客戶在等待，能服務的客服都已暫離', 'alert-no-agent-for': '沒有客服可以服務「{topic}」（{n} 位客戶）', 'alert-not-qualified': '{name} 正在服務客戶，但已不符合要求', 'alert-unanswered': '{name} 尚未回覆客戶', 'alert-dead-letters': '{n} 則回覆未送達', 'alert-overdue': '{n} 項期限已逾期',
    listen: '旁聽', whisper: '悄悄提示', whisperExplained: '只有客服看得到，客戶看不到。', join: '加入對話', joinExplained: '您和客服都可以回覆客戶，客戶會得知您加入。', takeOver: '接管', takeOverExplained: '客戶轉由您服務，首問負責人不變。', reassign: '改派', reassignExplained: '詢問所選同事，同意後客戶轉到對方；首問負責人不變。', to: '同事', note: '給對方的說明', text: '內容', show: '檢視', more: '更多操作',
    absent: '不在工作台的客服', lastSeen: '最後在線', signedOut: '已登出', notHeardOf: '已登入，未在接待', neverSeen: '從未登入', waitingShown: '共 {n} 位', readAt: '更新於 {at}',
  },
  en: {
    ...subjectWords.en,
    board: 'Live board', alerts: 'Needs a look', noAlerts: 'All is well', waiting: 'Waiting customers', noWaiting: 'Nobody is waiting', talking: 'In conversation', noTalking: 'Nobody is being served', agents: 'Agents at the desk', noAgents: 'No agent is at the desk', level: 'Service level today', withinChoice: 'To be taken within',
    takenInTime: 'Taken within {n} s', asked: 'Asked for a person', taken: 'Taken', abandoned: 'Gave up', left: 'Left a message', longestWait: 'Longest wait', averageWait: 'Average wait', averageHandling: 'Average handling', seconds: '{n} s', wait: 'Wait', reason: 'Why', topic: 'Topic', whyWaiting: 'What holds it up', customer: 'Customer', agent: 'Agent', since: 'Since', unanswered: 'Unanswered', status: 'Status', load: 'Serves / may', actions: 'Actions',
    offered: '{name} is being asked', 'nobody-here': 'no agent is at the desk', 'nobody-qualified': 'nobody at the desk may serve them', 'nobody-available': 'who may serve them is away', 'all-busy': 'who may serve them is full', next: 'next to be offered', available: 'available', away: 'away', 'wrap-up': 'wrapping up', mayNotServe: 'may not serve', lacks: 'lacking: {what}',
    'alert-nobody-here': 'Waiting while no agent is at the desk: {n}', 'alert-nobody-available': 'Waiting while all who may serve them are away: {n}', 'alert-no-agent-for': 'No agent for “{topic}” ({n} waiting)', 'alert-not-qualified': '{name} serves a customer without being qualified any more', 'alert-unanswered': '{name} has not replied to a customer', 'alert-dead-letters': 'Replies not delivered: {n}', 'alert-overdue': 'Deadlines passed: {n}',
    listen: 'Listen in', whisper: 'Whisper', whisperExplained: 'Only the agent sees it, never the customer.', join: 'Join', joinExplained: 'You and the agent both write to the customer, who is told.', takeOver: 'Take over', takeOverExplained: 'You serve the customer from now on; the owner of the enquiry stays.', reassign: 'Reassign', reassignExplained: 'The colleague is asked, and has the customer once they accept; the owner of the enquiry stays.', to: 'Colleague', note: 'Note for them', text: 'Text', show: 'Show', more: 'More',
    absent: 'Agents not at the desk', lastSeen: 'Last seen', signedOut: 'signed out', notHeardOf: 'signed in, not serving', neverSeen: 'never', waitingShown: '{n} in all', readAt: 'as of {at}',
  },
}
