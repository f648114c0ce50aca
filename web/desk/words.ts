import type { Words } from './parts/language.tsx'

const commonSimplified = {
  failed: '操作没有成功，请重试。', loading: '正在读取…', cancel: '取消', none: '暂无', search: '搜索', 'missing-identified': '核实身份', 'missing-risk-noticed': '风险提示',
  'missing-promised': '承诺办理时限', 'missing-handled': '办理', 'missing-answered': '答复客户', 'missing-feedback': '满意度回访', 'missing-begin': '开始调查', 'missing-investigated': '完成初步调查', 'missing-decide': '作出处理决定', 'missing-answer': '答复客户',
  'missing-name-cause': '填写原因', 'missing-close': '结案', 'missing-finish-measure': '登记措施结果', 'missing-successor': '指定接任者', 'missing-request-extension': '先申请延期', 'missing-concerned': '投诉涉及的人不能处理它（M3.3a）',
  'missing-not-yours': '此投诉由同事负责', 'missing-role': '须由主管办理', 'missing-own-request': '申请人不能审批自己的申请', 'missing-over': '投诉已归档', 'missing-done-already': '此步骤已完成', 'missing-unknown': '没有这项措施', save: '保存', dismiss: '关闭',
  justNow: '刚刚', minutes: '{n} 分钟', hours: '{n} 小时', days: '{n} 天', resolved: '已解决', 'follow-up': '需要跟进', referred: '已转介', 'not-resolved': '未解决',
  user: '客户', bot: '机器人', agent: '客服', language: '语言', channel: '渠道', topic: '主题', owner: '首问负责人', nothing: '暂无', back: '返回列表', name: '姓名',
  email: '邮箱', showTyped: '显示输入内容', password: '密码', outcome: '结果', urgent: '紧急', 'customer-asked': '客户要求人工', 'message-left': '留言', 'call-back': '要求回电', 'given-back': '交回机器人', 'dialog.fraud': '疑似诈骗',
  'dialog.stolen-card': '银行卡被盗刷', 'dialog.takeover': '账户被盗用', complaint: '投诉', 'case-status': '查询投诉', 'not-understood': '机器人没有听懂',
  recommendation: '产品咨询', directline: '网页', practice: '练习', emulator: '模拟器', wechat: '微信', wecom: '企业微信', whatsapp: 'WhatsApp', telegram: 'Telegram', sms: '短信',
  voice: '电话', 'zh-Hans': '简体中文', 'zh-Hant': '繁体中文', en: '英文', supervisor: '主管', compliance: '合规', admin: '管理员', auditor: '审计',
}
export type CommonWord = keyof typeof commonSimplified

/** Words that all of the desk's pages share, and values of the API in words. */
export const common: Words<CommonWord> = {
  'zh-Hans': commonSimplified,
  'zh-Hant': {
    failed: '操作沒有成功，請重試。', loading: '正在讀取…', cancel: '取消', none: '暫無', search: '搜尋', 'missing-identified': '核實身分', 'missing-risk-noticed': '風險提示',
    'missing-promised': '承諾辦理時限', 'missing-handled': '辦理', 'missing-answered': '答覆客戶', 'missing-feedback': '滿意度回訪', 'missing-begin': '開始調查', 'missing-investigated': '完成初步調查', 'missing-decide': '作出處理決定', 'missing-answer': '答覆客戶',
    'missing-name-cause': '填寫原因', 'missing-close': '結案', 'missing-finish-measure': '登記措施結果', 'missing-successor': '指定接任者', 'missing-request-extension': '先申請延期', 'missing-concerned': '投訴涉及的人不能處理它（M3.3a）',
    'missing-not-yours': '此投訴由同事負責', 'missing-role': '須由主管辦理', 'missing-own-request': '申請人不能審批自己的申請', 'missing-over': '投訴已歸檔', 'missing-done-already': '此步驟已完成', 'missing-unknown': '沒有這項措施', save: '儲存', dismiss: '關閉',
    justNow: '剛剛', minutes: '{n} 分鐘', hours: '{n} 小時', days: '{n} 天', resolved: '已解決', 'follow-up': '需要跟進', referred: '已轉介', 'not-resolved': '未解決',
    user: '客戶', bot: '機器人', agent: '客服', language: '語言', channel: '渠道', topic: '主題', owner: '首問負責人', nothing: '暫無', back: '返回列表', name: '姓名',
    email: '電郵', showTyped: '顯示輸入內容', password: '密碼', outcome: '結果', urgent: '緊急', 'customer-asked': '客戶要求人工', 'message-left': '留言', 'call-back': '要求回電', 'given-back': '交回機器人', 'dialog.fraud': '疑似詐騙',
    'dialog.stolen-card': '銀行卡被盜刷', 'dialog.takeover': '帳戶被盜用', complaint: '投訴', 'case-status': '查詢投訴', 'not-understood': '機器人沒有聽懂',
    recommendation: '產品諮詢', directline: '網頁', practice: '練習', emulator: '模擬器', wechat: '微信', wecom: '企業微信', whatsapp: 'WhatsApp', telegram: 'Telegram', sms: '短訊',
    voice: '電話', 'zh-Hans': '簡體中文', 'zh-Hant': '繁體中文', en: '英文', supervisor: '主管', compliance: '合規', admin: '管理員', auditor: '審計',
  },
  en: {
    failed: 'That did not work; try again.', loading: 'Loading…', cancel: 'Cancel', none: 'None', search: 'Search',
    'missing-identified': 'identify the customer', 'missing-risk-noticed': 'risk notice', 'missing-promised': 'say what will be done by when',
    'missing-handled': 'handle it', 'missing-answered': 'answer the customer', 'missing-feedback': 'ask for feedback', 'missing-begin': 'begin the investigation', 'missing-investigated': 'the first investigation', 'missing-decide': 'the decision', 'missing-answer': 'the answer to the customer',
    'missing-name-cause': 'the cause', 'missing-close': 'close it', 'missing-finish-measure': 'the result of a measure', 'missing-successor': 'somebody who takes over', 'missing-request-extension': 'a request for more time', 'missing-concerned': 'whom a complaint concerns does not handle it (M3.3a)',
    'missing-not-yours': 'it is a colleague\'s', 'missing-role': 'this is for those who supervise', 'missing-own-request': 'somebody other than who asked for it decides', 'missing-over': 'it is in the archive', 'missing-done-already': 'this step has been taken', 'missing-unknown': 'there is no such measure', save: 'Save', dismiss: 'Close',
    justNow: 'just now', minutes: '{n} min', hours: '{n} h', days: '{n} d', resolved: 'Resolved', 'follow-up': 'Needs follow-up', referred: 'Referred',
    'not-resolved': 'Not resolved', user: 'Customer', bot: 'Bot', agent: 'Agent', language: 'Language', channel: 'Channel', topic: 'Topic',
    owner: 'Owner', nothing: 'Nothing yet', back: 'Back to the list', name: 'Name', email: 'E-mail', showTyped: 'Show what is typed', password: 'Password', outcome: 'Outcome',
    urgent: 'Urgent', 'customer-asked': 'Asked for a person', 'message-left': 'Left a message', 'call-back': 'Wants a call', 'given-back': 'Given back to the bot', 'dialog.fraud': 'Suspected fraud',
    'dialog.stolen-card': 'Stolen card', 'dialog.takeover': 'Account taken over', complaint: 'Complaint', 'case-status': 'Complaint status',
    'not-understood': 'Not understood', recommendation: 'Product advice', directline: 'Web', practice: 'Practice', emulator: 'Emulator', wechat: 'WeChat', wecom: 'WeCom',
    whatsapp: 'WhatsApp', telegram: 'Telegram', sms: 'SMS', voice: 'Telephone', 'zh-Hans': 'Simplified Chinese', 'zh-Hant': 'Traditional Chinese',
    en: 'English', supervisor: 'Supervisor', compliance: 'Compliance', admin: 'Administrator', auditor: 'Auditor',
  },
}

const shellSimplified = {
  title: '首问工作台', pages: '页面', menu: '菜单', conversations: '会话', enquiries: '待办', cases: '投诉', staff: '资质', duty: '值班', practice: '练习', languages: '界面语言', accounts: '账号', account: '我的账户', signOut: '退出', live: '已连接', overdue: '逾期', board: '看板', customer: '客户', audit: '审计记录', outbox: '未送达消息', morePages: '更多',
  reconnecting: '连接中断，正在重连…', lightOrDark: '浅色或深色', light: '浅色', dark: '深色', auto: '跟随系统', notFound: '没有这个页面', notYours: '您的角色不能查看此页面',
  broken: '页面出错了，请刷新。', reload: '刷新', skip: '跳到正文', 'refused-TooManyTries': '尝试次数过多，请稍后再试。', 'refused-SamePassword': '新密码不能与现在的相同。', 'refused-WrongPassword': '现在的密码不正确。', 'refused-RecordsAway': '暂时无法读写记录，内容已保留，请稍后再试。', 'refused-WrongCode': '验证码不正确、已用过或已过期，请用下一个。',
  'refused-Expired': '已超时或尝试次数过多，请重新登录。', 'refused-Unauthorized': '邮箱或密码不正确。', 'refused-ProveAgain': '请再次验证身份。', 'refused-NotQualified': '资质不符，不能服务这位客户：', 'refused-Quicker': '同事先接了，或客户已不再等待。', 'refused-WaitsAgain': '这位客户又在排队，请从队列中接入。', 'refused-OfferOver': '这次分配已经失效。', 'refused-NotThere': '客户已不在，或正在询问另一位同事。', 'refused-NotHere': '这位同事现在不在线。', 'refused-SpokenMeanwhile': '同事刚刚回复了客户，没有发送；请先看过再发。',
  'refused-NotImported': '没有导入，请改正后再试：', 'refused-OpenLoop': '还不能结束，尚缺：', 'refused-StepMissing': '还缺步骤：', 'refused-Refused': '现在不能这样做：', 'refused-Stopped': '没有发送，请修改后再试：',
  'refused-PracticeServing': '您正在接待客户，请先结束或转交这些会话。', 'refused-PracticeRunning': '您已经在练习，请先结束。', 'refused-PracticeFull': '现在练习的同事太多，请稍后再试。', 'refused-Practising': '您正在练习，结束练习后才能接入客户。', 'refused-NoPractice': '练习已结束。', 'refused-PracticeElsewhere': '您的练习在另一个服务实例上：请重试，或重新开始练习。', 'refused-PracticeLong': '这次练习的消息太多，请结束后重新开始。',
}
export type ShellWord = keyof typeof shellSimplified

/** Words of the frame around the pages. */
export const shellWords: Words<ShellWord> = {
  'zh-Hans': shellSimplified,
  'zh-Hant': {
  title: '首問工作台', pages: '頁面', menu: '選單', conversations: '對話', enquiries: '待辦', cases: '投訴', staff: '資質', duty: '值班', practice: '練習', languages: '介面語言', accounts: '帳號', account: '我的帳戶', signOut: '登出', live: '已連線', overdue: '逾期', board: '看板', customer: '客戶', audit: '審計記錄', outbox: '未送達訊息', morePages: '更多',
    reconnecting: '連線中斷，正在重新連線…', lightOrDark: '淺色或深色', light: '淺色', dark: '深色', auto: '跟隨系統', notFound: '沒有這個頁面', notYours: '您的角色不能查看此頁面',
    broken: '頁面出錯了，請重新整理。', reload: '重新整理', skip: '跳到正文', 'refused-TooManyTries': '嘗試次數過多，請稍後再試。', 'refused-SamePassword': '新密碼不能與目前的相同。', 'refused-WrongPassword': '目前的密碼不正確。', 'refused-RecordsAway': '暫時無法讀寫記錄，內容已保留，請稍後再試。', 'refused-WrongCode': '驗證碼不正確、已用過或已過期，請用下一個。',
    'refused-Expired': '已逾時或嘗試次數過多，請重新登入。', 'refused-Unauthorized': '電郵或密碼不正確。', 'refused-ProveAgain': '請再次驗證身分。', 'refused-NotQualified': '資質不符，不能服務這位客戶：', 'refused-Quicker': '同事先接了，或客戶已不再等待。', 'refused-WaitsAgain': '這位客戶又在排隊，請從佇列中接入。', 'refused-OfferOver': '這次分配已經失效。', 'refused-NotThere': '客戶已不在，或正在詢問另一位同事。', 'refused-NotHere': '這位同事現在不在線上。', 'refused-SpokenMeanwhile': '同事剛剛回覆了客戶，沒有傳送；請先看過再傳送。',
    'refused-NotImported': '沒有匯入，請改正後再試：', 'refused-OpenLoop': '還不能結束，尚缺：', 'refused-StepMissing': '還缺步驟：', 'refused-Refused': '現在不能這樣做：', 'refused-Stopped': '沒有傳送，請修改後再試：',
    'refused-PracticeServing': '您正在接待客戶，請先結束或轉交這些對話。', 'refused-PracticeRunning': '您已經在練習，請先結束。', 'refused-PracticeFull': '現在練習的同事太多，請稍後再試。', 'refused-Practising': '您正在練習，結束練習後才能接入客戶。', 'refused-NoPractice': '練習已結束。', 'refused-PracticeElsewhere': '您的練習在另一個服務實例上：請重試，或重新開始練習。', 'refused-PracticeLong': '這次練習的訊息太多，請結束後重新開始。',
  },
  en: {
  title: 'Shouwen desk', pages: 'Pages', menu: 'Menu', conversations: 'Conversations', enquiries: 'My work', cases: 'Complaints', staff: 'Qualifications', duty: 'Duty', practice: 'Practice', languages: 'Language of this page', accounts: 'Accounts', account: 'My account', signOut: 'Sign out', live: 'Connected', reconnecting: 'Connection lost, reconnecting…', overdue: 'Overdue', board: 'Board', customer: 'Customer', audit: 'Audit trail', outbox: 'Undelivered replies', morePages: 'More',
    lightOrDark: 'Light or dark', light: 'Light', dark: 'Dark', auto: 'As the system', notFound: 'There is no such page',
    notYours: 'This page is not for your role', broken: 'The page has failed; please reload it.', reload: 'Reload', skip: 'Skip to the content',
    'refused-TooManyTries': 'Too many tries; wait a while.', 'refused-SamePassword': 'Choose another password than the one you have.', 'refused-WrongPassword': 'The password you have now is wrong.', 'refused-RecordsAway': 'The records cannot be reached now; what you typed is kept. Try again in a moment.', 'refused-WrongCode': 'The code is wrong, was used already or has expired; use the next one.',
    'refused-Expired': 'This took too long or was tried too often; sign in again.', 'refused-Unauthorized': 'E-mail or password is wrong.',
    'refused-ProveAgain': 'Prove again who you are.', 'refused-NotQualified': 'Not qualified for this customer:', 'refused-Quicker': 'A colleague was quicker, or the customer no longer waits.', 'refused-WaitsAgain': 'This customer waits again; take them from the queue.', 'refused-OfferOver': 'This offer is over.',
    'refused-NotThere': 'The customer is not there any more, or a colleague is being asked.', 'refused-NotHere': 'This colleague is not at the desk now.', 'refused-SpokenMeanwhile': 'A colleague has just answered the customer; nothing was sent. Read it first.', 'refused-NotImported': 'Nothing was imported; please mend this first:', 'refused-OpenLoop': 'It cannot be closed yet; missing:', 'refused-StepMissing': 'Missing first:',
    'refused-Refused': 'This cannot be done now:', 'refused-Stopped': 'Nothing was sent; please rewrite it:',
    'refused-PracticeServing': 'You serve customers; end or hand over those conversations first.', 'refused-PracticeRunning': 'You practise already; end that first.',
    'refused-PracticeFull': 'Too many colleagues practise now; try again later.', 'refused-Practising': 'You practise; end that before you take a customer.', 'refused-NoPractice': 'The practice is over.', 'refused-PracticeElsewhere': 'Your practice is on another instance of the service: try again, or begin anew.', 'refused-PracticeLong': 'Too many messages for one practice; end it and begin a new one.',
  },
}
