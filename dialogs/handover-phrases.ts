import type { Locale } from '../knowledge/outgoing.ts'

/** What a customer is told about agents outside a flow's turn, and when nobody is there (M2.2a). */
export const handoverPhrases = {
  nobody: {
    'zh-Hans': '已为您转接人工客服，但现在没有客服人员在线{hours}。您可以点“留言”写下问题，负责您这次咨询的同事会回复您；也可以继续等待，有人上线就会接入。想取消请说“取消”。',
    'zh-Hant': '已為您轉接人工客服，但現在沒有客服人員在線{hours}。您可以點「留言」寫下問題，負責您這次查詢的同事會回覆您；也可以繼續等待，有人上線就會接入。想取消請說「取消」。',
    en: 'I am connecting you to a person, but nobody is at the desk right now{hours}. You can leave a message, and the colleague in charge of your enquiry will reply; or keep waiting, and the next agent to arrive will join. Say "cancel" to stop.',
  },
  nobodyUrgent: {
    'zh-Hans': '现在没有客服人员在线，请立即拨打 24 小时热线 400-800-9555；您仍排在人工队列最前面。', 'zh-Hant': '現在沒有客服人員在線，請立即撥打 24 小時熱線 400-800-9555；您仍排在人工隊列最前面。',
    en: 'Nobody is at the desk right now: please call our 24-hour hotline 400-800-9555 at once. You stay at the head of the queue.',
  },
  stillNobody: {
    'zh-Hans': '已记下，客服人员接入后会看到。现在没有客服人员在线{hours}，您可以点“留言”，我们会回复您。', 'zh-Hant': '已記下，客服人員接入後會看到。現在沒有客服人員在線{hours}，您可以點「留言」，我們會回覆您。',
    en: 'Noted; the agent will see it. Nobody is at the desk right now{hours}; you can leave a message and we will reply.',
  },
  hours: { 'zh-Hans': '（服务时间 {hours}）', 'zh-Hant': '（服務時間 {hours}）', en: ' (service hours {hours})' },
  joined: { 'zh-Hans': '客服人员 {name} 已接入，为您服务。', 'zh-Hant': '客服人員 {name} 已接入，為您服務。', en: '{name} has joined and will help you.' },
  answersHere: {
    'zh-Hans': '客服人员 {name} 收到了您的回电请求，先在这里为您解答。如果仍希望接电话，请直接告诉{name}。', 'zh-Hant': '客服人員 {name} 收到了您的回電請求，先在這裡為您解答。如果仍希望接電話，請直接告訴{name}。',
    en: '{name} has your request for a call and answers you here first. If you would still rather be called, just say so.',
  },
  left: {
    'zh-Hans': '人工服务已结束，感谢您的咨询。有新的问题请直接告诉我。', 'zh-Hant': '人工服務已結束，感謝您的查詢。有新的問題請直接告訴我。',
    en: 'The conversation with our colleague has ended. Thank you; just ask me if there is anything new.',
  },
  followUp: {
    'zh-Hans': '人工服务已结束。这件事由负责的同事继续跟进并回复您；有新的问题请直接告诉我。', 'zh-Hant': '人工服務已結束。這件事由負責的同事繼續跟進並回覆您；有新的問題請直接告訴我。',
    en: 'The conversation with our colleague has ended. The colleague in charge follows your matter up and will get back to you; just ask me if there is anything new.',
  },
  place: { 'zh-Hans': '您前面还有 {ahead} 位客户，请稍候。', 'zh-Hant': '您前面還有 {ahead} 位客戶，請稍候。', en: '{ahead} customers are ahead of you now.' },
  placeOne: { 'zh-Hans': '您前面还有 1 位客户，请稍候。', 'zh-Hant': '您前面還有 1 位客戶，請稍候。', en: 'One customer is ahead of you now.' },
  next: { 'zh-Hans': '下一位就是您，请稍候。', 'zh-Hant': '下一位就是您，請稍候。', en: 'You are next. Please stay here.' },
  wait: { 'zh-Hans': '预计等待 {from}–{to} 分钟。', 'zh-Hant': '預計等候 {from}–{to} 分鐘。', en: 'The wait is about {from} to {to} minutes.' },
  waitShort: { 'zh-Hans': '等候时间约为 1 分钟。', 'zh-Hant': '等候時間約為 1 分鐘。', en: 'The wait is about a minute.' },
  waitLong: {
    'zh-Hans': '等待会比较久：您可以点“回电”留下电话，由负责的同事打给您；也可以点“留言”。', 'zh-Hant': '等候會比較久：您可以點「回電」留下電話，由負責的同事打給您；也可以點「留言」。',
    en: 'That is long: tap "Call me back" to leave a number and the colleague in charge will call you, or leave a message.',
  },
  callBack: {
    'zh-Hans': '请把方便接听的电话号码和时间告诉我，负责您这次咨询的同事会回电。', 'zh-Hant': '請把方便接聽的電話號碼和時間告訴我，負責您這次查詢的同事會回電。',
    en: 'Please give me a telephone number and a time that suits you; the colleague in charge of your enquiry will call.',
  },
  callBackNumber: {
    'zh-Hans': '我没有看到电话号码。请再发一次，例如 13800138000；不用回电请说“取消”。', 'zh-Hant': '我沒有看到電話號碼。請再傳一次，例如 91234567；不用回電請說「取消」。',
    en: 'I did not find a telephone number in that. Please send it again, such as 13800138000, or say "cancel".',
  },
  callBackTaken: {
    'zh-Hans': '回电已登记，负责的同事会在 {days} 个工作日内打给您。', 'zh-Hant': '回電已登記，負責的同事會在 {days} 個工作日內打給您。', en: 'Your call is on file; the colleague in charge will ring you within {days} working day(s).',
  },
  passedOn: {
    'zh-Hans': '正在为您转给负责这项业务的同事，请稍候。之前的对话都在，不用重说。', 'zh-Hant': '正在為您轉給負責這項業務的同事，請稍候。之前的對話都在，不用重說。',
    en: 'I am passing you on to a colleague who looks after this. Please stay here; the conversation is kept, so there is no need to repeat it.',
  },
  joinedToo: { 'zh-Hans': '{name} 也加入了对话。', 'zh-Hant': '{name} 也加入了對話。', en: '{name} has joined the conversation too.' },
  givenBack: {
    'zh-Hans': '人工服务先到这里，您可以继续问我。您的事情仍由负责的同事跟进。', 'zh-Hant': '人工服務先到這裡，您可以繼續問我。您的事情仍由負責的同事跟進。',
    en: 'Our colleague has left the conversation; you can go on with me. Your matter stays with the colleague in charge.',
  },
  returned: {
    'zh-Hans': '抱歉，客服人员的连接中断了。您已回到队列，我们会尽快为您重新接入，之前的对话都在，不用重说。', 'zh-Hant': '抱歉，客服人員的連線中斷了。您已回到隊列，我們會盡快為您重新接入，之前的對話都在，不用重說。',
    en: 'Sorry, we lost the connection to our colleague. You are back in the queue and will be joined as soon as possible; the conversation is kept, so there is no need to repeat it.',
  },
  failed: {
    'zh-Hans': '抱歉，暂时无法接通客服人员。您可以留言，或直接问我其他问题。', 'zh-Hant': '抱歉，暫時無法接通客服人員。您可以留言，或直接問我其他問題。',
    en: 'Sorry, we could not reach an agent. You can leave a message or ask me something else.',
  },
} as const satisfies Record<string, Record<Locale, string>>
