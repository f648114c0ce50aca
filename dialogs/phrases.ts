import type { Locale, Outgoing, ProductClass } from '../knowledge/outgoing.ts'

export type Phrase = Record<Locale, string>

/** The reviewed templates of the flows (M2.2a), in each script; they pass the gate like everything else. */
export const phrases = {
  greeting: {
    'zh-Hans': '您好，我是澄湾银行的自动助手。您可以问我账户、银行卡、转账和产品方面的问题；随时说“人工”可以找客服人员。',
    'zh-Hant': '您好，我是澄灣銀行的自動助理。您可以問我帳戶、銀行卡、轉帳和產品方面的問題；隨時說「人工」可以找客服人員。',
    en: 'Hello, I am the automated assistant of Chengwan Bank. You can ask me about accounts, cards, transfers and products; say "agent" at any time to reach a person.',
  },
  help: {
    'zh-Hans': '我可以回答：开户与销户、银行卡挂失、密码与验证码、转账限额与费用、信用卡、产品知识，也可以受理投诉或转人工。请直接说您的问题。',
    'zh-Hant': '我可以回答：開戶與銷戶、銀行卡掛失、密碼與驗證碼、轉帳限額與費用、信用卡、產品知識，也可以受理投訴或轉人工。請直接說您的問題。',
    en: 'I can answer questions on opening and closing accounts, lost cards, passwords and codes, transfer limits and fees, credit cards and products, take a complaint, or connect you to a person. Just ask.',
  },
  bot: {
    'zh-Hans': '我是自动助手，不是真人。如需客服人员，请说“人工”。',
    'zh-Hant': '我是自動助理，不是真人。如需客服人員，請說「人工」。',
    en: 'I am an automated assistant, not a person. Say "agent" to reach a person.',
  },
  clarify: { 'zh-Hans': '您是想问下面哪一个？', 'zh-Hant': '您是想問下面哪一個？', en: 'Which of these do you mean?' },
  missed: {
    'zh-Hans': '抱歉，这个问题我没有把握回答。我只能回答本行的业务问题，您可以换个说法再问一次。',
    'zh-Hant': '抱歉，這個問題我沒有把握回答。我只能回答本行的業務問題，您可以換個說法再問一次。',
    en: 'Sorry, I am not sure about that one. I can only help with our bank\'s services; you could put it another way.',
  },
  missedTwice: {
    'zh-Hans': '抱歉，我还是没能理解。要我为您转接客服人员吗？', 'zh-Hant': '抱歉，我還是沒能理解。要我為您轉接客服人員嗎？',
    en: 'Sorry, I still did not get that. Shall I connect you to a person?',
  },
  queued: {
    'zh-Hans': '已为您转接人工客服。{place}等待时可以继续留言；想取消请说“取消”。',
    'zh-Hant': '已為您轉接人工客服。{place}等待時可以繼續留言；想取消請說「取消」。',
    en: 'I am connecting you to a person. {place} You can keep writing while you wait, or say "cancel".',
  },
  stillQueued: {
    'zh-Hans': '您的留言已记下，客服人员接入后会看到。{place}',
    'zh-Hant': '您的留言已記下，客服人員接入後會看到。{place}',
    en: 'Noted; the agent will see it. {place}',
  },
  unqueued: { 'zh-Hans': '已取消排队。还有什么可以帮您？', 'zh-Hant': '已取消排隊。還有甚麼可以幫您？', en: 'You are no longer waiting. What else can I do for you?' },
  cancelled: { 'zh-Hans': '好的，已取消。还有什么可以帮您？', 'zh-Hant': '好的，已取消。還有甚麼可以幫您？', en: 'All right, cancelled. What else can I do for you?' },
  fraud: {
    'zh-Hans': '请先马上做这三件事：\n1. 停止转账，不要再与对方联系；\n2. 立即拨打 110 报警，并拨打 400-800-9555（24 小时）申请紧急止付；\n3. 在手机银行“安全中心”点“一键冻结”。\n我已把您排到人工队列最前面，请不要离开。',
    'zh-Hant': '請先馬上做這三件事：\n1. 停止轉帳，不要再與對方聯絡；\n2. 立即撥打 110 報警，並撥打 400-800-9555（24 小時）申請緊急止付；\n3. 在手機銀行「安全中心」點「一鍵凍結」。\n我已把您排到人工隊列最前面，請不要離開。',
    en: 'Please do these three things now:\n1. Stop any transfer and do not talk to the other side again.\n2. Call the police (110) and our hotline 400-800-9555 (24 hours) to stop the payment.\n3. In the app open "Security centre" and tap "Freeze everything".\nI have put you at the head of the queue for a person. Please stay here.',
  },
  stolen: {
    'zh-Hans': '请先马上做：\n1. 拨打 400-800-9555（24 小时）按 1 挂失，或在手机银行“安全中心”点“一键冻结”；\n2. 保留可疑交易的短信；不是您本人的交易请报警（110）。\n我已把您排到人工队列最前面，请不要离开。',
    'zh-Hant': '請先馬上做：\n1. 撥打 400-800-9555（24 小時）按 1 掛失，或在手機銀行「安全中心」點「一鍵凍結」；\n2. 保留可疑交易的短訊；不是您本人的交易請報警（110）。\n我已把您排到人工隊列最前面，請不要離開。',
    en: 'Please do this now:\n1. Call 400-800-9555 (24 hours) and press 1 to block the card, or in the app open "Security centre" and tap "Freeze everything".\n2. Keep the messages about the charges; report charges that are not yours to the police (110).\nI have put you at the head of the queue for a person. Please stay here.',
  },
  takeover: {
    'zh-Hans': '请先马上做：\n1. 拨打 400-800-9555（24 小时）冻结账户，或在手机银行“安全中心”点“一键冻结”；\n2. 不要把密码和验证码告诉任何人，换一台安全的设备修改密码；\n3. 手机突然没有信号时，请联系运营商挂失号码。\n我已把您排到人工队列最前面，请不要离开。',
    'zh-Hant': '請先馬上做：\n1. 撥打 400-800-9555（24 小時）凍結帳戶，或在手機銀行「安全中心」點「一鍵凍結」；\n2. 不要把密碼和驗證碼告訴任何人，換一台安全的裝置修改密碼；\n3. 手機突然沒有訊號時，請聯絡電訊商掛失號碼。\n我已把您排到人工隊列最前面，請不要離開。',
    en: 'Please do this now:\n1. Call 400-800-9555 (24 hours) to freeze the account, or in the app open "Security centre" and tap "Freeze everything".\n2. Tell no one your password or codes, and change the password on a safe device.\n3. If your phone suddenly has no signal, ask your operator to block the number.\nI have put you at the head of the queue for a person. Please stay here.',
  },
  noPromise: {
    'zh-Hans': '没有人能保证投资赚钱或不亏损，我也不能作出这样的承诺。您可以先做风险测评，再了解与您风险等级相符的产品。',
    'zh-Hant': '沒有人能保證投資賺錢或不虧損，我也不能作出這樣的承諾。您可以先做風險評估，再了解與您風險等級相符的產品。',
    en: 'Nobody can guarantee a gain or rule out a loss, and I cannot promise that. You could take the risk assessment first and then look at products that fit your grade.',
  },
  noForecast: {
    'zh-Hans': '我不能预测市场涨跌。需要的话，我可以说明产品的规则和风险，或为您转接客服人员。',
    'zh-Hant': '我不能預測市場升跌。需要的話，我可以說明產品的規則和風險，或為您轉接客服人員。',
    en: 'I cannot forecast the market. I can explain the rules and risks of a product, or connect you to a person.',
  },
  recommend: {
    'zh-Hans': '合适的产品取决于您的风险等级。请先在手机银行完成风险测评；有持证客服人员可以为您说明，要转接吗？',
    'zh-Hant': '合適的產品取決於您的風險等級。請先在手機銀行完成風險評估；有持證客服人員可以為您說明，要轉接嗎？',
    en: 'What suits you depends on your risk grade. Please take the risk assessment in the app first; a certified agent can explain, shall I connect you?',
  },
  attack: {
    'zh-Hans': '我只能回答本行的业务问题。请问您想了解哪项服务？', 'zh-Hant': '我只能回答本行的業務問題。請問您想了解哪項服務？',
    en: 'I can only answer questions about our bank\'s services. Which service would you like to know about?',
  },
  abuse: {
    'zh-Hans': '让您不满意了，很抱歉。请告诉我问题，或说“人工”转接客服人员、说“投诉”登记投诉。', 'zh-Hant': '讓您不滿意了，很抱歉。請告訴我問題，或說「人工」轉接客服人員、說「投訴」登記投訴。',
    en: 'I am sorry that you are unhappy. Tell me the problem, say "agent" for a person, or "complaint" to lodge a complaint.',
  },
  privateData: {
    'zh-Hans': '请不要在聊天里发送卡号、身份证号、密码或验证码，我也不能凭这些替您操作；银行不会向您要密码和验证码。请在手机银行或网点自己办理，需要客服人员请说“人工”。',
    'zh-Hant': '請不要在聊天裡發送卡號、身分證號、密碼或驗證碼，我也不能憑這些替您操作；銀行不會向您要密碼和驗證碼。請在手機銀行或分行自己辦理，需要客服人員請說「人工」。',
    en: 'Please do not send card numbers, id numbers, passwords or codes in this chat; I cannot act on them for you, and the bank never asks for your password or code. Please use the app or a branch yourself, or say "agent" for a person.',
  },
  leaveMessage: {
    'zh-Hans': '请写下您的留言，负责您这次咨询的同事会看到并回复您。', 'zh-Hant': '請寫下您的留言，負責您這次查詢的同事會看到並回覆您。',
    en: 'Please write your message. The colleague who answers for your enquiry will see it and reply.',
  },
  promise: {
    'zh-Hans': '{what}\n我们会在 {day} 当天或之前给您答复。', 'zh-Hant': '{what}\n我們會在 {day} 當天或之前給您答覆。', en: '{what}\nYou will hear from us by {day}.',
  },
  messageTaken: {
    'zh-Hans': '留言已记下，负责的同事会在 {days} 个工作日内回复您。', 'zh-Hant': '留言已記下，負責的同事會在 {days} 個工作日內回覆您。', en: 'Your message is on file; the colleague in charge will reply within {days} working day(s).',
  },
  language: { 'zh-Hans': '好的，我会用简体中文回答。', 'zh-Hant': '好的，我會用繁體中文回答。', en: 'Certainly, I will answer in English.' },
  thanks: { 'zh-Hans': '不客气！还有什么可以帮您？', 'zh-Hant': '不客氣！還有甚麼可以幫您？', en: 'You are welcome! Is there anything else?' },
  survey: {
    'zh-Hans': '感谢您的咨询。这次服务您满意吗？', 'zh-Hant': '感謝您的查詢。這次服務您滿意嗎？', en: 'Thank you for contacting us. How was the service?',
  },
  surveyThanks: { 'zh-Hans': '谢谢您的评价，再见！', 'zh-Hant': '謝謝您的評價，再見！', en: 'Thank you for the feedback. Goodbye!' },
  tooLong: {
    'zh-Hans': '您的消息太长了，请分成几条，每条不超过 8000 字。', 'zh-Hant': '您的訊息太長了，請分成幾則，每則不超過 8000 字。', en: 'Your message is too long; please split it into parts of at most 8,000 characters.',
  },
  empty: { 'zh-Hans': '您发来的消息是空的，请用文字再说一次。', 'zh-Hant': '您傳來的訊息是空白的，請用文字再說一次。', en: 'Your message was empty. Please say it again in words.' },
  attachment: {
    'zh-Hans': '文件已收到并记录，我看不了文件内容。请用文字说明您的问题，或说“人工”。', 'zh-Hant': '檔案已收到並記錄，我看不了檔案內容。請用文字說明您的問題，或說「人工」。',
    en: 'Your file has been received and logged, but I cannot read files. Please describe your question in words, or say "agent".',
  },
  attachmentNotKept: {
    'zh-Hans': '您发来的内容没能收下：可能类型不支持、太大，或传送中断。请用文字说明您的问题，或说“人工”。', 'zh-Hant': '您傳來的內容沒能收下：可能類型不支援、太大，或傳送中斷。請用文字說明您的問題，或說「人工」。',
    en: 'What you sent could not be received: its type may not be supported, it may be too large, or the transfer failed. Please describe your question in words, or say "agent".',
  },
  fallback: {
    'zh-Hans': '这个问题我现在不能给您准确的答复，可以为您转接客服人员，请说“人工”。', 'zh-Hant': '這個問題我現在不能給您準確的答覆，可以為您轉接客服人員，請說「人工」。',
    en: 'I cannot give you a reliable answer to this right now. Say "agent" and I will connect you to a person.',
  },
  anythingElse: { 'zh-Hans': '好的。还有什么可以帮您？', 'zh-Hant': '好的。還有甚麼可以幫您？', en: 'Okay. Is there anything else I can do for you?' },
  source: { 'zh-Hans': '依据：{id} 第 {version} 版', 'zh-Hant': '依據：{id} 第 {version} 版', en: 'Source: {id}, version {version}' },
  product: {
    'zh-Hans': '{name}（{class}）：期限 {term}，起点金额 {minimum}。', 'zh-Hant': '{name}（{class}）：期限 {term}，起點金額 {minimum}。', en: '{name} ({class}): term {term}, minimum {minimum}.',
  },
  productWithRisk: {
    'zh-Hans': '{name}（{class}）：风险等级 {risk}，期限 {term}，起点金额 {minimum}。', 'zh-Hant': '{name}（{class}）：風險等級 {risk}，期限 {term}，起點金額 {minimum}。',
    en: '{name} ({class}): risk grade {risk}, term {term}, minimum {minimum}.',
  },
  yuan: { 'zh-Hans': '元', 'zh-Hant': '元', en: 'yuan' },
} as const satisfies Record<string, Phrase>

/** The classes of risk-wording.md as customers call them. */
export const classNames = {
  deposit: { 'zh-Hans': '存款', 'zh-Hant': '存款', en: 'deposit' },
  'structured-deposit': { 'zh-Hans': '结构性存款', 'zh-Hant': '結構性存款', en: 'structured deposit' },
  wealth: { 'zh-Hans': '理财产品', 'zh-Hant': '理財產品', en: 'wealth management product' },
  'structured-wealth': { 'zh-Hans': '结构性理财', 'zh-Hant': '結構性理財', en: 'structured wealth product' },
  fund: { 'zh-Hans': '公募基金', 'zh-Hant': '公募基金', en: 'public fund' },
  bond: { 'zh-Hans': '债券', 'zh-Hant': '債券', en: 'bond' },
  insurance: { 'zh-Hans': '保障型保险', 'zh-Hant': '保障型保險', en: 'protection insurance' },
  'insurance-investment': { 'zh-Hans': '投资型保险', 'zh-Hant': '投資型保險', en: 'investment-type insurance' },
  'metal-fx': { 'zh-Hans': '贵金属、外汇', 'zh-Hant': '貴金屬、外匯', en: 'precious metals or foreign exchange' },
  loan: { 'zh-Hans': '贷款', 'zh-Hant': '貸款', en: 'loan' },
  private: { 'zh-Hans': '私募产品', 'zh-Hant': '私募產品', en: 'private product' },
} as const satisfies Record<ProductClass, Phrase>

export const labels = {
  agent: { 'zh-Hans': '转人工', 'zh-Hant': '轉人工', en: 'Talk to a person' },
  no: { 'zh-Hans': '不用了', 'zh-Hant': '不用了', en: 'No, thanks' },
  neither: { 'zh-Hans': '都不是', 'zh-Hant': '都不是', en: 'None of these' },
  good: { 'zh-Hans': '满意', 'zh-Hant': '滿意', en: 'Good' },
  fair: { 'zh-Hans': '一般', 'zh-Hant': '一般', en: 'Fair' },
  poor: { 'zh-Hans': '不满意', 'zh-Hant': '不滿意', en: 'Poor' },
  leave: { 'zh-Hans': '留言', 'zh-Hant': '留言', en: 'Leave a message' },
  callBack: { 'zh-Hans': '回电', 'zh-Hant': '回電', en: 'Call me back' },
} as const satisfies Record<string, Phrase>

/** A phrase with its `{names}` filled in. */
export function fill(phrase: string, values: Record<string, string | number>): string {
  return phrase.replace(/\{(\w+)\}/g, (_, key: string) => String(values[key] ?? ''))
}

/** A message made of text and optional one-tap answers. */
export function message(locale: Locale, text: string, buttons: readonly string[] = []): Outgoing {
  return {
    type: 'message', text, locale,
    ...(buttons.length > 0 ? { suggestedActions: { actions: buttons.map(title => ({ type: 'imBack' as const, title, value: title })) } } : {}),
  }
}

/** What is said when an answer has to be withheld. */
export function safeFallback(locale: Locale): Outgoing {
  return message(locale, phrases.fallback[locale], [labels.agent[locale]])
}
