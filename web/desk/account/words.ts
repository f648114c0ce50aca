import type { Words } from '../parts/language.tsx'

const simplified = {
  signIn: '登录', newPassword: '密码（至少 12 位）', invite: '设置管理员', wrong: '邮箱或密码不正确，或暂时锁定。',
}

export const words: Words<keyof typeof simplified> = {
  'zh-Hans': simplified,
  'zh-Hant': {
    signIn: '登入', newPassword: '密碼（至少 12 位）', invite: '設定管理員', wrong: '電郵或密碼不正確，或暫時鎖定。',
  },
  en: {
    signIn: 'Sign in', newPassword: 'Password (at least 12 characters)', invite: 'Set up the administrator',
    wrong: 'Wrong e-mail or password, or locked for a while.',
  },
}
