import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'

const approvalSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('sample') }),
  z.strictObject({
    status: z.literal('approved'), institution: z.string().min(1), by: z.string().min(1),
    on: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date such as 2026-01-01'),
  }),
])
export type Approval = z.infer<typeof approvalSchema>

/** The file in the content folder by which the institution makes content its own (M4.3b). */
export const approvalFile = 'approval.yaml'

/**
 * Whether the institution has approved the content of this folder as its own. Without the file it has not.
 * Throws an Error naming the file and the rule where the file does not hold.
 */
export function readApproval(dir: string): Approval {
  const path = join(dir, approvalFile)
  if (!existsSync(path)) return { status: 'sample' }
  const result = approvalSchema.safeParse(parse(readFileSync(path, 'utf8')))
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new Error(`${path}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}; write "status: sample", or "status: approved" with institution, by and on (M4.3b)`)
}

/** What start-up says of content that nobody has approved yet; undefined once it is approved. */
export function sampleNotice(approval: Approval): string | undefined {
  if (approval.status === 'approved') return undefined
  return `The articles and the risk wording are a sample. Have your own approved before customers use this, and say so in ${approvalFile} of the content folder (docs/compliance.md).`
}
