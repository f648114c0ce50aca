import type { Locale } from '../shared/locale.ts'

const simplified = {
  title: '首问工作台', pages: '其他页面', enquiries: '我负责的咨询', cases: '投诉与期限', languages: '语言', signIn: '登录', signOut: '退出', email: '邮箱', password: '密码', newPassword: '密码（至少 12 位）', name: '姓名', invite: '设置管理员',
  save: '保存', waiting: '等待中', mine: '我的会话', messages: '给我的留言', conversation: '会话', take: '接入', takeMessage: '回复留言', takeNext: '下一位', reply: '回复', send: '发送', close: '结束会话', outcome: '结果',
  noWaiting: '没有客户在等待', noMine: '没有进行中的会话', noMessages: '没有留言', urgent: '紧急', justNow: '刚刚', minutes: '{n} 分钟', hours: '{n} 小时', days: '{n} 天',
  resolved: '已解决', 'follow-up': '需要跟进', referred: '已转介', 'not-resolved': '未解决', user: '客户', bot: '机器人', agent: '客服', you: '我',
  customer: '客户信息', language: '语言', channel: '渠道', topic: '主题', owner: '首问负责人', since: '咨询开始', reason: '转接原因', summary: '摘要', understanding: '机器人的理解', articles: '引用的知识', nothing: '暂无',
  choose: '请选择一位客户', chooseHint: '左侧是排队的客户和您的会话。按 Alt+N 接入下一位。', readOnly: '接入后可以回复。', back: '返回列表', customerTypes: '客户正在输入…', wordingAdded: '已附风险提示：{n}',
  live: '已连接', reconnecting: '连接中断，正在重连…', present: '在线同事', shortcuts: '快捷键', shortcutSend: '发送', shortcutNext: '接入下一位', shortcutMove: '上一个 / 下一个会话', shortcutReply: '跳到回复框', shortcutHelp: '显示快捷键', dismiss: '关闭',
  quicker: '有同事更快一步，或客户已不再等待。', stepMissing: '还不能结束，尚缺：', 'missing-identified': '核实身份', 'missing-risk-noticed': '风险提示', 'missing-promised': '承诺办理时限', 'missing-handled': '办理', 'missing-answered': '答复客户', 'missing-feedback': '满意度回访', notSent: '消息没有发送，请修改后再发：', closed: '会话已结束', newWaiting: '有客户在等待：{n}', queueOf: '等待 {n} 位',
  'customer-asked': '客户要求人工', 'message-left': '留言', 'dialog.fraud': '疑似诈骗', 'dialog.stolen-card': '银行卡被盗刷', 'dialog.takeover': '账户被盗用', complaint: '投诉', 'case-status': '查询投诉', 'not-understood': '机器人没有听懂', recommendation: '产品咨询',
  directline: '网页', emulator: '模拟器', wechat: '微信', wecom: '企业微信', whatsapp: 'WhatsApp', telegram: 'Telegram', sms: '短信', voice: '电话', 'zh-Hans': '简体中文', 'zh-Hant': '繁体中文', en: '英文',
}
export type Word = keyof typeof simplified

export const words: Record<Locale, Record<Word, string>> = {
  'zh-Hans': simplified,
  'zh-Hant': {
    title: '首問工作台', pages: '其他頁面', enquiries: '我負責的查詢', cases: '投訴與期限', languages: '語言', signIn: '登入', signOut: '登出', email: '電郵', password: '密碼', newPassword: '密碼（至少 12 位）', name: '姓名', invite: '設定管理員',
    save: '儲存', waiting: '等待中', mine: '我的對話', messages: '給我的留言', conversation: '對話', take: '接入', takeMessage: '回覆留言', takeNext: '下一位', reply: '回覆', send: '傳送', close: '結束對話', outcome: '結果',
    noWaiting: '沒有客戶在等待', noMine: '沒有進行中的對話', noMessages: '沒有留言', urgent: '緊急', justNow: '剛剛', minutes: '{n} 分鐘', hours: '{n} 小時', days: '{n} 天',
    resolved: '已解決', 'follow-up': '需要跟進', referred: '已轉介', 'not-resolved': '未解決', user: '客戶', bot: '機器人', agent: '客服', you: '我',
    customer: '客戶資料', language: '語言', channel: '渠道', topic: '主題', owner: '首問負責人', since: '查詢開始', reason: '轉接原因', summary: '摘要', understanding: '機器人的理解', articles: '引用的知識', nothing: '暫無',
    choose: '請選擇一位客戶', chooseHint: '左側是排隊的客戶和您的對話。按 Alt+N 接入下一位。', readOnly: '接入後可以回覆。', back: '返回列表', customerTypes: '客戶正在輸入…', wordingAdded: '已附風險提示：{n}',
    live: '已連線', reconnecting: '連線中斷，正在重新連線…', present: '在線同事', shortcuts: '快速鍵', shortcutSend: '傳送', shortcutNext: '接入下一位', shortcutMove: '上一個 / 下一個對話', shortcutReply: '跳到回覆框', shortcutHelp: '顯示快速鍵', dismiss: '關閉',
    quicker: '有同事更快一步，或客戶已不再等待。', stepMissing: '還不能結束，尚缺：', 'missing-identified': '核實身分', 'missing-risk-noticed': '風險提示', 'missing-promised': '承諾辦理時限', 'missing-handled': '辦理', 'missing-answered': '答覆客戶', 'missing-feedback': '滿意度回訪', notSent: '訊息沒有送出，請修改後再送：', closed: '對話已結束', newWaiting: '有客戶在等待：{n}', queueOf: '等待 {n} 位',
    'customer-asked': '客戶要求人工', 'message-left': '留言', 'dialog.fraud': '疑似詐騙', 'dialog.stolen-card': '銀行卡被盜刷', 'dialog.takeover': '帳戶被盜用', complaint: '投訴', 'case-status': '查詢投訴', 'not-understood': '機器人沒有聽懂', recommendation: '產品諮詢',
    directline: '網頁', emulator: '模擬器', wechat: '微信', wecom: '企業微信', whatsapp: 'WhatsApp', telegram: 'Telegram', sms: '短訊', voice: '電話', 'zh-Hans': '簡體中文', 'zh-Hant': '繁體中文', en: '英文',
  },
  en: {
    title: 'Shouwen desk', pages: 'Other pages', enquiries: 'My enquiries', cases: 'Complaints and deadlines', languages: 'Language', signIn: 'Sign in', signOut: 'Sign out', email: 'E-mail', password: 'Password', newPassword: 'Password (at least 12 characters)', name: 'Name', invite: 'Set up the administrator',
    save: 'Save', waiting: 'Waiting', mine: 'My conversations', messages: 'Messages for me', conversation: 'Conversation', take: 'Take', takeMessage: 'Answer the message', takeNext: 'Next customer', reply: 'Reply', send: 'Send', close: 'Close', outcome: 'Outcome',
    noWaiting: 'Nobody is waiting', noMine: 'No conversations', noMessages: 'No messages', urgent: 'Urgent', justNow: 'just now', minutes: '{n} min', hours: '{n} h', days: '{n} d',
    resolved: 'Resolved', 'follow-up': 'Needs follow-up', referred: 'Referred', 'not-resolved': 'Not resolved', user: 'Customer', bot: 'Bot', agent: 'Agent', you: 'Me',
    customer: 'Customer', language: 'Language', channel: 'Channel', topic: 'Topic', owner: 'Owner', since: 'Enquiry since', reason: 'Reason', summary: 'Summary', understanding: 'What the bot understood', articles: 'Articles used', nothing: 'Nothing yet',
    choose: 'Choose a customer', chooseHint: 'Waiting customers and your conversations are on the left. Alt+N takes the next one.', readOnly: 'Take the customer to reply.', back: 'Back to the list', customerTypes: 'The customer is typing…', wordingAdded: 'Risk wording added: {n}',
    live: 'Connected', reconnecting: 'Connection lost, reconnecting…', present: 'Colleagues here', shortcuts: 'Shortcuts', shortcutSend: 'Send', shortcutNext: 'Take the next customer', shortcutMove: 'Previous / next conversation', shortcutReply: 'Go to the reply', shortcutHelp: 'Show shortcuts', dismiss: 'Close',
    quicker: 'A colleague was quicker, or the customer no longer waits.', stepMissing: 'Not closed yet; missing: ', 'missing-identified': 'identify the customer', 'missing-risk-noticed': 'risk notice', 'missing-promised': 'say what will be done by when', 'missing-handled': 'handle it', 'missing-answered': 'answer the customer', 'missing-feedback': 'ask for feedback', notSent: 'Not sent; please rewrite:', closed: 'Conversation closed', newWaiting: 'Customers waiting: {n}', queueOf: '{n} waiting',
    'customer-asked': 'Asked for a person', 'message-left': 'Left a message', 'dialog.fraud': 'Suspected fraud', 'dialog.stolen-card': 'Stolen card', 'dialog.takeover': 'Account taken over', complaint: 'Complaint', 'case-status': 'Complaint status', 'not-understood': 'Not understood', recommendation: 'Product advice',
    directline: 'Web', emulator: 'Emulator', wechat: 'WeChat', wecom: 'WeCom', whatsapp: 'WhatsApp', telegram: 'Telegram', sms: 'SMS', voice: 'Telephone', 'zh-Hans': 'Simplified Chinese', 'zh-Hant': 'Traditional Chinese', en: 'English',
  },
}

export function isWord(key: string): key is Word {
  return Object.hasOwn(simplified, key)
}
