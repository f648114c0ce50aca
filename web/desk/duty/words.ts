import type { Words } from '../parts/language.tsx'

const simplified = {
  duty: '值班表', now: '现在', open: '服务时间内', shut: '服务时间外', comesIn: '新进咨询由 {name} 负责', week: '今后七天：何时进来的咨询由谁负责', weekHint: '按主题指定的人在主题明确后接手，不在此表中。', lines: '负责人', linesHint: '自上而下，第一条符合的生效；都不符合时由管理员负责。', noLines: '没有指定，全部由管理员负责',
  hours: '服务时间', alwaysOpen: '全天服务', hoursHint: '服务时间以外，客户可以留言给咨询的负责人。', source: '来源', desk: '{name} 于 {at} 在工作台修改', file: '来自配置文件', nothingSet: '尚未设置', days: '星期', time: '时间', topics: '主题', everyDay: '每天', allTopics: '全部主题', inactive: '已停用，由管理员代管',
  mon: '周一', tue: '周二', wed: '周三', thu: '周四', fri: '周五', sat: '周六', sun: '周日', actions: '可以做的事', more: '更多', addLine: '添加负责人', addHours: '添加服务时间', remove: '删除', up: '上移', fromFile: '改用配置文件', fromFileExplained: '不再使用工作台上的值班表，以配置文件为准。',
  daysHint: '不选表示每天', from: '从', to: '到', timeHint: '如 18:00；到次日的写法是 18:00 到 09:00；全天留空', topicsHint: '如 fund-fees，或开头 fund-*；空格分隔；留空表示全部', who: '由谁负责', removeLine: '删除第 {n} 条：{name}', upLine: '上移第 {n} 条：{name}', removeHours: '删除服务时间 {time}', zone: '时区 {zone}',
}
export type Word = keyof typeof simplified

export const words: Words<Word> = {
  'zh-Hans': simplified,
  'zh-Hant': {
    duty: '值班表', now: '現在', open: '服務時間內', shut: '服務時間外', comesIn: '新進查詢由 {name} 負責', week: '今後七天：何時進來的查詢由誰負責', weekHint: '按主題指定的人在主題明確後接手，不在此表中。', lines: '負責人', linesHint: '自上而下，第一條符合的生效；都不符合時由管理員負責。', noLines: '沒有指定，全部由管理員負責',
    hours: '服務時間', alwaysOpen: '全天服務', hoursHint: '服務時間以外，客戶可以留言給查詢的負責人。', source: '來源', desk: '{name} 於 {at} 在工作台修改', file: '來自設定檔', nothingSet: '尚未設定', days: '星期', time: '時間', topics: '主題', everyDay: '每天', allTopics: '全部主題', inactive: '已停用，由管理員代管',
    mon: '週一', tue: '週二', wed: '週三', thu: '週四', fri: '週五', sat: '週六', sun: '週日', actions: '可以做的事', more: '更多', addLine: '新增負責人', addHours: '新增服務時間', remove: '刪除', up: '上移', fromFile: '改用設定檔', fromFileExplained: '不再使用工作台上的值班表，以設定檔為準。',
    daysHint: '不選表示每天', from: '從', to: '到', timeHint: '如 18:00；到次日的寫法是 18:00 到 09:00；全天留空', topicsHint: '如 fund-fees，或開頭 fund-*；以空格分隔；留空表示全部', who: '由誰負責', removeLine: '刪除第 {n} 條：{name}', upLine: '上移第 {n} 條：{name}', removeHours: '刪除服務時間 {time}', zone: '時區 {zone}',
  },
  en: {
    duty: 'Duty roster', now: 'Now', open: 'within the hours of service', shut: 'outside the hours of service', comesIn: '{name} answers for what comes in', week: 'The next seven days: who answers for what comes in when', weekHint: 'Who is named for a topic takes over once it is known; that is not shown here.', lines: 'Who answers', linesHint: 'From the top, the first line that fits; where none fits, the administrator.', noLines: 'Nobody is named; the administrator answers for all',
    hours: 'Hours of service', alwaysOpen: 'At any time', hoursHint: 'Outside of them customers can leave a message for the owner of their enquiry.', source: 'From', desk: 'changed at the desk by {name}, {at}', file: 'from the configuration file', nothingSet: 'nothing is set yet', days: 'Days', time: 'Time', topics: 'Topics', everyDay: 'Every day', allTopics: 'All topics', inactive: 'disabled; the administrator stands in',
    mon: 'Mon', tue: 'Tue', wed: 'Wed', thu: 'Thu', fri: 'Fri', sat: 'Sat', sun: 'Sun', actions: 'What you can do', more: 'More', addLine: 'Add who answers', addHours: 'Add hours of service', remove: 'Remove', up: 'Move up', fromFile: 'Use the configuration file', fromFileExplained: 'The roster of the desk is no longer used; the file counts.',
    daysHint: 'None for every day', from: 'From', to: 'To', timeHint: 'Such as 18:00; 18:00 to 09:00 goes over midnight; empty for the whole day', topicsHint: 'Such as fund-fees, or a beginning, fund-*; separated by spaces; empty for all', who: 'Who answers', removeLine: 'Remove line {n}: {name}', upLine: 'Move up line {n}: {name}', removeHours: 'Remove the hours {time}', zone: 'Time zone {zone}',
  },
}
