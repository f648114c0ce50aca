import { useParams } from 'wouter'
import { z } from 'zod/mini'
import { useMember } from '../parts/member.tsx'
import { oversees } from '../parts/staff.ts'
import { OwnQualification, QualificationList, QualificationSheet } from './qualifications.tsx'

const given = z.object({ id: z.optional(z.string()) })

/** The agents' register: all of it for those who oversee, for others what it holds of them. */
export default function Staff() {
  const { id } = given.parse(useParams())
  const { role } = useMember()
  if (!oversees(role)) return <OwnQualification />
  return id === undefined ? <QualificationList /> : <QualificationSheet key={id} id={id} />
}
