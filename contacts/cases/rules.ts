import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'

const days = z.number().int().min(1).max(250)
const words = z.array(z.string().trim().min(1))

/** Words by which a complaint is a major one; Chinese words are met in both scripts. */
const standardWords = {
  /** Many are hurt or have lost. */
  'injury-to-many': ['多人受伤', '多人受傷', '多名客户', '多名客戶', '很多客户', '很多客戶', '群体事件', '群體事件', '集体投诉', '集體投訴', '集体维权', '集體維權', '受害者群', 'many customers', 'several people were hurt', 'class action', 'hundreds of customers'],
  media: ['记者', '記者', '媒体', '媒體', '电视台', '電視台', '报社', '報社', '曝光', '热搜', '熱搜', 'journalist', 'reporter', 'newspaper', 'the press', 'the media', 'tv station'],
  regulator: ['监管局', '監管局', '监管总局', '監管總局', '银保监', '銀保監', '银监', '銀監', '证监会', '證監會', '人民银行', '人民銀行', '金管局', '12378', '12363', '消保委', '消费者协会', '消費者委員會', 'regulator', 'ombudsman', 'hkma', 'nfra'],
  'staff-misconduct': ['飞单', '飛單', '挪用', '侵占', '受贿', '受賄', '索贿', '索賄', '贪污', '貪污', '私刻', '伪造签名', '偽造簽名', '代客操作', '代客签', '代客簽', '内外勾结', '內外勾結', '员工诈骗', '員工詐騙', '辱骂', '辱罵', '打人', 'embezzl', 'misappropriat', 'bribe', 'forged my signature', 'staff stole', 'employee stole', 'sexual harassment', '性骚扰', '性騷擾'],
}
export const majorKinds = ['amount', 'injury-to-many', 'media', 'regulator', 'staff-misconduct', 'named'] as const
export type MajorKind = (typeof majorKinds)[number]

const rulesSchema = z.strictObject({
  /** Working days until the first investigation is done, and until the customer is answered (M3.3a). */
  investigationDays: days.default(2),
  answerDays: days.default(7),
  /** The most working days that one extension adds. */
  extensionDays: days.default(30),
  /** From this amount in yuan on a complaint is a major one. */
  majorAmount: z.number().positive().default(100_000),
  majorWords: z.strictObject({
    'injury-to-many': words.default(standardWords['injury-to-many']), media: words.default(standardWords.media),
    regulator: words.default(standardWords.regulator), 'staff-misconduct': words.default(standardWords['staff-misconduct']),
  }).prefault({}),
  /** Who is senior management (高级管理层), by e-mail; the administrators where nobody is named. */
  seniorManagement: z.array(z.email('the e-mail of a member of staff').transform(email => email.toLowerCase())).default([]),
  /** Working days after the answer on which the customer is asked whether it is solved, and for how many more they are waited for. */
  followUpDays: days.default(3),
  feedbackDays: days.default(5),
  /** How many years an archived case is kept. */
  retentionYears: z.number().int().min(1).max(100).default(5),
  causes: z.array(z.string().regex(/^[a-z][a-z0-9-]*$/, 'a code such as "fees"')).min(1).default([
    'service-attitude', 'service-efficiency', 'fees', 'sales-practice', 'product-information', 'system-failure', 'unauthorised-transaction', 'staff-misconduct',
    'personal-information', 'rules-and-process', 'misunderstanding', 'other',
  ]),
})
export type CaseRules = z.infer<typeof rulesSchema>

/** The manual's values. */
export const standardRules: CaseRules = rulesSchema.parse({})

/** The rules of complaints cannot be read; the message names file, place and rule. */
export class CaseRulesError extends Error {
  override readonly name = 'CaseRulesError'
}

/** Reads an institution's rules; the manual's values stand where it says nothing. Throws CaseRulesError that names `file`. */
export function readCaseRules(yaml: string, file: string): CaseRules {
  let document: unknown
  try {
    document = parse(yaml) ?? {}
  } catch (error) {
    throw new CaseRulesError(`${file}: ${error instanceof Error ? error.message : 'not YAML'}`)
  }
  const parsed = rulesSchema.safeParse(document)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new CaseRulesError(`${file}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}`)
}

/** The rules in a file, which need not be there. Throws CaseRulesError. */
export function loadCaseRules(file: string): CaseRules {
  return existsSync(file) ? readCaseRules(readFileSync(file, 'utf8'), file) : standardRules
}
