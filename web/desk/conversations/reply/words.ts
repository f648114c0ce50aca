import type { Words } from '../../parts/language.tsx'

const simplified = {
  reply: '回复', send: '发送', writesIn: '客户使用{n}', suggestions: '建议', suggestionsMenu: '插入知识或常用语', searchSuggestions: '搜索知识和常用语', articles: '知识', replies: '常用语', insert: '插入',
  noSuggestions: '没有找到合适的内容', noQuestion: '客户还没有提问。可以搜索知识和常用语。', forQuestion: '针对客户的问题：{q}', sure: '把握 {n}%', willAdd: '发送时将附上', willStop: '这样写发不出去', canSend: '可以发送',
  customerReads: '客户将看到', openPlaces: '还有未填写的内容：{n}', stopped: '不能发送', goesWith: '将附风险提示', checking: '正在检查…', slashHint: '输入 / 或按 Alt+S 插入知识和常用语', full: '全文', audience: '写给谁', toCustomer: '发给客户', toColleagues: '内部备注', unseen: '只有同事能看到，不会发给客户', note: '内部备注', whisper: '给客服的悄悄话', saveNote: '保存备注', sendWhisper: '发送悄悄话', of: '{n} / {all} 字',
}

export const words: Words<keyof typeof simplified> = {
  'zh-Hans': simplified,
  'zh-Hant': {
    reply: '回覆', send: '傳送', writesIn: '客戶使用{n}', suggestions: '建議', suggestionsMenu: '插入知識或常用語', searchSuggestions: '搜尋知識和常用語', articles: '知識', replies: '常用語', insert: '插入',
    noSuggestions: '沒有找到合適的內容', noQuestion: '客戶還沒有提問。可以搜尋知識和常用語。', forQuestion: '針對客戶的問題：{q}', sure: '把握 {n}%', willAdd: '傳送時將附上', willStop: '這樣寫無法送出', canSend: '可以傳送',
    customerReads: '客戶將看到', openPlaces: '還有未填寫的內容：{n}', stopped: '無法傳送', goesWith: '將附風險提示', checking: '正在檢查…', audience: '寫給誰', toCustomer: '發給客戶', toColleagues: '內部備註', unseen: '只有同事能看到，不會發給客戶', note: '內部備註', whisper: '給客服的悄悄話', saveNote: '儲存備註', sendWhisper: '傳送悄悄話', slashHint: '輸入 / 或按 Alt+S 插入知識和常用語', full: '全文', of: '{n} / {all} 字',
  },
  en: {
    reply: 'Reply', send: 'Send', writesIn: 'The customer writes in {n}', suggestions: 'Suggestions', suggestionsMenu: 'Insert an article or a canned reply', searchSuggestions: 'Search articles and canned replies',
    articles: 'Articles', replies: 'Canned replies', insert: 'Insert', noSuggestions: 'Nothing fits', noQuestion: 'The customer has not asked anything yet. Search articles and canned replies.',
    forQuestion: 'For the customer’s question: {q}', sure: '{n}% sure', willAdd: 'When sent, this is added', willStop: 'This cannot be sent as it is', canSend: 'Can be sent', customerReads: 'The customer will read',
    openPlaces: 'Still to be filled in: {n}', stopped: 'cannot be sent', goesWith: 'with risk wording', checking: 'Checking…', slashHint: 'Type / or press Alt+S for articles and canned replies', full: 'Whole text', audience: 'Who reads it', toCustomer: 'To the customer', toColleagues: 'Private note', unseen: 'Only colleagues see this; it is never sent to the customer', note: 'Private note', whisper: 'Whisper to the agent', saveNote: 'Save note', sendWhisper: 'Whisper', of: '{n} of {all} characters',
  },
}
