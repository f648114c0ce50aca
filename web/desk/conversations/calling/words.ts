import type { Words } from '../../parts/language.tsx'

const simplified = {
  call: '登记回电', explained: '号码在客户的留言里：点“显示”查看，会连同原因记入审计。打完电话请在这里登记。', result: '结果', reached: '已接通', 'not-reached': '未接通，之后再打', 'wrong-number': '号码有误', text: '通话情况（客户看不到）',
}

export const words: Words<keyof typeof simplified> = {
  'zh-Hans': simplified,
  'zh-Hant': { call: '登記回電', explained: '號碼在客戶的留言裡：點「顯示」查看，會連同原因記入審計。打完電話請在這裡登記。', result: '結果', reached: '已接通', 'not-reached': '未接通，之後再打', 'wrong-number': '號碼有誤', text: '通話情況（客戶看不到）' },
  en: {
    call: 'Note the call', explained: 'The number is in the customer’s message: “Show” opens it, which is written down with your reason. Note here how the call went.', result: 'How it went', reached: 'Reached', 'not-reached': 'Not reached; to be tried again', 'wrong-number': 'Wrong number',
    text: 'What was said (the customer does not see it)',
  },
}
