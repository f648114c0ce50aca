import type { Phrase } from './phrases.ts'

/** What is said on the way from one channel to another. */
export const linkPhrases = {
  code: {
    'zh-Hans': '可以。请在 10 分钟内，在另一个渠道把这个一次性代码发给我：{code}\n发送后即可接着办理，负责的同事不变。请勿把代码告诉任何人，我们的同事也不会向您索要。',
    'zh-Hant': '可以。請在 10 分鐘內，在另一個渠道把這個一次性代碼傳給我：{code}\n傳送後即可接著辦理，負責的同事不變。請勿把代碼告訴任何人，我們的同事也不會向您索取。',
    en: 'Certainly. Within 10 minutes, send me this one-time code in the other channel: {code}\nYou then go on where you are now, with the same colleague in charge. Never give the code to anyone; our staff will not ask you for it.',
  },
  badCode: {
    'zh-Hans': '这个代码无效、已使用或已过期。请在原来的对话里说“换个渠道继续”，重新获取一个代码。',
    'zh-Hant': '這個代碼無效、已使用或已過期。請在原來的對話裡說「換個渠道繼續」，重新取得一個代碼。',
    en: 'This code is not valid, has been used or has expired. Say “continue elsewhere” in your first conversation to get a new one.',
  },
  confirm: {
    'zh-Hans': '这个代码来自{channel}上的一个对话。确认后，两边的对话会合并为同一位客户，彼此可以看到对方的咨询和投诉进度。如果代码是别人给您的，请选“不是我的”。那个对话是您本人的吗？',
    'zh-Hant': '這個代碼來自{channel}上的一個對話。確認後，兩邊的對話會合併為同一位客戶，彼此可以看到對方的查詢和投訴進度。如果代碼是別人給您的，請選「不是我的」。那個對話是您本人的嗎？',
    en: 'This code comes from a conversation on {channel}. Once you confirm, both conversations belong to one customer, and each can see the other\'s enquiries and complaints. If somebody else gave you the code, choose “Not mine”. Is that conversation yours?',
  },
  mine: { 'zh-Hans': '是我的', 'zh-Hant': '是我的', en: 'It is mine' },
  notMine: { 'zh-Hans': '不是我的', 'zh-Hant': '不是我的', en: 'Not mine' },
  linked: {
    'zh-Hans': '已接上您之前的对话，咨询编号和负责的同事都不变。请继续。', 'zh-Hant': '已接上您之前的對話，查詢和負責的同事都不變。請繼續。',
    en: 'You are connected to your earlier conversation; the enquiry and the colleague in charge stay the same. Please go on.',
  },
  notLinked: {
    'zh-Hans': '好的，没有合并。请不要使用别人给的代码；如遇可疑情况，请立即联系我们。', 'zh-Hant': '好的，沒有合併。請不要使用別人給的代碼；如遇可疑情況，請立即聯絡我們。',
    en: 'All right, nothing was joined. Please never use a code that somebody else gave you, and tell us at once if something seems suspicious.',
  },
} as const satisfies Record<string, Phrase>

/** Channels as customers call them. */
export const channelNames: Readonly<Record<string, Phrase>> = {
  directline: { 'zh-Hans': '网页', 'zh-Hant': '網頁', en: 'the website' },
  wechat: { 'zh-Hans': '微信', 'zh-Hant': '微信', en: 'WeChat' },
  wecom: { 'zh-Hans': '企业微信客服', 'zh-Hant': '企業微信客服', en: 'WeCom' },
  whatsapp: { 'zh-Hans': 'WhatsApp', 'zh-Hant': 'WhatsApp', en: 'WhatsApp' },
  telegram: { 'zh-Hans': 'Telegram', 'zh-Hant': 'Telegram', en: 'Telegram' },
  sms: { 'zh-Hans': '短信', 'zh-Hant': '短訊', en: 'SMS' },
  voice: { 'zh-Hans': '电话', 'zh-Hant': '電話', en: 'the phone' },
}
