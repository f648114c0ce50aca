import type { Words } from '../../parts/language.tsx'

const simplified = {
  more: '转接与协助', transfer: '转接…', consult: '请教同事…', giveBack: '交还机器人', giveBackSure: '机器人会继续回答客户；这笔咨询仍由首问负责人负责。', join: '加入会话', takeOver: '接管客户', takeOverSure: '客户将由您服务，原客服会收到通知。',
  to: '转给', aColleague: '一位同事', whoServes: '负责某类业务的同事', colleague: '同事', topicOf: '业务', noteFor: '给接手同事的说明（客户看不到）', question: '要问的问题（客户看不到）', ask: '请教', pass: '转接', busy: '{name} · {status} · {n}/{all}', cannotServe: '（不能接待）',
  asking: '正在请 {name} 接手。在接手之前，客户仍由您服务。', askingOther: '正在请 {name} 接手。', takeBack: '撤回', withUs: '也在会话中：', notQualified: '您已不能服务这位客户：{why}', passOn: '系统会请有资质的同事接手。在此之前客户仍在您这里：请勿再介绍产品，请转接，或答复后结束会话。', agentNotQualified: '客服已不能服务这位客户：{why}', isPassedOn: '系统会请有资质的同事接手；您也可以转接。', consulted: '被请教', joined: '已加入', letGo: '请 {name} 离开', leave: '离开会话', available: '可接待', away: '离开', 'wrap-up': '整理中', noColleagues: '没有在线的同事',
}

export const words: Words<keyof typeof simplified> = {
  'zh-Hans': simplified,
  'zh-Hant': {
    more: '轉接與協助', transfer: '轉接…', consult: '請教同事…', giveBack: '交還機器人', giveBackSure: '機器人會繼續回答客戶；這筆查詢仍由首問負責人負責。', join: '加入對話', takeOver: '接管客戶', takeOverSure: '客戶將由您服務，原客服會收到通知。',
    to: '轉給', aColleague: '一位同事', whoServes: '負責某類業務的同事', colleague: '同事', topicOf: '業務', noteFor: '給接手同事的說明（客戶看不到）', question: '要問的問題（客戶看不到）', ask: '請教', pass: '轉接', busy: '{name} · {status} · {n}/{all}', cannotServe: '（不能接待）',
    asking: '正在請 {name} 接手。在接手之前，客戶仍由您服務。', askingOther: '正在請 {name} 接手。', takeBack: '撤回', withUs: '也在對話中：', notQualified: '您已不能服務這位客戶：{why}', passOn: '系統會請有資質的同事接手。在此之前客戶仍在您這裡：請勿再介紹產品，請轉接，或答覆後結束對話。', agentNotQualified: '客服已不能服務這位客戶：{why}', isPassedOn: '系統會請有資質的同事接手；您也可以轉接。', consulted: '被請教', joined: '已加入', letGo: '請 {name} 離開', leave: '離開對話', available: '可接待', away: '離開', 'wrap-up': '整理中', noColleagues: '沒有同事在線上',
  },
  en: {
    more: 'Transfer and help', transfer: 'Transfer…', consult: 'Ask a colleague…', giveBack: 'Give back to the bot', giveBackSure: 'The bot goes on with the customer; the enquiry stays with its owner.', join: 'Join the conversation', takeOver: 'Take over',
    takeOverSure: 'You will serve the customer; the agent is told.', to: 'To', aColleague: 'A colleague', whoServes: 'Whoever serves a topic', colleague: 'Colleague', topicOf: 'Topic', noteFor: 'For who takes over (the customer does not see it)',
    question: 'What you want to ask (the customer does not see it)', ask: 'Ask', pass: 'Transfer', busy: '{name} · {status} · {n}/{all}', cannotServe: ' (may not serve)', asking: '{name} is asked to take over. Until then you serve the customer.', askingOther: '{name} is asked to take over.',
    takeBack: 'Take back', withUs: 'Also here: ', notQualified: 'You may not serve this customer any more: {why}', passOn: 'A certified colleague is asked to take over. Until then the customer is with you: speak of no product, pass them on, or answer and close.', agentNotQualified: 'The agent may not serve this customer any more: {why}', isPassedOn: 'A certified colleague is asked to take over; you can pass them on, too.', consulted: 'asked', joined: 'joined', letGo: 'Let {name} go', leave: 'Leave the conversation', available: 'available', away: 'away', 'wrap-up': 'wrapping up', noColleagues: 'No colleagues are here',
  },
}
