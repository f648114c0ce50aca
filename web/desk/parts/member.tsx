import { createContext, use } from 'react'

/** Who is signed in. */
export type Member = { id: string; name: string; role: string }
export const SignedIn = createContext<Member>({ id: '', name: '', role: 'agent' })
export const useMember = (): Member => use(SignedIn)
