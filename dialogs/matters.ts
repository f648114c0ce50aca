/**
 * What subjects are one matter to a customer: the articles' subjects, as the Simplified Chinese ones name them, of which a
 * question about one goes on from a question about another. A subject that is not named is a matter of its own.
 */
const together: Record<string, readonly string[]> = {
  everyday: ['账户', '转账', '银行卡', '密码', '验证码', '手机银行', '快捷支付', '取款', '网点', '挂失', '短信提醒', '手机号', '工资卡', '客服电话', '免密支付', '个人资料', '个人信息', '诈骗', '外汇'],
  saving: ['存款', '结构性存款'],
  investment: ['基金', '理财', '债券', '黄金', '私募', '结构性理财', '风险测评', '养老金'],
  borrowing: ['贷款', '房贷', '征信'],
}
const matters = new Map(Object.entries(together).flatMap(([matter, subjects]) => subjects.map(subject => [subject, matter])))

/** The matter of an article by its Simplified Chinese subject: enquiries are split where it changes. */
export function matterOf(subject: string): string {
  return matters.get(subject) ?? subject
}
