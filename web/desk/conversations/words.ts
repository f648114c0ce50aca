import type { Words } from '../parts/language.tsx'

const simplified = {
  conversations: '会话', conversation: '会话', choose: '请选择一位客户', chooseHint: '左侧是您的会话和排队的客户。按 Alt+N 接入下一位。', shortcuts: '快捷键', shortcutSend: '发送',
  shortcutNext: '接入下一位', shortcutMove: '上一个 / 下一个会话', shortcutReply: '跳到回复框', shortcutSuggestions: '插入知识或常用语', shortcutHelp: '显示快捷键', shortcutNote: '发给客户 / 内部备注', shortcutAccept: '接入分配给我的客户', shortcutDecline: '让给下一位同事',
}

export const words: Words<keyof typeof simplified> = {
  'zh-Hans': simplified,
  'zh-Hant': {
    conversations: '對話', conversation: '對話', choose: '請選擇一位客戶', chooseHint: '左側是您的對話和排隊的客戶。按 Alt+N 接入下一位。', shortcuts: '快速鍵', shortcutSend: '傳送',
    shortcutNext: '接入下一位', shortcutMove: '上一個 / 下一個對話', shortcutReply: '跳到回覆框', shortcutSuggestions: '插入知識或常用語', shortcutHelp: '顯示快速鍵', shortcutNote: '發給客戶 / 內部備註', shortcutAccept: '接入分配給我的客戶', shortcutDecline: '讓給下一位同事',
  },
  en: {
    conversations: 'Conversations', conversation: 'Conversation', choose: 'Choose a customer', chooseHint: 'Your conversations and waiting customers are on the left. Alt+N takes the next one.',
    shortcuts: 'Shortcuts', shortcutSend: 'Send', shortcutNext: 'Take the next customer', shortcutMove: 'Previous / next conversation', shortcutReply: 'Go to the reply',
    shortcutSuggestions: 'Insert an article or a canned reply', shortcutHelp: 'Show shortcuts', shortcutNote: 'To the customer / private note', shortcutAccept: 'Take the customer that is offered', shortcutDecline: 'Leave them to the next colleague',
  },
}
