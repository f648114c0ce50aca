import type { Words } from '../../parts/language.tsx'

const simplified = {
  conversation: '会话', customer: '客户信息', since: '咨询开始', reason: '转接原因', summary: '摘要', understanding: '机器人的理解', articles: '引用的知识', take: '接入', takeMessage: '回复留言',
  readOnly: '接入后可以回复。', customerTypes: '客户正在输入…', wordingAdded: '风险提示', article: '知识 {id}', version: '{id}，第 {version} 版', newMessages: '{n} 条新消息', toNewest: '到最新消息', today: '今天', yesterday: '昨天',
  heard: '{who}：{text}', choicesShown: '显示的选项', riskWording: '这条消息已附上风险提示。', fromArticle: '这条消息依据以下知识。', openArticle: '打开全文（新标签页）', details: '客户与建议', suggestions: '建议',
}

export const words: Words<keyof typeof simplified> = {
  'zh-Hans': simplified,
  'zh-Hant': {
    conversation: '對話', customer: '客戶資料', since: '查詢開始', reason: '轉接原因', summary: '摘要', understanding: '機器人的理解', articles: '引用的知識', take: '接入', takeMessage: '回覆留言',
    readOnly: '接入後可以回覆。', customerTypes: '客戶正在輸入…', wordingAdded: '風險提示', article: '知識 {id}', version: '{id}，第 {version} 版', newMessages: '{n} 則新訊息', toNewest: '到最新訊息', today: '今天', yesterday: '昨天',
    heard: '{who}：{text}', choicesShown: '顯示的選項', riskWording: '這則訊息已附上風險提示。', fromArticle: '這則訊息依據以下知識。', openArticle: '開啟全文（新分頁）', details: '客戶與建議', suggestions: '建議',
  },
  en: {
    conversation: 'Conversation', customer: 'Customer', since: 'Enquiry since', reason: 'Reason', summary: 'Summary', understanding: 'What the bot understood', articles: 'Articles used',
    take: 'Take', takeMessage: 'Answer the message', readOnly: 'Take the customer to reply.', customerTypes: 'The customer is typing…', wordingAdded: 'Risk wording', article: 'Article {id}',
    version: '{id}, version {version}', newMessages: '{n} new', toNewest: 'To the newest message', today: 'Today', yesterday: 'Yesterday', heard: '{who}: {text}', choicesShown: 'Choices shown',
    riskWording: 'Risk wording was added to this message.', fromArticle: 'This message was taken from:', openArticle: 'Read the whole text (new tab)', details: 'Customer and suggestions', suggestions: 'Suggestions',
  },
}
