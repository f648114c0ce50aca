import type { Words } from '../parts/language.tsx'

const simplified = {
  practice: '练习', intro: '与模拟客户对话，练习接待。工作台、风险提示检查和结案步骤与平时一样；没有任何内容会发给客户、写入联络记录或计入统计。', scripts: '选择模拟客户', name: '名称', about: '练习内容', rule: '依据', anyLanguage: '全部语言',
  atOnce: '同时接待', pace: '节奏', calm: '从容', normal: '正常', busy: '繁忙', start: '开始练习', chosen: '已选 {n} 位', running: '您正在练习。', goOn: '继续', end: '结束练习', elsewhereTitle: '练习在另一个服务实例上', elsewhere: '您的练习在另一个服务实例上进行，这个页面连到了别的实例。请重试；如果仍然如此，请管理员在负载均衡中把同一浏览器固定到同一实例。在此重新开始会结束那边的练习。', tryAgain: '重试',
  debriefs: '练习总结', debrief: '练习总结', mine: '我的', all: '全部', whose: '谁的练习', when: '时间', who: '客服', customers: '客户', well: '做得好', missed: '有待改进', hours: '继续教育学时', noDebriefs: '还没有练习过', noHours: '未申请',
  banner: '练习模式：这里的客户都是模拟的，什么都不会发给真实客户。', served: '已接待 {n}/{of}', allServed: '所有模拟客户都已离开，可以结束练习查看总结。', over: '练习已结束', overHint: '练习已结束或超时。可以查看总结，或重新开始。', toPractice: '返回练习页', endsAt: '最晚 {time} 结束',
  ask: '申请计入继续教育', askHours: '申请学时（最多 {n}）', asked: '已申请 {n} 学时，等待主管确认', confirmed: '已确认 {n} 学时（{name}）', refused: '未予确认（{name}）', confirm: '确认', refuse: '不确认', tooShort: '练习不足 15 分钟，不能申请学时。',
  taken: '{n} 秒后接入', 'never-taken': '没有接入这位客户', answered: '最慢的一次回复用了 {n} 秒', unanswered: '客户最后等了 {n} 秒没有回复', left: '客户等不及离开了', content: '说明：{what}', forbidden: '没有说不该说的话', 'forbidden-missed': '说了不该说的：{what}',
  stopped: '被风险检查拦下：{what}', wording: '已附风险提示：{what}', step: '步骤：{what}', 'close-refused': '想结束时还缺：{what}', outcome: '结果：{what}', 'not-closed': '没有结束会话', nothingPlayed: '没有客户来过。',
  now: '正在练习的同事', nobodyNow: '现在没有同事在练习。', begun: '开始', watch: '旁听', watchOf: '旁听{name}的练习', watchOver: '这次练习已经结束，总结在练习页。', watchElsewhere: '在另一个服务实例上，从这里不能旁听。', notYetThere: '还没有客户要求人工。',
  'at-to-come': '未到', 'at-waiting': '等待中', 'at-talking': '接待中', 'at-content': '已满意', 'at-left': '已离开', 'at-closed': '已结束',
  identified: '核实身份', 'risk-noticed': '风险提示', promised: '承诺办理时限', handled: '办理', feedback: '满意度回访',
}

export const words: Words<keyof typeof simplified> = {
  'zh-Hans': simplified,
  'zh-Hant': {
    practice: '練習', intro: '與模擬客戶對話，練習接待。工作台、風險提示檢查和結案步驟與平時一樣；沒有任何內容會發給客戶、寫入聯絡記錄或計入統計。', scripts: '選擇模擬客戶', name: '名稱', about: '練習內容', rule: '依據', anyLanguage: '全部語言',
    atOnce: '同時接待', pace: '節奏', calm: '從容', normal: '正常', busy: '繁忙', start: '開始練習', chosen: '已選 {n} 位', running: '您正在練習。', goOn: '繼續', end: '結束練習', elsewhereTitle: '練習在另一個服務實例上', elsewhere: '您的練習在另一個服務實例上進行，這個頁面連到了別的實例。請重試；如果仍然如此，請管理員在負載平衡器中把同一瀏覽器固定到同一實例。在此重新開始會結束那邊的練習。', tryAgain: '重試',
    debriefs: '練習總結', debrief: '練習總結', mine: '我的', all: '全部', whose: '誰的練習', when: '時間', who: '客服', customers: '客戶', well: '做得好', missed: '有待改進', hours: '繼續教育學時', noDebriefs: '還沒有練習過', noHours: '未申請',
    banner: '練習模式：這裡的客戶都是模擬的，什麼都不會發給真實客戶。', served: '已接待 {n}/{of}', allServed: '所有模擬客戶都已離開，可以結束練習查看總結。', over: '練習已結束', overHint: '練習已結束或逾時。可以查看總結，或重新開始。', toPractice: '返回練習頁', endsAt: '最晚 {time} 結束',
    ask: '申請計入繼續教育', askHours: '申請學時（最多 {n}）', asked: '已申請 {n} 學時，等待主管確認', confirmed: '已確認 {n} 學時（{name}）', refused: '未予確認（{name}）', confirm: '確認', refuse: '不確認', tooShort: '練習不足 15 分鐘，不能申請學時。',
    taken: '{n} 秒後接入', 'never-taken': '沒有接入這位客戶', answered: '最慢的一次回覆用了 {n} 秒', unanswered: '客戶最後等了 {n} 秒沒有回覆', left: '客戶等不及離開了', content: '說明：{what}', forbidden: '沒有說不該說的話', 'forbidden-missed': '說了不該說的：{what}',
    stopped: '被風險檢查攔下：{what}', wording: '已附風險提示：{what}', step: '步驟：{what}', 'close-refused': '想結束時還缺：{what}', outcome: '結果：{what}', 'not-closed': '沒有結束對話', nothingPlayed: '沒有客戶來過。',
    now: '正在練習的同事', nobodyNow: '現在沒有同事在練習。', begun: '開始', watch: '旁聽', watchOf: '旁聽{name}的練習', watchOver: '這次練習已經結束，總結在練習頁。', watchElsewhere: '在另一個服務實例上，從這裡不能旁聽。', notYetThere: '還沒有客戶要求人工。',
    'at-to-come': '未到', 'at-waiting': '等待中', 'at-talking': '接待中', 'at-content': '已滿意', 'at-left': '已離開', 'at-closed': '已結束',
    identified: '核實身分', 'risk-noticed': '風險提示', promised: '承諾辦理時限', handled: '辦理', feedback: '滿意度回訪',
  },
  en: {
    practice: 'Practice', intro: 'Serve simulated customers. The desk, the check of risk wording and the steps to close are the usual ones; nothing reaches a customer, the contact log or the figures.', scripts: 'Choose simulated customers', name: 'Name', about: 'What is practised', rule: 'Rule', anyLanguage: 'All languages',
    atOnce: 'At once', pace: 'Pace', calm: 'Calm', normal: 'Normal', busy: 'Busy', start: 'Start practising', chosen: '{n} chosen', running: 'You are practising.', goOn: 'Go on', end: 'End practice', elsewhereTitle: 'The practice is on another instance', elsewhere: 'Your practice goes on at another instance of the service, and this page has reached a different one. Try again; if that does not help, ask your administrator to have the load balancer keep each browser at one instance. Starting anew here ends the practice there.', tryAgain: 'Try again',
    debriefs: 'Debriefs', debrief: 'Debrief', mine: 'Mine', all: 'All', whose: 'Whose practice', when: 'When', who: 'Agent', customers: 'Customers', well: 'Went well', missed: 'To improve', hours: 'Hours of education', noDebriefs: 'No practice yet', noHours: 'Not asked for',
    banner: 'Practice: all customers here are simulated; nothing reaches a real one.', served: '{n} of {of} served', allServed: 'All simulated customers have gone; end the practice to see the debrief.', over: 'The practice is over', overHint: 'It was ended, or its time was up. See the debrief or start anew.', toPractice: 'To practice', endsAt: 'ends by {time}',
    ask: 'Ask that it counts as education', askHours: 'Hours to ask for (at most {n})', asked: '{n} hours asked for; a supervisor decides', confirmed: '{n} hours confirmed ({name})', refused: 'Not confirmed ({name})', confirm: 'Confirm', refuse: 'Do not confirm', tooShort: 'Less than a quarter of an hour: no hours can be asked for.',
    taken: 'Taken after {n} s', 'never-taken': 'This customer was never taken', answered: 'The slowest answer took {n} s', unanswered: 'The customer waited {n} s at last without an answer', left: 'The customer lost patience and left', content: 'Said: {what}', forbidden: 'Nothing forbidden was said', 'forbidden-missed': 'Said what may not be said: {what}',
    stopped: 'Stopped by the gate: {what}', wording: 'Risk wording added: {what}', step: 'Step: {what}', 'close-refused': 'Missing when it was to be closed: {what}', outcome: 'Outcome: {what}', 'not-closed': 'The conversation was not closed', nothingPlayed: 'No customer came.',
    now: 'Practising now', nobodyNow: 'Nobody practises now.', begun: 'Since', watch: 'Listen in', watchOf: 'Practice of {name}', watchOver: 'This practice is over; its debrief is on the practice page.', watchElsewhere: 'On another instance of the service: it cannot be listened in to from here.', notYetThere: 'No customer has asked for a person yet.',
    'at-to-come': 'to come', 'at-waiting': 'waiting', 'at-talking': 'in conversation', 'at-content': 'content', 'at-left': 'gone', 'at-closed': 'closed',
    identified: 'identify the customer', 'risk-noticed': 'risk notice', promised: 'say what will be done by when', handled: 'handle it', feedback: 'ask for feedback',
  },
}
