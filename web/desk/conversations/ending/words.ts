import type { Words } from '../../parts/language.tsx'

const simplified = {
  close: '结束会话', wrapUp: '完成整理', topicOf: '咨询主题', topicHint: '机器人的理解，请确认或更正。', maybe: '也可能是：', otherTopic: '其他', survey: '结束后会请客户评价。', followUpHint: '咨询不结束，由首问负责人继续跟进。', task: '待办事项', taskWhat: '要做什么', taskOn: '哪天之前', taskOwner: '由谁负责',
  stepMissing: '还不能结束，尚缺：', 'do-identified': '记录已核实身份', 'do-answered': '回到会话答复客户', 'do-promised': '承诺办理时限', 'do-risk-noticed': '回到会话告知风险', 'do-handled': '记录已办理', 'do-feedback': '回到会话询问', how: '怎样核实或办理的', what: '承诺办理什么', days: '几个工作日内', record: '记录', promise: '告知客户并承诺',
  or: '也可以以“需要跟进”结束。',
}

export const words: Words<keyof typeof simplified> = {
  'zh-Hans': simplified,
  'zh-Hant': {
    close: '結束對話', wrapUp: '完成整理', topicOf: '查詢主題', topicHint: '機器人的理解，請確認或更正。', maybe: '也可能是：', otherTopic: '其他', survey: '結束後會請客戶評價。', followUpHint: '查詢不結束，由首問負責人繼續跟進。', task: '待辦事項', taskWhat: '要做什麼', taskOn: '哪天之前', taskOwner: '由誰負責',
    stepMissing: '還不能結束，尚缺：', 'do-identified': '記錄已核實身分', 'do-answered': '回到對話答覆客戶', 'do-promised': '承諾辦理時限', 'do-risk-noticed': '回到對話告知風險', 'do-handled': '記錄已辦理', 'do-feedback': '回到對話詢問', how: '怎樣核實或辦理的', what: '承諾辦理什麼', days: '幾個工作日內', record: '記錄', promise: '告知客戶並承諾',
    or: '也可以以「需要跟進」結束。',
  },
  en: {
    close: 'Close', wrapUp: 'Wrap up', topicOf: 'What it was about', topicHint: 'As the bot understood it; confirm or correct it.', maybe: 'Or perhaps: ', otherTopic: 'Something else', survey: 'The customer is asked how it was.', followUpHint: 'The enquiry stays open; its owner follows it up.', task: 'Task', taskWhat: 'What is to be done',
    taskOn: 'By which day', taskOwner: 'By whom', stepMissing: 'Not closed yet; missing: ', 'do-identified': 'Note how the customer was identified', 'do-answered': 'Back, to answer the customer', 'do-promised': 'Promise a date', 'do-risk-noticed': 'Back, to tell of the risk',
    'do-handled': 'Note that it is handled', 'do-feedback': 'Back, to ask', how: 'How it was done', what: 'What will be done', days: 'Within how many working days', record: 'Note it', promise: 'Tell the customer and promise', or: 'It can also be closed for follow-up.',
  },
}
