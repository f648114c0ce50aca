import type { CaseStatus } from '../contacts/cases/case-state.ts'
import type { Locale } from '../knowledge/outgoing.ts'

type Phrase = Record<Locale, string>

/** What is said of complaints and follow-up (M2.2a, M3.3a). */
export const casePhrases = {
  what: {
    'zh-Hans': '很抱歉给您带来不便。请说说发生了什么事？说完就会给您投诉编号。（随时可以说“取消”或“人工”）',
    'zh-Hant': '很抱歉給您帶來不便。請說說發生了甚麼事？說完就會給您投訴編號。（隨時可以說「取消」或「人工」）',
    en: 'I am sorry about that. What happened? You get a number for your complaint as soon as you have told me. (You can say "cancel" or "agent" at any time.)',
  },
  taken: {
    'zh-Hans': '很抱歉给您带来不便。投诉已受理，编号 {number}，请保存。我们会在 {investigation} 个工作日内完成初步调查，{answer} 个工作日内答复您；随时发送编号即可查询进度。\n为便于调查，请补充：这件事是什么时候发生的？（不补充请说“没有了”）',
    'zh-Hant': '很抱歉給您帶來不便。投訴已受理，編號 {number}，請保存。我們會在 {investigation} 個工作天內完成初步調查，{answer} 個工作天內答覆您；隨時傳送編號即可查詢進度。\n為便於調查，請補充：這件事是甚麼時候發生的？（不補充請說「沒有了」）',
    en: 'I am sorry about that. Your complaint is on file under {number}; please keep this number. The first investigation is done within {investigation} working days and you get an answer within {answer}; send me the number at any time to ask where it stands.\nTo help the investigation: when did it happen? (Say "nothing more" to stop here.)',
  },
  when: { 'zh-Hans': '这件事是什么时候发生的？', 'zh-Hant': '這件事是甚麼時候發生的？', en: 'When did it happen?' },
  wish: { 'zh-Hans': '已补充。您希望我们怎样处理？', 'zh-Hant': '已補充。您希望我們怎樣處理？', en: 'Noted. What would you like us to do?' },
  wishAgain: { 'zh-Hans': '您希望我们怎样处理？', 'zh-Hant': '您希望我們怎樣處理？', en: 'What would you like us to do?' },
  complete: {
    'zh-Hans': '好的，您说的都已记入投诉 {number}，我们会按期答复您。要现在转接客服人员吗？', 'zh-Hant': '好的，您說的都已記入投訴 {number}，我們會按期答覆您。要現在轉接客服人員嗎？',
    en: 'Thank you, all of it is on file under {number}, and we will answer you in time. Shall I connect you to a person now?',
  },
  kept: {
    'zh-Hans': '好的，不再补充。投诉 {number} 已受理，我们会照常调查并答复；如要撤回，请说“人工”。', 'zh-Hant': '好的，不再補充。投訴 {number} 已受理，我們會照常調查並答覆；如要撤回，請說「人工」。',
    en: 'All right, nothing more. Your complaint {number} stays on file and will be investigated and answered; to withdraw it, say "agent".',
  },
  askNumber: {
    'zh-Hans': '请发送投诉编号（以 TS 开头）。为保护您的隐私，我需要核实身份：只有用提交投诉时的同一身份，才能查到进度。', 'zh-Hant': '請傳送投訴編號（以 TS 開頭）。為保護您的私隱，我需要核實身分：只有用提交投訴時的同一身分，才能查到進度。',
    en: 'Please send the number of the complaint (it begins with TS). To protect your privacy I check who you are: only the person who filed it can see where it stands.',
  },
  notYours: {
    'zh-Hans': '用这个编号和您现在的身份查不到投诉。请核对编号，并用提交投诉时的渠道或登录身份来查；也可以说“人工”，由客服人员核实身份后为您查询。',
    'zh-Hant': '用這個編號和您現在的身分查不到投訴。請核對編號，並用提交投訴時的渠道或登入身分來查；也可以說「人工」，由客服人員核實身分後為您查詢。',
    en: 'I cannot find a complaint with this number for you as I know you here. Please check the number and ask in the channel, or with the sign-in, you filed it with; or say "agent", and a person checks who you are and looks it up.',
  },
  tooMany: {
    'zh-Hans': '今天查询失败的次数太多，暂时不能在这里查询。请说“人工”，由客服人员核实身份后为您查询。', 'zh-Hant': '今天查詢失敗的次數太多，暫時不能在這裡查詢。請說「人工」，由客服人員核實身分後為您查詢。',
    en: 'There were too many failed attempts today, so I cannot look it up here for now. Say "agent", and a person checks who you are and looks it up.',
  },
  status: { 'zh-Hans': '投诉 {number}（{opened} 受理）：{status}', 'zh-Hant': '投訴 {number}（{opened} 受理）：{status}', en: 'Complaint {number}, filed on {opened}: {status}' },
  until: { 'zh-Hans': '最迟 {date} 前答复您。', 'zh-Hant': '最遲 {date} 前答覆您。', en: 'You will have an answer by {date} at the latest.' },
  untilProvisional: {
    'zh-Hans': '预计 {date} 前答复您（暂定：该日期要等国家公布放假安排后才能确定）。', 'zh-Hant': '預計 {date} 前答覆您（暫定：該日期要等國家公布放假安排後才能確定）。',
    en: 'You will have an answer by about {date} (provisional, until the public holidays are announced).',
  },
  extended: { 'zh-Hans': '期限已延长，并已告知您。', 'zh-Hant': '期限已延長，並已告知您。', en: 'The time was extended, as you were told.' },
  extension: {
    'zh-Hans': '关于您的投诉 {number}：情况需要更多时间查清，经批准，答复期限延长 {days} 个工作日，最迟 {date} 前答复您。很抱歉让您久等。', 'zh-Hant': '關於您的投訴 {number}：情況需要更多時間查清，經批准，答覆期限延長 {days} 個工作天，最遲 {date} 前答覆您。很抱歉讓您久等。',
    en: 'About your complaint {number}: we need more time to find out what happened. With approval the time for our answer was extended by {days} working days; you will have it by {date} at the latest. We are sorry that you have to wait.',
  },
  answer: { 'zh-Hans': '关于您的投诉 {number}，答复如下：\n{text}', 'zh-Hant': '關於您的投訴 {number}，答覆如下：\n{text}', en: 'Our answer to your complaint {number}:\n{text}' },
  rate: { 'zh-Hans': '您对这次处理满意吗？', 'zh-Hant': '您對這次處理滿意嗎？', en: 'How do you rate the way we handled it?' },
  followUpCase: {
    'zh-Hans': '您好，回访一下您的投诉 {number}：我们已经答复您，问题真正解决了吗？', 'zh-Hant': '您好，回訪一下您的投訴 {number}：我們已經答覆您，問題真正解決了嗎？', en: 'Hello again about your complaint {number}: we have answered it. Is it really solved?',
  },
  followUpEnquiry: {
    'zh-Hans': '您好，回访一下您之前咨询的事情：问题真正解决了吗？', 'zh-Hant': '您好，回訪一下您之前查詢的事情：問題真正解決了嗎？', en: 'Hello again about the matter you asked us about: is it really solved?',
  },
  solved: { 'zh-Hans': '太好了，谢谢您的反馈！', 'zh-Hant': '太好了，謝謝您的回饋！', en: 'That is good to hear. Thank you for telling us!' },
  notSolvedCase: {
    'zh-Hans': '很抱歉。投诉 {number} 已重新处理，仍由原来的同事负责：{investigation} 个工作日内调查，{answer} 个工作日内答复您。您可以直接写下还有什么没解决。',
    'zh-Hant': '很抱歉。投訴 {number} 已重新處理，仍由原來的同事負責：{investigation} 個工作天內調查，{answer} 個工作天內答覆您。您可以直接寫下還有甚麼沒解決。',
    en: 'I am sorry. Your complaint {number} is open again with the same colleague: it is investigated within {investigation} working days and answered within {answer}. You can write what is still not solved.',
  },
  notSolvedEnquiry: {
    'zh-Hans': '很抱歉。这件事已重新打开，仍由原来的同事负责并会联系您。您可以直接写下还有什么没解决。', 'zh-Hant': '很抱歉。這件事已重新開啟，仍由原來的同事負責並會聯絡您。您可以直接寫下還有甚麼沒解決。',
    en: 'I am sorry. The matter is open again with the same colleague, who will get back to you. You can write what is still not solved.',
  },
} as const satisfies Record<string, Phrase>

export const caseLabels = {
  solved: { 'zh-Hans': '已解决', 'zh-Hant': '已解決', en: 'Solved' },
  notSolved: { 'zh-Hans': '没有解决', 'zh-Hant': '沒有解決', en: 'Not solved' },
} as const satisfies Record<string, Phrase>

/** Where a complaint stands, as its customer is told. */
export const statusPhrases: Record<CaseStatus, Phrase> = {
  accepted: { 'zh-Hans': '已受理，等待调查。', 'zh-Hant': '已受理，等待調查。', en: 'accepted, the investigation is about to begin.' },
  investigating: { 'zh-Hans': '正在调查。', 'zh-Hant': '正在調查。', en: 'being investigated.' },
  decided: { 'zh-Hans': '已有处理结果，正在准备答复。', 'zh-Hant': '已有處理結果，正在準備答覆。', en: 'decided; our answer is being prepared.' },
  answered: { 'zh-Hans': '已答复。', 'zh-Hant': '已答覆。', en: 'answered.' },
  closed: { 'zh-Hans': '已答复并结案。', 'zh-Hant': '已答覆並結案。', en: 'answered and closed.' },
  archived: { 'zh-Hans': '已答复并归档。', 'zh-Hant': '已答覆並歸檔。', en: 'answered and archived.' },
}

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

/** A day such as 2026-03-02 as it is written in a locale. */
export function writtenDay(day: string, locale: Locale): string {
  const [year, month, date] = day.split('-').map(Number)
  return locale === 'en' ? `${date} ${months[(month ?? 1) - 1]} ${year}` : `${year}年${month}月${date}日`
}
