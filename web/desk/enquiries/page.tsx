import { useParams } from 'wouter'
import { z } from 'zod/mini'
import { EnquirySheet } from './enquiry.tsx'
import { OwedList } from './list.tsx'

const given = z.object({ id: z.optional(z.string()) })

/** What the member owes, or one enquiry of it. */
export default function Enquiries() {
  const { id } = given.parse(useParams())
  return id === undefined ? <OwedList /> : <EnquirySheet key={id} id={id} />
}
