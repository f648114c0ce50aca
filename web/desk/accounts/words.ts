import type { Words } from '../parts/language.tsx'

const simplified = {
  staff: '员工', accounts: '账号与权限', add: '添加员工', initialPassword: '初始密码（至少 12 位）', role: '角色', addWhy: '首次登录时本人设置第二步验证。新管理员须由第二人确认后方可登录。', member: '员工', roleSince: '角色', lastSignIn: '最近登录', never: '从未', secondFactor: '第二步验证', app: '验证器应用',
  institution: '机构账号', sessions: '在线登录', remarks: '提示', actions: '操作', since: '自 {when}', by: '由 {who} 授予', disabled: '已停用', unused: '90 天未使用', 'never-signed-in': '从未登录', 'no-second-factor': '无第二步验证', 'few-recovery-codes': '恢复码不足', 'awaits-second-person': '待第二人确认',
  changeRole: '更改角色', changeRoleWhy: '该员工的登录将结束。设为管理员须由另一位管理员或合规人员确认。', disable: '停用', disableWhy: '立即结束访问；其负责的咨询转给管理员。', enable: '启用', resetPassword: '重设密码', resetFactor: '重置第二步验证', resetFactorWhy: '适用于手机和恢复码都遗失的员工；下次登录时重新设置。',
  endSessions: '结束所有登录', showSessions: '查看登录', proposals: '待第二人确认', proposed: '{who} 提议将 {name} 设为{role}', confirm: '确认', decline: '拒绝', download: '下载 CSV', onlyRemarked: '只看有提示的', uncertified: '不可上岗：{why}', more_of: '{name} 的操作',
}

export const words: Words<keyof typeof simplified> = {
  'zh-Hans': simplified,
  'zh-Hant': {
    staff: '員工', accounts: '帳號與權限', add: '新增員工', initialPassword: '初始密碼（至少 12 位）', role: '角色', addWhy: '首次登入時本人設定第二步驗證。新管理員須由第二人確認後方可登入。', member: '員工', roleSince: '角色', lastSignIn: '最近登入', never: '從未', secondFactor: '第二步驗證', app: '驗證器應用程式',
    institution: '機構帳號', sessions: '登入中', remarks: '提示', actions: '操作', since: '自 {when}', by: '由 {who} 授予', disabled: '已停用', unused: '90 天未使用', 'never-signed-in': '從未登入', 'no-second-factor': '無第二步驗證', 'few-recovery-codes': '復原碼不足', 'awaits-second-person': '待第二人確認',
    changeRole: '更改角色', changeRoleWhy: '該員工的登入將結束。設為管理員須由另一位管理員或合規人員確認。', disable: '停用', disableWhy: '立即結束存取；其負責的查詢轉給管理員。', enable: '啟用', resetPassword: '重設密碼', resetFactor: '重設第二步驗證', resetFactorWhy: '適用於手機和復原碼都遺失的員工；下次登入時重新設定。',
    endSessions: '結束所有登入', showSessions: '檢視登入', proposals: '待第二人確認', proposed: '{who} 提議將 {name} 設為{role}', confirm: '確認', decline: '拒絕', download: '下載 CSV', onlyRemarked: '只看有提示的', uncertified: '不可接待客戶：{why}', more_of: '{name} 的操作',
  },
  en: {
    staff: 'Staff', accounts: 'Accounts and roles', add: 'Add a member', initialPassword: 'First password (at least 12 characters)', role: 'Role', addWhy: 'They set up their second step at the first sign-in. A new administrator can sign in once a second person has confirmed.',
    member: 'Member', roleSince: 'Role', lastSignIn: 'Last sign-in', never: 'never', secondFactor: 'Second step', app: 'App', institution: 'Institution', sessions: 'Sessions', remarks: 'Remarks', actions: 'Actions', since: 'since {when}', by: 'from {who}', disabled: 'Disabled',
    unused: 'Unused for 90 days', 'never-signed-in': 'Never signed in', 'no-second-factor': 'No second step', 'few-recovery-codes': 'Few recovery codes', 'awaits-second-person': 'Awaits a second person', changeRole: 'Change the role',
    changeRoleWhy: 'Their sessions end. An administrator needs another administrator or a compliance officer to confirm.', disable: 'Disable', disableWhy: 'Access ends at once; what they answer for goes to the administrator.', enable: 'Enable', resetPassword: 'Set a new password',
    resetFactor: 'Reset the second step', resetFactorWhy: 'For who has lost both phone and recovery codes; they set it up anew at the next sign-in.', endSessions: 'End all sessions', showSessions: 'Show sessions', proposals: 'Awaiting a second person',
    proposed: '{who} proposes to make {name} {role}', confirm: 'Confirm', decline: 'Decline', download: 'Download CSV', onlyRemarked: 'Only with remarks', uncertified: 'May not serve: {why}', more_of: 'Actions for {name}',
  },
}
