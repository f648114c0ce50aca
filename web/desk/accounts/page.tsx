import { useSaying } from '../parts/language.tsx'
import { Sheet } from '../parts/page.tsx'
import { Accounts } from './accounts.tsx'
import { words } from './words.ts'

/** Accounts and roles of those who work at the desk. */
export default function AccountsPage() {
  const { say } = useSaying(words)
  return <Sheet title={say('accounts')}><Accounts /></Sheet>
}
