import type { CaseRules, MajorKind } from './rules.ts'

const kinds = ['injury-to-many', 'media', 'regulator', 'staff-misconduct'] as const

/** Why a complaint is a major one (M3.3a), by its words and the amount it is about, in yuan; empty for an ordinary one. */
export function majorReasons(text: string, amount: number | undefined, { majorAmount, majorWords }: Pick<CaseRules, 'majorAmount' | 'majorWords'>): MajorKind[] {
  const folded = text.normalize('NFKC').toLowerCase()
  return [
    ...(amount !== undefined && amount >= majorAmount ? ['amount' as const] : []),
    ...kinds.filter(kind => majorWords[kind].some(word => folded.includes(word.normalize('NFKC').toLowerCase()))),
  ]
}
