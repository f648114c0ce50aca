import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { isTopicPattern, topicMatches } from '../topics.ts'

const kind = z.string().regex(/^[a-z][a-z0-9-]*$/, 'a kind of certificate such as "fund"')

const rulesSchema = z.strictObject({
  /**
   * Whether members are held to the register: `always`; `when-kept`, from the first certificate that anybody has in it; `never`.
   * In a new installation nobody has one, and somebody must be able to answer the first customer.
   */
  required: z.enum(['always', 'when-kept', 'never']).default('when-kept'),
  /** Kinds of certificate that whoever serves must hold, by what the customer's topic begins with. */
  certificates: z.record(z.string().refine(isTopicPattern, 'a topic such as "fund-fees", or its beginning, "fund-*"'), z.array(kind).min(1)).default({
    '*': ['practice'], 'fund-*': ['fund'], 'insurance-*': ['insurance'], 'wealth-*': ['wealth'], 'structured-*': ['wealth'], 'private-*': ['fund'],
    'gold-*': ['metal-fx'], 'metal-*': ['metal-fx'], 'fx-*': ['metal-fx'],
  }),
  /** Hours of continuing education a year (M1.2b). */
  educationHours: z.number().min(0).max(1000).default(20),
  /** How many days before a certificate expires its holder and the supervisors are told. */
  warnDays: z.number().int().min(1).max(365).default(30),
  /** After how many days a certificate is to be looked at again. */
  recheckDays: z.number().int().min(1).max(3660).default(365),
  /** How many customers an agent serves at once where nothing else is said of them. */
  capacity: z.number().int().min(1).max(100).default(3),
})
export type QualificationRules = z.infer<typeof rulesSchema>

/** The manual's values. */
export const standardQualificationRules: QualificationRules = rulesSchema.parse({})

/** The rules of the register cannot be read; the message names file, place and rule. */
export class QualificationRulesError extends Error {
  override readonly name = 'QualificationRulesError'
}

/** Reads an institution's rules; the manual's values stand where it says nothing. Throws QualificationRulesError that names `file`. */
export function readQualificationRules(yaml: string, file: string): QualificationRules {
  let document: unknown
  try {
    document = parse(yaml) ?? {}
  } catch (error) {
    throw new QualificationRulesError(`${file}: ${error instanceof Error ? error.message : 'not YAML'}`)
  }
  const parsed = rulesSchema.safeParse(document)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  // A key that does not hold carries why inside.
  const why = issue?.code === 'invalid_key' ? issue.issues[0]?.message : issue?.message
  throw new QualificationRulesError(`${file}: ${issue?.path.join('.') ?? ''}: ${why ?? 'not valid'}`)
}

/** The rules in a file, which need not be there. Throws QualificationRulesError. */
export function loadQualificationRules(file: string): QualificationRules {
  return existsSync(file) ? readQualificationRules(readFileSync(file, 'utf8'), file) : standardQualificationRules
}

/** The kinds of certificate that a customer's topic needs, the general ones first; of no known topic those that any needs. */
export function certificatesFor(topic: string | undefined, { certificates }: Pick<QualificationRules, 'certificates'>): string[] {
  return [...new Set(Object.entries(certificates).flatMap(([pattern, kinds]) => topicMatches(pattern, topic ?? '') ? kinds : []))]
}
