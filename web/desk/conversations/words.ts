import type { Words } from '../parts/language.tsx'

const simplified = {
  conversations: '会话', waiting: '等待中', mine: '我的会话', messages: '给我的留言', conversation: '会话', take: '接入', takeMessage: '回复留言', takeNext: '下一位',
  reply: '回复', send: '发送', close: '结束会话', noWaiting: '没有客户在等待', noMine: '没有进行中的会话', noMessages: '没有留言', customer: '客户信息', since: '咨询开始',
  reason: '转接原因', summary: '摘要', understanding: '机器人的理解', articles: '引用的知识', choose: '请选择一位客户', chooseHint: '左侧是排队的客户和您的会话。按 Alt+N 接入下一位。',
  readOnly: '接入后可以回复。', customerTypes: '客户正在输入…', wordingAdded: '已附风险提示：{n}', present: '在线同事', shortcuts: '快捷键', shortcutSend: '发送',
  shortcutNext: '接入下一位', shortcutMove: '上一个 / 下一个会话', shortcutReply: '跳到回复框', shortcutHelp: '显示快捷键', quicker: '有同事更快一步，或客户已不再等待。',
  stepMissing: '还不能结束，尚缺：', notSent: '消息没有发送，请修改后再发：', closed: '会话已结束', news: '有新消息',
}

export const words: Words<keyof typeof simplified> = {
  'zh-Hans': simplified,
  'zh-Hant': {
    conversations: '對話', waiting: '等待中', mine: '我的對話', messages: '給我的留言', conversation: '對話', take: '接入', takeMessage: '回覆留言', takeNext: '下一位',
    reply: '回覆', send: '傳送', close: '結束對話', noWaiting: '沒有客戶在等待', noMine: '沒有進行中的對話', noMessages: '沒有留言', customer: '客戶資料', since: '查詢開始',
    reason: '轉接原因', summary: '摘要', understanding: '機器人的理解', articles: '引用的知識', choose: '請選擇一位客戶', chooseHint: '左側是排隊的客戶和您的對話。按 Alt+N 接入下一位。',
    readOnly: '接入後可以回覆。', customerTypes: '客戶正在輸入…', wordingAdded: '已附風險提示：{n}', present: '在線同事', shortcuts: '快速鍵', shortcutSend: '傳送',
    shortcutNext: '接入下一位', shortcutMove: '上一個 / 下一個對話', shortcutReply: '跳到回覆框', shortcutHelp: '顯示快速鍵', quicker: '有同事更快一步，或客戶已不再等待。',
    stepMissing: '還不能結束，尚缺：', notSent: '訊息沒有送出，請修改後再送：', closed: '對話已結束', news: '有新訊息',
  },
  en: {
    conversations: 'Conversations', waiting: 'Waiting', mine: 'My conversations', messages: 'Messages for me', conversation: 'Conversation',
    take: 'Take', takeMessage: 'Answer the message', takeNext: 'Next customer', reply: 'Reply', send: 'Send', close: 'Close',
    noWaiting: 'Nobody is waiting', noMine: 'No conversations', noMessages: 'No messages', customer: 'Customer', since: 'Enquiry since',
    reason: 'Reason', summary: 'Summary', understanding: 'What the bot understood', articles: 'Articles used', choose: 'Choose a customer',
    chooseHint: 'Waiting customers and your conversations are on the left. Alt+N takes the next one.', readOnly: 'Take the customer to reply.',
    customerTypes: 'The customer is typing…', wordingAdded: 'Risk wording added: {n}', present: 'Colleagues here', shortcuts: 'Shortcuts',
    shortcutSend: 'Send', shortcutNext: 'Take the next customer', shortcutMove: 'Previous / next conversation', shortcutReply: 'Go to the reply',
    shortcutHelp: 'Show shortcuts', quicker: 'A colleague was quicker, or the customer no longer waits.', stepMissing: 'Not closed yet; missing: ',
    notSent: 'Not sent; please rewrite:', closed: 'Conversation closed', news: 'New messages',
  },
}
