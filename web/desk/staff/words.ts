import type { Words } from '../parts/language.tsx'

const simplified = {
  staff: '人员资质', own: '我的资质', members: '人员', member: '姓名', serves: '可接待', mayServe: '可接待', mayNot: '不可接待', certificates: '证书', certificate: '证书种类', number: '证书编号', issued: '发证日期', expires: '有效期至', checked: '复核日期', state: '状态',
  'in-force': '有效', expiring: '即将到期', expired: '已到期', 'to-come': '未生效', recheck: '待复核', education: '继续教育', hoursOf: '{n} / {needed} 学时', hoursLastYear: '上年 {n} 学时', shortSoFar: '今年尚未满', day: '日期', hours: '学时', subject: '课程', year: '计入年度', skills: '技能与接待',
  topics: '主题', topicsHint: '如 fund-fees，或开头 fund-*；空格分隔；留空表示全部', languagesHeld: '语言', tiers: '客户等级', tiersHint: '不选表示全部', capacity: '同时接待上限', capacityHint: '留空则按规则：{n}', all: '全部',
  vip: '贵宾客户', ordinary: '普通客户', 'high-risk': '高风险客户', potential: '潜在客户', practice: '执业资格', fund: '基金', insurance: '保险', wealth: '理财', 'metal-fx': '贵金属与外汇',
  keepCertificate: '登记证书', withdrawCertificate: '撤销证书', keepEducation: '登记学时', withdrawEducation: '删除学时', keepSkills: '修改技能', which: '哪一项', why: '原因', 'wrong-entry': '登记有误', withdrawn: '证书被吊销', superseded: '已换新证',
  steps: '可以做的事', more: '更多', export: '导出 CSV', import: '导入 CSV', importHint: '文件全部成立才会导入；文件里没有的保持不变。支持 UTF-8 和 GB18030。', file: '文件', doImport: '导入', imported: '已导入 {n} 条记录', onlyAttention: '只看需要注意的', attention: '需要注意', searchStaff: '查找人员',
  notHeld: '登记表里还没有任何证书：现在不检查资质。登记第一张证书后，没有所需证书的人都不再分配客户（M1.2a）。', neverHeld: '按设置不检查资质（qualifications.yaml: required: never）。', noCertificates: '没有登记证书', noEducation: '没有登记学时', nobody: '没有符合条件的人员',
  whyMissing: '缺少{kind}证书', whyExpired: '{kind}证书已于 {day} 到期', whyHours: '{year} 年继续教育只有 {hours} 学时，少于 {needed} 学时', ofTopics: '主题所需证书', expiresOn: '{kind} {day}', kindHint: '如 practice、fund、insurance、wealth', yearHint: '补上一年学时的，填上一年', language: '语言', roleOf: '角色',
}
export type Word = keyof typeof simplified

/** Words of the agents' register. */
export const words: Words<Word> = {
  'zh-Hans': simplified,
  'zh-Hant': {
    staff: '人員資質', own: '我的資質', members: '人員', member: '姓名', serves: '可接待', mayServe: '可接待', mayNot: '不可接待', certificates: '證書', certificate: '證書種類', number: '證書編號', issued: '發證日期', expires: '有效期至', checked: '覆核日期', state: '狀態',
    'in-force': '有效', expiring: '即將到期', expired: '已到期', 'to-come': '未生效', recheck: '待覆核', education: '持續教育', hoursOf: '{n} / {needed} 學時', hoursLastYear: '上年 {n} 學時', shortSoFar: '今年尚未滿', day: '日期', hours: '學時', subject: '課程', year: '計入年度', skills: '技能與接待',
    topics: '主題', topicsHint: '如 fund-fees，或開頭 fund-*；以空格分隔；留空表示全部', languagesHeld: '語言', tiers: '客戶等級', tiersHint: '不選表示全部', capacity: '同時接待上限', capacityHint: '留空則按規則：{n}', all: '全部',
    vip: '貴賓客戶', ordinary: '普通客戶', 'high-risk': '高風險客戶', potential: '潛在客戶', practice: '執業資格', fund: '基金', insurance: '保險', wealth: '理財', 'metal-fx': '貴金屬與外匯',
    keepCertificate: '登記證書', withdrawCertificate: '撤銷證書', keepEducation: '登記學時', withdrawEducation: '刪除學時', keepSkills: '修改技能', which: '哪一項', why: '原因', 'wrong-entry': '登記有誤', withdrawn: '證書被吊銷', superseded: '已換新證',
    steps: '可以做的事', more: '更多', export: '匯出 CSV', import: '匯入 CSV', importHint: '檔案全部成立才會匯入；檔案裡沒有的保持不變。支援 UTF-8 和 GB18030。', file: '檔案', doImport: '匯入', imported: '已匯入 {n} 筆記錄', onlyAttention: '只看需要注意的', attention: '需要注意', searchStaff: '尋找人員',
    notHeld: '登記表裡還沒有任何證書：現在不檢查資質。登記第一張證書後，沒有所需證書的人都不再分配客戶（M1.2a）。', neverHeld: '按設定不檢查資質（qualifications.yaml: required: never）。', noCertificates: '沒有登記證書', noEducation: '沒有登記學時', nobody: '沒有符合條件的人員',
    whyMissing: '缺少{kind}證書', whyExpired: '{kind}證書已於 {day} 到期', whyHours: '{year} 年持續教育只有 {hours} 學時，少於 {needed} 學時', ofTopics: '主題所需證書', expiresOn: '{kind} {day}', kindHint: '如 practice、fund、insurance、wealth', yearHint: '補上一年學時的，填上一年', language: '語言', roleOf: '角色',
  },
  en: {
    staff: 'Qualifications', own: 'My qualifications', members: 'Staff', member: 'Name', serves: 'May serve', mayServe: 'May serve', mayNot: 'May not serve', certificates: 'Certificates', certificate: 'Kind of certificate', number: 'Number', issued: 'Issued', expires: 'Expires', checked: 'Last checked', state: 'State',
    'in-force': 'In force', expiring: 'Expires soon', expired: 'Expired', 'to-come': 'Not yet in force', recheck: 'To be checked', education: 'Continuing education', hoursOf: '{n} of {needed} hours', hoursLastYear: '{n} hours last year', shortSoFar: 'Short so far this year', day: 'Day', hours: 'Hours', subject: 'Course', year: 'Counts for', skills: 'Skills and load',
    topics: 'Topics', topicsHint: 'Such as fund-fees, or a beginning, fund-*; separated by spaces; empty for all', languagesHeld: 'Languages', tiers: 'Customer tiers', tiersHint: 'None chosen means all', capacity: 'Customers at once', capacityHint: 'Empty: as the rules say, {n}', all: 'All',
    vip: 'VIP', ordinary: 'Ordinary', 'high-risk': 'High risk', potential: 'Potential', practice: 'Practice', fund: 'Fund', insurance: 'Insurance', wealth: 'Wealth management', 'metal-fx': 'Metals and FX',
    keepCertificate: 'Keep a certificate', withdrawCertificate: 'Withdraw a certificate', keepEducation: 'Note hours', withdrawEducation: 'Delete hours', keepSkills: 'Change skills', which: 'Which one', why: 'Why', 'wrong-entry': 'Entered wrongly', withdrawn: 'It was revoked', superseded: 'Replaced by a new one',
    steps: 'What you can do', more: 'More', export: 'Export CSV', import: 'Import CSV', importHint: 'It is imported whole or not at all; what is not in the file stays as it is. UTF-8 and GB18030 are read.', file: 'File', doImport: 'Import', imported: '{n} records imported', onlyAttention: 'Only what needs attention', attention: 'Needs attention', searchStaff: 'Search staff',
    notHeld: 'The register has no certificate yet, so nobody is held to it. From the first one on, who lacks what is needed is given no customers (M1.2a).', neverHeld: 'Nobody is held to the register, as set (qualifications.yaml: required: never).', noCertificates: 'No certificates', noEducation: 'No hours noted', nobody: 'Nobody matches',
    whyMissing: 'No {kind} certificate', whyExpired: 'The {kind} certificate expired on {day}', whyHours: '{hours} hours of education in {year}, of {needed} needed', ofTopics: 'Certificates that topics need', expiresOn: '{kind} {day}', kindHint: 'Such as practice, fund, insurance, wealth', yearHint: 'For hours that make up for last year: last year', language: 'Language', roleOf: 'Role',
  },
}
