import type { Words } from '../../parts/language.tsx'

const simplified = {
  alerts: '提醒', sound: '提示音', notification: '浏览器通知', refused: '浏览器不允许通知，请在浏览器设置中为本站开启。', someoneWaits: '有客户在等待', urgentWaits: '有紧急客户在等待', wrote: '客户发来新消息',
}

export const words: Words<keyof typeof simplified> = {
  'zh-Hans': simplified,
  'zh-Hant': {
    alerts: '提醒', sound: '提示音', notification: '瀏覽器通知', refused: '瀏覽器不允許通知，請在瀏覽器設定中為本站開啟。', someoneWaits: '有客戶在等待', urgentWaits: '有緊急客戶在等待', wrote: '客戶傳來新訊息',
  },
  en: {
    alerts: 'Alerts', sound: 'Sound', notification: 'Browser notifications', refused: 'The browser does not allow notifications; turn them on for this site in its settings.',
    someoneWaits: 'A customer is waiting', urgentWaits: 'A customer with an urgent matter is waiting', wrote: 'A customer has written',
  },
}
