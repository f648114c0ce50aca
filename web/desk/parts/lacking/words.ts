import type { Words } from '../language.tsx'

const simplified = {
  'certificate-missing': '没有{what}证书', 'certificate-expired': '{what}证书已于 {more} 到期', 'hours-short': '{what} 年继续教育学时不足', 'lack-topic': '不会此主题', 'lack-language': '不会{what}', 'lack-tier': '不服务此类客户', concerned: '与投诉有关，须回避',
  practice: '执业资格', fund: '基金', insurance: '保险', wealth: '理财', 'metal-fx': '贵金属与外汇',
}

/** What somebody may lack for a customer. */
export const words: Words<keyof typeof simplified> = {
  'zh-Hans': simplified,
  'zh-Hant': {
    'certificate-missing': '沒有{what}證書', 'certificate-expired': '{what}證書已於 {more} 到期', 'hours-short': '{what} 年持續教育時數不足', 'lack-topic': '不會此主題', 'lack-language': '不會{what}', 'lack-tier': '不服務此類客戶', concerned: '與投訴有關，須迴避',
    practice: '執業資格', fund: '基金', insurance: '保險', wealth: '理財', 'metal-fx': '貴金屬與外匯',
  },
  en: {
    'certificate-missing': 'no {what} certificate', 'certificate-expired': '{what} certificate expired on {more}', 'hours-short': 'too few hours of education in {what}', 'lack-topic': 'not this topic', 'lack-language': 'not {what}', 'lack-tier': 'not this tier', concerned: 'a complaint concerns them',
    practice: 'practice', fund: 'fund', insurance: 'insurance', wealth: 'wealth', 'metal-fx': 'metals and FX',
  },
}
