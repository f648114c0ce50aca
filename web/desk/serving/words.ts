import type { Words } from '../parts/language.tsx'

const simplified = {
  availability: '接待状态', available: '可接待', away: '离开', 'wrap-up': '整理中', load: '{n}/{all}', loadSaid: '正在接待 {n} 位，最多 {all} 位', until: '{time} 自动恢复', notOffered: '系统不会给您分配客户：', offered: '新客户等待您接入', offeredTransfer: '{name} 请您接手一位客户', offeredCertificate: '一位客户需要有资质的同事接手',
  offeredOwner: '您负责的客户要求人工服务', accept: '接入', decline: '让给下一位', seconds: '{n} 秒', keys: 'Alt+A 接入，Alt+D 让给下一位', over: '这次分配已经失效。',
}

export const words: Words<keyof typeof simplified> = {
  'zh-Hans': simplified,
  'zh-Hant': {
    availability: '接待狀態', available: '可接待', away: '離開', 'wrap-up': '整理中', load: '{n}/{all}', loadSaid: '正在接待 {n} 位，最多 {all} 位', until: '{time} 自動恢復', notOffered: '系統不會給您分配客戶：', offered: '新客戶等待您接入', offeredTransfer: '{name} 請您接手一位客戶', offeredCertificate: '一位客戶需要有資質的同事接手',
    offeredOwner: '您負責的客戶要求人工服務', accept: '接入', decline: '讓給下一位', seconds: '{n} 秒', keys: 'Alt+A 接入，Alt+D 讓給下一位', over: '這次分配已經失效。',
  },
  en: {
    availability: 'Availability', available: 'Available', away: 'Away', 'wrap-up': 'Wrapping up', load: '{n}/{all}', loadSaid: 'Serving {n}, at most {all}', until: 'available again at {time}', notOffered: 'You are offered no customers:', offered: 'A customer for you',
    offeredTransfer: '{name} asks you to take over a customer', offeredCertificate: 'A customer needs a certified colleague to take over', offeredOwner: 'A customer whose enquiry you own asks for a person', accept: 'Take', decline: 'Leave to the next', seconds: '{n} s', keys: 'Alt+A takes, Alt+D leaves to the next', over: 'This offer is over.',
  },
}
