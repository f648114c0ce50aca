/** What a customer says, and what its reply must hold: the article it comes from. So a reply that belongs to another message is found. */
export type Line = { text: string; expects: string }

export const lines: readonly Line[] = [
  { text: '卡丢了怎么办', expects: 'card-lost' }, { text: '转账限额是多少', expects: 'transfer-limit' }, { text: 'how do I report a lost card', expects: 'card-lost' },
  { text: '存款保险保多少钱', expects: 'deposit-insurance' }, { text: '基金是什么', expects: 'fund-what' }, { text: '怎么开户', expects: 'account-open' },
  { text: '登录密码忘了怎么办', expects: 'password-forgotten' }, { text: '網點幾點開門', expects: 'branch-hours' }, { text: 'What is a structured deposit', expects: 'structured-deposit' },
  { text: '房贷怎么提前还款', expects: 'mortgage-early-repayment' }, { text: '如何更改手機號碼', expects: 'phone-change' }, { text: '怎么注销账户', expects: 'account-close' },
  { text: 'How much is the transfer fee', expects: 'transfer-fee' }, { text: '信用卡分期手续费是多少', expects: 'credit-card-instalment' }, { text: '怎么查征信', expects: 'credit-report' },
  { text: '理財產品有風險嗎', expects: 'wealth-what' }, { text: '黄金积存是什么', expects: 'gold-accumulation' }, { text: '国债怎么买', expects: 'bond-treasury' },
]
