import type { Words } from '../../parts/language.tsx'

const simplified = {
  journey: '客户历程', showJourney: '显示客户历程（各渠道与以往咨询）', earlier: '更早的', begins: '已到最早的记录', enquiryOf: '{day} 的咨询', open: '进行中', closed: '已结束', served: '接待', survey: '满意度 {n}/3',
  'enquiry.opened': '开始咨询', 'enquiry.closed': '咨询结束', 'enquiry.reopened': '咨询重新打开', 'enquiry.promised': '已承诺办理时限', 'enquiry.owner-named': '已指定首问负责人', 'handover.requested': '要求人工服务', 'handover.taken': '客服接入',
  'handover.returned': '回到队列', 'handover.closed': '人工会话结束', 'handover.moved': '换到另一渠道', 'message.left': '客户留言', 'customer.identified': '身份已核实', 'case.opened': '登记投诉', 'case.decided': '投诉有处理决定', 'case.answered': '已答复投诉',
  'case.closed': '投诉办结', 'case.reopened': '投诉重新打开', 'survey.answered': '客户回答了满意度调查', accepted: '已受理', investigating: '调查中', decided: '已决定', answered: '已答复', archived: '已归档',
}

export const journeyWords: Words<keyof typeof simplified> = {
  'zh-Hans': simplified,
  'zh-Hant': {
    journey: '客戶歷程', showJourney: '顯示客戶歷程（各渠道與以往查詢）', earlier: '更早的', begins: '已到最早的紀錄', enquiryOf: '{day} 的查詢', open: '進行中', closed: '已結束', served: '接待', survey: '滿意度 {n}/3',
    'enquiry.opened': '開始查詢', 'enquiry.closed': '查詢結束', 'enquiry.reopened': '查詢重新開啟', 'enquiry.promised': '已承諾辦理時限', 'enquiry.owner-named': '已指定首問負責人', 'handover.requested': '要求人工服務', 'handover.taken': '客服接入',
    'handover.returned': '回到隊列', 'handover.closed': '人工對話結束', 'handover.moved': '換到另一渠道', 'message.left': '客戶留言', 'customer.identified': '身分已核實', 'case.opened': '登記投訴', 'case.decided': '投訴有處理決定', 'case.answered': '已答覆投訴',
    'case.closed': '投訴辦結', 'case.reopened': '投訴重新開啟', 'survey.answered': '客戶回答了滿意度調查', accepted: '已受理', investigating: '調查中', decided: '已決定', answered: '已答覆', archived: '已歸檔',
  },
  en: {
    journey: 'The customer’s way', showJourney: 'Show the customer’s way (all channels, earlier enquiries)', earlier: 'Earlier', begins: 'This is the beginning', enquiryOf: 'Enquiry of {day}', open: 'open', closed: 'closed',
    served: 'served by', survey: 'feedback {n} of 3', 'enquiry.opened': 'Enquiry began', 'enquiry.closed': 'Enquiry closed', 'enquiry.reopened': 'Enquiry opened again', 'enquiry.promised': 'A date was promised', 'enquiry.owner-named': 'An owner was named',
    'handover.requested': 'Asked for a person', 'handover.taken': 'An agent took the customer', 'handover.returned': 'Back in the queue', 'handover.closed': 'The talk with the agent ended', 'handover.moved': 'Went on in another channel', 'message.left': 'Left a message',
    'customer.identified': 'Identity confirmed', 'case.opened': 'Complaint opened', 'case.decided': 'Complaint decided', 'case.answered': 'Complaint answered', 'case.closed': 'Complaint closed', 'case.reopened': 'Complaint opened again',
    'survey.answered': 'Gave feedback', accepted: 'accepted', investigating: 'being investigated', decided: 'decided', answered: 'answered', archived: 'archived',
  },
}
