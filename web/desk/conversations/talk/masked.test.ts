import { describe, expect, it } from 'vitest'
import { maskPersonalData } from '../../../../nlp/entities/personal.ts'
import { isMasked } from './masked.ts'

describe('isMasked', () => {
  it('finds whatever the log masks', () => {
    for (const text of ['我的手机号是13800138000', '卡号6222021234567890128', 'mail me at someone@bank.example', '验证码 482913', 'passport no. E12345678', '身份证11010519491231002X']) {
      expect(maskPersonalData(text), text).not.toBe(text)
      expect(isMasked(maskPersonalData(text)), text).toBe(true)
    }
  })
  it('takes no other brackets or stars for a mask', () => {
    for (const text of ['［图片］', '5 * 3 [see]', '［卡］', '手机号 *8000']) expect(isMasked(text), text).toBe(false)
  })
})
