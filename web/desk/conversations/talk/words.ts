import type { Words } from '../../parts/language.tsx'

const simplified = {
  conversation: '会话', customer: '客户信息', since: '咨询开始', reason: '转接原因', summary: '摘要', understanding: '机器人的理解', articles: '引用的知识', take: '接入', takeMessage: '回复留言',
  readOnly: '接入后可以回复。', wantsCall: '客户希望回电，也可以在会话里回复。', served: '由同事服务中，您可以查看。', customerTypes: '客户正在输入…', wordingAdded: '风险提示', article: '知识 {id}', version: '{id}，第 {version} 版', newMessages: '{n} 条新消息', toNewest: '到最新消息', today: '今天', yesterday: '昨天',
  heard: '{who}：{text}', choicesShown: '显示的选项', unseen: '客户看不到', 'private-note': '内部备注', 'private-whisper': '悄悄话', 'private-consult': '请教', 'private-transfer': '转接说明', riskWording: '这条消息已附上风险提示。', fromArticle: '这条消息依据以下知识。', openArticle: '打开全文（新标签页）', details: '客户与建议', suggestions: '建议',
  writesHere: '{n} 正在这个会话中输入', looksHere: '{n} 正在查看这个会话', show: '显示', hide: '隐藏', showTitle: '显示隐去的内容', showWhy: '查看原因', showAudited: '查看会连同原因记入审计。', note: '说明', 'why-identify': '核实身份', 'why-handle-request': '办理业务',
  'why-contact': '联系客户', 'why-suspected-fraud': '疑似诈骗', 'why-complaint': '处理投诉', 'why-quality-check': '质量检查', 'why-other': '其他（请说明）', view: '查看', download: '下载', notKept: '文件未保存', 'file-image': '图片', 'file-audio': '语音', 'file-video': '视频',
  'file-application': '文件', 'file-text': '文件', 'sent-decided': '发送中…', 'sent-handed': '已发出', 'sent-delivered': '已送达', 'sent-read': '已读', 'sent-failed': '未送达', 'sent-moved': '已转到其他渠道',
}

export const words: Words<keyof typeof simplified> = {
  'zh-Hans': simplified,
  'zh-Hant': {
    conversation: '對話', customer: '客戶資料', since: '查詢開始', reason: '轉接原因', summary: '摘要', understanding: '機器人的理解', articles: '引用的知識', take: '接入', takeMessage: '回覆留言',
    readOnly: '接入後可以回覆。', wantsCall: '客戶希望回電，也可以在對話裡回覆。', served: '由同事服務中，您可以查看。', customerTypes: '客戶正在輸入…', wordingAdded: '風險提示', article: '知識 {id}', version: '{id}，第 {version} 版', newMessages: '{n} 則新訊息', toNewest: '到最新訊息', today: '今天', yesterday: '昨天',
    heard: '{who}：{text}', choicesShown: '顯示的選項', unseen: '客戶看不到', 'private-note': '內部備註', 'private-whisper': '悄悄話', 'private-consult': '請教', 'private-transfer': '轉接說明', riskWording: '這則訊息已附上風險提示。', fromArticle: '這則訊息依據以下知識。', openArticle: '開啟全文（新分頁）', details: '客戶與建議', suggestions: '建議',
    writesHere: '{n} 正在這個對話中輸入', looksHere: '{n} 正在查看這個對話', show: '顯示', hide: '隱藏', showTitle: '顯示隱去的內容', showWhy: '查看原因', showAudited: '查看會連同原因記入審計。', note: '說明', 'why-identify': '核實身分', 'why-handle-request': '辦理業務',
    'why-contact': '聯絡客戶', 'why-suspected-fraud': '疑似詐騙', 'why-complaint': '處理投訴', 'why-quality-check': '品質檢查', 'why-other': '其他（請說明）', view: '查看', download: '下載', notKept: '檔案未儲存', 'file-image': '圖片', 'file-audio': '語音', 'file-video': '影片',
    'file-application': '檔案', 'file-text': '檔案', 'sent-decided': '傳送中…', 'sent-handed': '已發出', 'sent-delivered': '已送達', 'sent-read': '已讀', 'sent-failed': '未送達', 'sent-moved': '已轉到其他渠道',
  },
  en: {
    conversation: 'Conversation', customer: 'Customer', since: 'Enquiry since', reason: 'Reason', summary: 'Summary', understanding: 'What the bot understood', articles: 'Articles used',
    take: 'Take', takeMessage: 'Answer the message', readOnly: 'Take the customer to reply.', wantsCall: 'The customer wants a call; you can answer here, too.', served: 'A colleague serves this customer; you can read along.', customerTypes: 'The customer is typing…', wordingAdded: 'Risk wording', article: 'Article {id}',
    version: '{id}, version {version}', newMessages: '{n} new', toNewest: 'To the newest message', today: 'Today', yesterday: 'Yesterday', heard: '{who}: {text}', choicesShown: 'Choices shown', unseen: 'the customer does not see it', 'private-note': 'Private note', 'private-whisper': 'Whisper', 'private-consult': 'Consultation', 'private-transfer': 'Transfer note',
    riskWording: 'Risk wording was added to this message.', fromArticle: 'This message was taken from:', openArticle: 'Read the whole text (new tab)', details: 'Customer and suggestions', suggestions: 'Suggestions',
    writesHere: '{n} is writing in this conversation', looksHere: '{n} is looking at this conversation', show: 'Show', hide: 'Hide', showTitle: 'Show what is masked', showWhy: 'Why', showAudited: 'Your look and its reason are written down.', note: 'Note',
    'why-identify': 'Identify the customer', 'why-handle-request': 'Handle the request', 'why-contact': 'Contact the customer', 'why-suspected-fraud': 'Suspected fraud', 'why-complaint': 'Complaint', 'why-quality-check': 'Quality check', 'why-other': 'Other (say why)',
    view: 'View', download: 'Download', notKept: 'not kept', 'file-image': 'Picture', 'file-audio': 'Voice message', 'file-video': 'Video', 'file-application': 'File', 'file-text': 'File', 'sent-decided': 'Sending…', 'sent-handed': 'Sent', 'sent-delivered': 'Delivered',
    'sent-read': 'Read', 'sent-failed': 'Not delivered', 'sent-moved': 'Moved to another channel',
  },
}
