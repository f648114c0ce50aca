import type { Words } from '../parts/language.tsx'

const simplified = {
  signIn: '登录', ended: '登录已结束，请重新登录。', endedKept: '没有发出的话还留在这个窗口里。', ownPassword: '设置自己的密码', ownPasswordWhy: '您的密码是别人设置的。请换成只有您知道的密码，以后用它登录。', newPassword: '密码（至少 12 位）', invite: '设置管理员', secondFactor: '第二步验证', code: '验证码', codeHint: '身份验证器应用中的 6 位数字', recoveryHint: '开通时保存的恢复码，如 ABCD-EFGH-JKLM-NPQR',
  recoveryCode: '恢复码', useRecovery: '手机不在身边？使用恢复码', useApp: '使用验证器应用', goOn: '继续', startAgain: '重新开始', setUp: '设置第二步验证', setUpWhy: '为保护客户资料，登录除密码外还需要身份验证器应用中的验证码。',
  scan: '用身份验证器应用扫描二维码，或手工输入密钥：', qr: '身份验证器应用的二维码', openApp: '在本机的应用中打开', kept: '请保存恢复码', keptWhy: '手机遗失时，每个恢复码可登录一次。只显示这一次，请打印或存放在安全的地方。', copy: '复制', copied: '已复制',
  haveKept: '已保存，继续', withInstitution: '使用机构账号登录', or: '或', 'institution-refused': '您的机构账号没有使用工作台的权限，请联系管理员。', 'institution-expired': '登录超时，请重试。', 'institution-unavailable': '机构登录暂时无法使用，请稍后再试。',
  myPassword: '登录密码', changePassword: '更改密码', passwordBefore: '现在的密码', passwordNext: '新密码（至少 12 位）', passwordChanged: '密码已更改，其他登录已结束。', account: '我的账户', myFactor: '第二步验证', factorSince: '验证器应用，自 {when} 起', noFactor: '尚未设置第二步验证', codesLeft: '剩余恢复码：{n}', newFactor: '更换验证器应用', newCodes: '生成新的恢复码', newCodesWhy: '原有恢复码将失效。',
  mySessions: '登录的设备', device: '设备', network: '网络', since: '登录时间', seen: '最近活动', how: '方式', thisOne: '本次登录', end: '结束', endOthers: '结束其他所有登录', program: '程序', totp: '密码和验证码', recovery: '密码和恢复码', institution: '机构账号', proveAgain: '再次验证身份',
  proveWhy: '此操作需要确认是您本人。', proveThere: '请用机构账号重新登录，然后再做一次。', actions: '操作',
}

export const words: Words<keyof typeof simplified> = {
  'zh-Hans': simplified,
  'zh-Hant': {
    signIn: '登入', ended: '登入已結束，請重新登入。', endedKept: '沒有送出的話還留在這個視窗裡。', ownPassword: '設定自己的密碼', ownPasswordWhy: '您的密碼是別人設定的。請換成只有您知道的密碼，以後用它登入。', newPassword: '密碼（至少 12 位）', invite: '設定管理員', secondFactor: '第二步驗證', code: '驗證碼', codeHint: '身分驗證器應用程式中的 6 位數字', recoveryHint: '開通時儲存的復原碼，如 ABCD-EFGH-JKLM-NPQR',
    recoveryCode: '復原碼', useRecovery: '手機不在身邊？使用復原碼', useApp: '使用驗證器應用程式', goOn: '繼續', startAgain: '重新開始', setUp: '設定第二步驗證', setUpWhy: '為保護客戶資料，登入除密碼外還需要身分驗證器應用程式中的驗證碼。',
    scan: '用身分驗證器應用程式掃描QR 碼，或手動輸入金鑰：', qr: '身分驗證器應用程式的QR 碼', openApp: '在本機的應用程式中開啟', kept: '請儲存復原碼', keptWhy: '手機遺失時，每個復原碼可登入一次。只顯示這一次，請列印或存放在安全的地方。', copy: '複製', copied: '已複製',
    haveKept: '已儲存，繼續', withInstitution: '使用機構帳號登入', or: '或', 'institution-refused': '您的機構帳號沒有使用工作台的權限，請聯絡管理員。', 'institution-expired': '登入逾時，請重試。', 'institution-unavailable': '機構登入暫時無法使用，請稍後再試。',
    myPassword: '登入密碼', changePassword: '變更密碼', passwordBefore: '目前的密碼', passwordNext: '新密碼（至少 12 位）', passwordChanged: '密碼已變更，其他登入已結束。', account: '我的帳戶', myFactor: '第二步驗證', factorSince: '驗證器應用程式，自 {when} 起', noFactor: '尚未設定第二步驗證', codesLeft: '剩餘復原碼：{n}', newFactor: '更換驗證器應用程式', newCodes: '產生新的復原碼', newCodesWhy: '原有復原碼將失效。',
    mySessions: '登入的裝置', device: '裝置', network: '網路', since: '登入時間', seen: '最近活動', how: '方式', thisOne: '本次登入', end: '結束', endOthers: '結束其他所有登入', program: '程式', totp: '密碼和驗證碼', recovery: '密碼和復原碼', institution: '機構帳號', proveAgain: '再次驗證身分',
    proveWhy: '此操作需要確認是您本人。', proveThere: '請用機構帳號重新登入，然後再做一次。', actions: '操作',
  },
  en: {
    signIn: 'Sign in', ended: 'You have been signed out. Please sign in again.', endedKept: 'What you had not sent is still in this window.', ownPassword: 'Choose your own password', ownPasswordWhy: 'Somebody else set your password. Choose one that you alone know; you sign in with it from now on.', newPassword: 'Password (at least 12 characters)', invite: 'Set up the administrator', secondFactor: 'Second step', code: 'Code', codeHint: 'The six digits in your authenticator app',
    recoveryHint: 'One of those you kept, such as ABCD-EFGH-JKLM-NPQR', recoveryCode: 'Recovery code', useRecovery: 'No phone at hand? Use a recovery code', useApp: 'Use the authenticator app', goOn: 'Continue',
    startAgain: 'Start again', setUp: 'Set up the second step', setUpWhy: 'To protect customers, signing in needs a code of an authenticator app beside the password.',
    scan: 'Scan this with an authenticator app, or type the secret:', qr: 'QR code for the authenticator app', openApp: 'Open in an app on this device', kept: 'Keep your recovery codes',
    keptWhy: 'Each signs you in once if your phone is lost. They are shown only now: print them, or keep them in a safe place.', copy: 'Copy', copied: 'Copied', haveKept: 'I have kept them, continue',
    withInstitution: 'Sign in with the institution', or: 'or', 'institution-refused': 'Your account at the institution may not use this desk; ask an administrator.', 'institution-expired': 'That took too long; try again.',
    'institution-unavailable': 'The institution\'s sign-in cannot be reached now; try again later.', myPassword: 'Password', changePassword: 'Change password', passwordBefore: 'Password you have now', passwordNext: 'New password (at least 12 characters)', passwordChanged: 'The password is changed; your other sessions have ended.', account: 'My account', myFactor: 'Second step', factorSince: 'Authenticator app, since {when}',
    noFactor: 'No second step is set up yet', codesLeft: 'Recovery codes left: {n}', newFactor: 'Set up another app', newCodes: 'Make new recovery codes', newCodesWhy: 'Those from before stop working.', mySessions: 'Where you are signed in',
    device: 'Device', network: 'Network', since: 'Signed in', seen: 'Last heard of', how: 'By', thisOne: 'This session', end: 'End', endOthers: 'End all others', program: 'Program',
    totp: 'Password and code', recovery: 'Password and recovery code', institution: 'Institution', proveAgain: 'Prove that it is you', proveThere: 'Sign in with the institution again, then do it once more.', proveWhy: 'This asks for a proof that it is you.', actions: 'Actions',
  },
}
