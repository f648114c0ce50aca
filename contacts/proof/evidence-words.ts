import type { Locale } from '../../knowledge/outgoing.ts'

/** What the pages of an evidence pack say. */
export type EvidenceWords = Record<
  'title' | 'intro' | 'verify' | 'about' | 'customer' | 'enquiry' | 'case' | 'topic' | 'status' | 'opened' | 'closed' | 'outcome' | 'owner' | 'owners' | 'transcript' | 'timeline' | 'clocks' | 'days' | 'approvals' | 'survey' | 'proof' | 'files'
  | 'time' | 'who' | 'text' | 'wording' | 'place' | 'hash' | 'what' | 'facts' | 'rule' | 'started' | 'term' | 'due' | 'pauses' | 'provisional' | 'day' | 'worked' | 'off' | 'unknown' | 'until' | 'workingDays' | 'client' | 'bot' | 'system' | 'madeAt' | 'entries' | 'head' | 'key' | 'checkpoint' | 'none' | 'content' | 'concerned' | 'extension' | 'measure', string>

export const evidenceWords: Record<Locale, EvidenceWords> = {
  'zh-Hans': {
    title: '证据包', intro: '本文件由客服系统自动生成，汇集一项咨询或投诉的全部记录。时间为中国标准时间；“位置”与“哈希”指向同一压缩包内已签名的日志文件，evidence.json 为机器可读格式。含个人信息，请按规定保管。',
    verify: '核验方法：在任意一台装有本软件的计算机上，对每个 log-*.jsonl 运行 npm run log:verify -- 文件 --key log-signing.pub（公钥应另行取得）。记录有任何改动、缺失或调换都会被指出。',
    about: '概要', customer: '客户编号', enquiry: '咨询编号', case: '投诉编号', topic: '主题', status: '状态', opened: '受理时间', closed: '办结时间', outcome: '结果', owner: '首问责任人', owners: '责任人变更', transcript: '对话记录', timeline: '办理过程', clocks: '时限', days: '时限所用的工作日历',
    approvals: '审批', survey: '满意度', proof: '完整性', files: '附件', time: '时间', who: '人员', text: '内容', wording: '依据与风险提示（编号 版本）', place: '位置', hash: '哈希', what: '事项', facts: '详情', rule: '规则', started: '起算', term: '期限', due: '到期', pauses: '中止', provisional: '（暂定）', day: '日期',
    worked: '工作日', off: '非工作日', unknown: '尚未公布', until: '至', workingDays: '个工作日', client: '客户', bot: '智能客服', system: '系统', madeAt: '生成时间', entries: '日志条数', head: '最后一条的哈希', key: '签名公钥指纹', checkpoint: '其后的签名检查点', none: '无', content: '内容', concerned: '回避人员', extension: '延期', measure: '整改措施',
  },
  'zh-Hant': {
    title: '證據包', intro: '本文件由客服系統自動產生，匯集一項查詢或投訴的全部記錄。時間為中國標準時間；「位置」與「雜湊」指向同一壓縮檔內已簽章的日誌檔，evidence.json 為機器可讀格式。含個人資料，請依規定保管。',
    verify: '核驗方法：在任何一部裝有本軟體的電腦上，對每個 log-*.jsonl 執行 npm run log:verify -- 檔案 --key log-signing.pub（公鑰應另行取得）。記錄有任何改動、缺失或調換都會被指出。',
    about: '概要', customer: '客戶編號', enquiry: '查詢編號', case: '投訴編號', topic: '主題', status: '狀態', opened: '受理時間', closed: '辦結時間', outcome: '結果', owner: '首問責任人', owners: '責任人變更', transcript: '對話記錄', timeline: '辦理過程', clocks: '時限', days: '時限所用的工作日曆',
    approvals: '審批', survey: '滿意度', proof: '完整性', files: '附件', time: '時間', who: '人員', text: '內容', wording: '依據與風險提示（編號 版本）', place: '位置', hash: '雜湊', what: '事項', facts: '詳情', rule: '規則', started: '起算', term: '期限', due: '到期', pauses: '中止', provisional: '（暫定）', day: '日期',
    worked: '工作日', off: '非工作日', unknown: '尚未公布', until: '至', workingDays: '個工作日', client: '客戶', bot: '智能客服', system: '系統', madeAt: '產生時間', entries: '日誌條數', head: '最後一條的雜湊', key: '簽章公鑰指紋', checkpoint: '其後的簽章檢查點', none: '無', content: '內容', concerned: '迴避人員', extension: '延期', measure: '改善措施',
  },
  en: {
    title: 'Evidence pack', intro: 'Made by the customer-service system: all that is recorded of one enquiry or complaint. Times are China Standard Time. "Place" and "hash" point into the signed log files of the same archive; evidence.json is for machines. It holds personal data; keep it accordingly.',
    verify: 'To verify: on any computer with this software run npm run log:verify -- FILE --key log-signing.pub for each log-*.jsonl (get the public key by another way). Whatever was changed, dropped or swapped is named.',
    about: 'Overview', customer: 'Customer', enquiry: 'Enquiry', case: 'Complaint', topic: 'Topic', status: 'Status', opened: 'Opened', closed: 'Closed', outcome: 'Outcome', owner: 'Owner', owners: 'Owners', transcript: 'What was said', timeline: 'What was done', clocks: 'Deadlines', days: 'The calendar that the deadlines were counted on',
    approvals: 'Approvals', survey: 'Survey', proof: 'Integrity', files: 'Files', time: 'Time', who: 'Who', text: 'Text', wording: 'Articles and risk wording (id, version)', place: 'Place', hash: 'Hash', what: 'What', facts: 'Details', rule: 'Rule', started: 'From', term: 'Term', due: 'Due', pauses: 'Pauses', provisional: '(provisional)', day: 'Day',
    worked: 'worked', off: 'off', unknown: 'not settled yet', until: 'until', workingDays: 'working days', client: 'Customer', bot: 'Assistant', system: 'System', madeAt: 'Made at', entries: 'Log entries', head: 'Hash of the last', key: 'Fingerprint of the signing key', checkpoint: 'Signed checkpoint after it', none: 'none', content: 'Content', concerned: 'Whom it concerns', extension: 'extension', measure: 'measure',
  },
}

/** What kinds of entries are called; a kind that is not here is shown as it is. */
const kinds: Record<string, readonly [hans: string, hant: string, en: string]> = {
  'enquiry.opened': ['受理咨询', '受理查詢', 'Enquiry opened'], 'enquiry.reopened': ['重新受理', '重新受理', 'Enquiry reopened'], 'enquiry.closed': ['办结咨询', '辦結查詢', 'Enquiry closed'], 'enquiry.close-proposed': ['提请办结', '提請辦結', 'Close proposed'],
  'enquiry.owner-named': ['指定责任人', '指定責任人', 'Owner named'], 'enquiry.split': ['拆分咨询', '拆分查詢', 'Enquiry split'], 'customer.viewed': ['查看客户资料', '檢視客戶資料', 'Customer\'s data viewed'], 'customer.erased': ['删除客户信息', '刪除客戶資料', 'Customer erased'],
  'handover.requested': ['请求人工', '請求人工', 'Person asked for'], 'handover.taken': ['坐席接入', '坐席接入', 'Taken by an agent'], 'handover.returned': ['退回队列', '退回佇列', 'Back to the queue'], 'handover.closed': ['结束人工服务', '結束人工服務', 'Hand-over closed'],
  'handover.language': ['客户改用其他语言', '客戶改用其他語言', 'Customer goes on in another language'], 'handover.matter': ['客户说明来意', '客戶說明來意', 'Customer says what it is about'],
  'handover.withdrawn': ['客户取消排队', '客戶取消排隊', 'Customer no longer waits'], 'message.left': ['客户留言', '客戶留言', 'Message left'], 'turn.decided': ['系统判断', '系統判斷', 'Decided'], 'survey.answered': ['满意度评价', '滿意度評價', 'Survey answered'],
  'case.opened': ['受理投诉', '受理投訴', 'Complaint accepted'], 'case.investigation-begun': ['开始调查', '開始調查', 'Investigation begun'], 'case.investigated': ['完成首次调查', '完成首次調查', 'First investigation done'], 'case.decided': ['作出处理决定', '作出處理決定', 'Decided'],
  'case.answered': ['答复客户', '答覆客戶', 'Customer answered'], 'case.closed': ['投诉办结', '投訴辦結', 'Complaint closed'], 'case.archived': ['归档', '歸檔', 'Archived'], 'case.escalated': ['升级上报', '升級上報', 'Escalated'], 'case.surveyed': ['投诉满意度', '投訴滿意度', 'Survey of the complaint'],
  'case.extension-requested': ['申请延期', '申請延期', 'Extension asked for'], 'case.extended': ['批准延期', '批准延期', 'Extension granted'], 'case.extension-refused': ['不同意延期', '不同意延期', 'Extension refused'], 'case.owner-named': ['变更投诉责任人', '變更投訴責任人', 'Owner of the complaint named'],
  'topic.confirmed': ['确认主题', '確認主題', 'Topic confirmed'], 'topic.corrected': ['更正主题', '更正主題', 'Topic corrected'], 'task.set': ['安排任务', '安排任務', 'Task set'], 'task.done': ['任务完成', '任務完成', 'Task done'],
  'customer.revealed': ['查看原文', '檢視原文', 'Masked text shown'], 'attachment.opened': ['打开附件', '開啟附件', 'File opened'],
  'clock.started': ['时限开始', '時限開始', 'Deadline set'], 'clock.finished': ['时限内事项完成', '時限內事項完成', 'Done'], 'clock.paused': ['时限中止', '時限中止', 'Deadline paused'], 'clock.resumed': ['时限恢复', '時限恢復', 'Deadline goes on'], 'clock.extended': ['时限延长', '時限延長', 'Deadline extended'], 'clock.reminded': ['时限提醒', '時限提醒', 'Reminder'],
}

export function kindIn(kind: string, locale: Locale): string {
  const called = kinds[kind]
  return called ? `${called[{ 'zh-Hans': 0, 'zh-Hant': 1, en: 2 }[locale]]} (${kind})` : kind
}
