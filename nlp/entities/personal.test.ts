import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maskPersonalData, personalSpans } from './personal.ts'

/** Numbers made by the rules of their issuers, not by the recogniser. */
const digits = (length: number) => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map(each => each.join(''))
const phone = fc.tuple(fc.constantFrom('13', '14', '15', '16', '17', '18', '19'), digits(9)).map(([head, tail]) => head + tail).filter(each => /^1[3-9]/.test(each))
function withLuhn(body: string): string {
  for (let check = 0; check < 10; check++) {
    const all = `${body}${check}`
    const sum = [...all].reverse().reduce((total, char, at) => { const value = Number(char) * (at % 2 === 1 ? 2 : 1); return total + (value > 9 ? value - 9 : value) }, 0)
    if (sum % 10 === 0) return all
  }
  throw new Error('one digit always fits')
}
const bankCard = fc.tuple(fc.constantFrom('622202', '621700', '622848', '4367', '5187', '3568', '6258'), digits(12)).map(([head, tail]) => withLuhn((head + tail).slice(0, head.length === 6 ? 18 : 15)))
const idCard = fc.tuple(fc.constantFrom('110105', '310104', '440305', '510107', '650102'), fc.date({ min: new Date('1930-01-01'), max: new Date('2020-12-31'), noInvalidDate: true }), digits(3)).map(([region, born, serial]) => {
  const body = region + born.toISOString().slice(0, 10).replaceAll('-', '') + serial
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  return body + '10X98765432'[weights.reduce((sum, weight, at) => sum + weight * Number(body[at]), 0) % 11]
})
const fullWidth = (text: string) => text.replace(/[0-9X]/g, char => String.fromCharCode(char.charCodeAt(0) + 0xfee0))
const chinese = (text: string) => text.replace(/\d/g, digit => '零一二三四五六七八九'[Number(digit)] ?? '')
const grouped = (sizes: number[], mark: string) => (text: string) => {
  const groups: string[] = []
  let rest = text
  for (const size of sizes) {
    groups.push(rest.slice(0, size))
    rest = rest.slice(size)
  }
  return [...groups, rest].filter(Boolean).join(mark)
}
const ornamented = (signs: string) => (text: string) => text.replace(/\d/g, digit => [...signs][Number(digit)] ?? '')
const spaced = (mark: string) => (text: string) => [...text].join(mark)
const disguises: ((text: string) => string)[] = [
  text => text, fullWidth, chinese, spaced(' '), spaced('-'), spaced('.'), spaced('\u200b'), spaced('，'), grouped([3, 4], ' '), grouped([3, 4], '-'), grouped([4, 4, 4, 4], ' '), grouped([4, 4, 4, 4], '-'),
  text => text.replace(/^(.)/, '$1 '), text => fullWidth(spaced(' ')(text)), text => chinese(spaced(' ')(text)), text => text.replace('X', 'x'),
  ornamented('⓪①②③④⑤⑥⑦⑧⑨'), ornamented('𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗'), ornamented('₀₁₂₃₄₅₆₇₈₉'), ornamented('٠١٢٣٤٥٦٧٨٩'), ornamented('零壹贰叁肆伍陆柒捌玖'), ornamented('〇幺二三四五六七八九'), text => text.replace(/\d/g, '$&\ufe0f\u20e3'),
  spaced('空'), grouped([4, 4, 4, 4], '…'), grouped([4, 4, 4, 4], ' + '), grouped([4, 4, 4, 4], '\\'), spaced('\u00ad'), grouped([4, 4, 4, 4], '    '), grouped([4, 4, 4, 4], ';'), grouped([4, 4, 4, 4], '='), grouped([4, 4, 4, 4], '\n'), text => [...text].map(char => `[${char}]`).join(''), text => text.replace(/.{1,4}/g, '"$&" '),
]
const around = fc.constantFrom(['card1:', ''], ['', 'x'], ['', ''], ['我的号码是', '，麻烦查一下'], ['卡号', '对吗？'], ['请打', ''], ['my number is ', ' thanks'], ['（', '）'], ['联系我：', '\n谢谢'], ['轉帳給', '嗎'], ['身份证号', '。'], ['卡号A', ''], ['card', '的卡'], ['sfz', 'thanks'], ['Ａ', 'CNY'])

describe('personal data', () => {
  it('is found whole, in whatever disguise', () => {
    let all = 0
    let missed = 0
    fc.assert(fc.property(fc.oneof(phone, bankCard, idCard), fc.constantFrom(...disguises), around, (number, disguise, [before = '', after = '']) => {
      const written = disguise(number)
      const masked = maskPersonalData(`${before}${written}${after}`)
      all += 1
      // More than the four digits that help to recognise it must not be left.
      const rest = masked.replace(/［[^］]*］/g, '').replace(/[^\p{L}\p{N}]/gu, '')
      if (/[\p{N}零一幺二三四五六七八九壹贰叁肆伍陆柒捌玖]{4}/u.test(rest)) missed += 1
    }), { numRuns: 4000 })
    expect(missed / all).toBeLessThanOrEqual(0.005)
  })

  it('keeps what stands around it', () => {
    fc.assert(fc.property(phone, around, (number, [before = '', after = '']) => {
      const masked = maskPersonalData(`${before}${number}${after}`)
      expect(masked.startsWith(before)).toBe(true)
      expect(masked.endsWith(after)).toBe(true)
    }))
  })

  const ordinary = [
    '请拨打 400-800-9555', '热线 95588', '转账 10000 元', '我有 1,000,000 元存款', '2026年11月24日 15:30', '订单号 20261124000123', '近 3 个月', '利率 1.10% 和 2.35%', '6 期 12 期 24 期', '流水号 8800123412',
    '100 200 300 400 500 600', '1 2 3 4 5 6 7 8 9 10', '第 12345 号', 'case TS20261124-AB3K9', 'build 20261124093015', 'from 2026-01-01 to 2026-12-31', '5000 6000 7000 8001', '金额 12345678.90', '编号 202611240001', 'IP 192.168.100.200',
    '一二三四五六七八九十', '三百五十万零六百', '周一至周五 9:00-17:00', '支持 110、119、120', '版本 1.0.2', '共¥198,278,213.40', '服务器 156.130.35.218', '净值 70.23 62.41 19.03 89.90 48.03', '50万', '沪深300', '十二个月', '365 天', '24/7', '密码忘了', '验证码收不到', '我的卡号忘了', 'what is my pin', 'id card lost', '手机号换了',
    '1000000000000', '99999999999999999999', '1.2.3.4.5.6.7.8.9', '10086', '我转了 20000 元，15 天没到账', '房贷 30 年 120 万', '12 306', '利息是 0.35', 'A股 600519', '基金代码 000198', 'page 1 of 200',
    '订单号 202611240001234567', 'err code 1380013', 'branch code 0312', '密码2026年11月改的', 'tx id 614872976643', '订单ID 12345678', '净值 1.8312 1.1687 1.2129 1.4148', '5100，1500，7100，900', '021-95588', '电话费 12345678 元', 'pin for my 401k account', '3 @ 1.5', 'look at the dot 5',
    'tracking SF123456789012', 'commit 4a13800138000f3b', 'uuid 70578431-4130-4a41-9174-21c74088340f', '订单 A202611240001',
  ]
  it.each(ordinary)('is not seen in: %s', text => {
    expect(personalSpans(text)).toEqual([])
  })

  it.each([
    ['我的邮箱是 zhang.san@example.com', 'email'], ['验证码 123456 发给你了', 'code'], ['otp is 8841', 'code'], ['护照 E12345678', 'id-card'], ['香港身份证 A123456(7)', 'id-card'], ['+852 9123 4567', 'phone'],
    ['010-62345678', 'phone'], ['座机 0755-82345678', 'phone'], ['call me at +86 138 0013 8000', 'phone'], ['卡号6222 0212 3456 7890 128', 'bank-card'], ['身份证11010519491231002X', 'id-card'], ['微信a13800138000', 'phone'], ['id11010519491231002X', 'id-card'], ['卡号A6222021234567890128', 'bank-card'], ['card6222 0212 3456 7890 128', 'bank-card'], ['whatsapp 91234567', 'phone'], ['打俾我 6123 4567', 'phone'], ['(852) 9123 4567', 'phone'], ['手機 0912-345-678', 'phone'], ['(0755) 8234 5678', 'phone'], ['02162345678', 'phone'], ['(02)2345-6789', 'phone'], ['+86-10-6234-5678', 'phone'],
    ['zhang.san @ gmail . com', 'email'], ['zs(at)gmail.com', 'email'], ['zs at gmail dot com', 'email'], ['the otp they sent: 773201', 'code'], ['短信码583920', 'code'], ['背面三位数是 123', 'code'],
    ['香港身份證K1234567', 'id-card'], ['台胞证 12345678', 'id-card'], ['回鄉卡 H0123456789', 'id-card'], ['my passport: E 1234 5678', 'id-card'], ['永居证 911124198108030024', 'id-card'], ['戶口 024-123456-001', 'bank-card'], ['62 22 02 10 01 12 34 56 78 9', 'bank-card'], ['ＶＩＳＡ４１１１１１１１１１１１１１１１', 'bank-card'],
  ])('%s', (text, kind) => {
    expect(personalSpans(text).map(span => span.kind)).toEqual([kind])
  })

  it('finds each of several numbers beside one another', () => {
    expect(personalSpans('13800138000 6222021234567890128 13900139000').map(span => span.kind)).toEqual(['phone', 'bank-card', 'phone'])
  })

  it('finds two numbers that are written onto one another', () => {
    expect(personalSpans('11010519491231002X13800138000').map(span => span.kind)).toEqual(['id-card', 'phone'])
    expect(maskPersonalData('1380013800011010519491231002X')).toBe('［手机号 *8000］［证件号］')
  })

  it('masks what it has masked no further', () => {
    fc.assert(fc.property(fc.oneof(phone, bankCard, idCard), around, (number, [before = '', after = '']) => {
      const once = maskPersonalData(`${before}${number}${after}`)
      expect(maskPersonalData(once)).toBe(once)
    }))
  })
})
