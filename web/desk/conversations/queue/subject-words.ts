/** The subjects of the topics that customers ask about, in the order of the three languages. */
const subjects: Record<string, readonly [string, string, string]> = {
  account: ['账户', '帳戶', 'Accounts'], atm: ['自助机', '自助機', 'Cash machines'], balance: ['余额', '餘額', 'Balances'], bond: ['债券', '債券', 'Bonds'], branch: ['网点', '分行', 'Branches'],
  card: ['银行卡', '銀行卡', 'Cards'], cash: ['现金', '現金', 'Cash'], child: ['儿童账户', '兒童帳戶', 'Children’s accounts'], complaint: ['投诉', '投訴', 'Complaints'], credit: ['信用卡与征信', '信用卡與徵信', 'Credit'],
  deposit: ['存款', '存款', 'Deposits'], fraud: ['防诈骗', '防詐騙', 'Fraud'], fund: ['基金', '基金', 'Funds'], fx: ['外汇', '外匯', 'Foreign exchange'], gold: ['黄金', '黃金', 'Gold'],
  insurance: ['保险', '保險', 'Insurance'], loan: ['贷款', '貸款', 'Loans'], login: ['登录', '登入', 'Signing in'], metal: ['贵金属', '貴金屬', 'Precious metals'], mobile: ['手机银行', '手機銀行', 'Mobile banking'],
  mortgage: ['房贷', '房貸', 'Mortgages'], password: ['密码', '密碼', 'Passwords'], pension: ['养老金', '養老金', 'Pensions'], personal: ['个人资料与贷款', '個人資料與貸款', 'Personal'], private: ['私募', '私募', 'Private products'],
  risk: ['风险测评', '風險評估', 'Risk assessment'], statement: ['对账单', '對帳單', 'Statements'], structured: ['结构性产品', '結構性產品', 'Structured products'], transaction: ['交易明细', '交易明細', 'Transactions'],
  transfer: ['转账', '轉帳', 'Transfers'], verification: ['验证码', '驗證碼', 'Verification codes'], wealth: ['理财', '理財', 'Wealth products'],
  other: ['其他', '其他', 'Other'],
}

const inLanguage = (at: 0 | 1 | 2): Record<string, string> => Object.fromEntries(Object.entries(subjects).map(([subject, words]) => [`subject-${subject}`, words[at]]))
export const subjectWords = { 'zh-Hans': inLanguage(0), 'zh-Hant': inLanguage(1), en: inLanguage(2) }
