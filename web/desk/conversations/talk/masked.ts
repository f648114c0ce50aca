/** Whether the log has masked something in a text: `［手机号 *8000］`. */
export const isMasked = (text: string): boolean => /［(?:手机号|证件号|卡号|邮箱|验证码)(?: \*\d{1,4})?］/.test(text)
