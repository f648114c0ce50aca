import { useParams } from 'wouter'
import { z } from 'zod/mini'
import { CaseSheet } from './case.tsx'
import { CaseList } from './list.tsx'

const given = z.object({ id: z.optional(z.string()) })

/** Complaints, or one of them. */
export default function Cases() {
  const { id } = given.parse(useParams())
  return id === undefined ? <CaseList /> : <CaseSheet key={id} number={id} />
}
