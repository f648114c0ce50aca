import { type ComponentType, lazy, type LazyExoticComponent } from 'react'
import { practising } from './call/place.ts'
import type { ShellWord } from './words.ts'

export type Page = {
  /** Below /desk; may end in a parameter: `/enquiries/:id?`. */
  path: string
  /** Its name in the navigation. */
  word: ShellWord
  /** It stands in the member's own menu, not among the pages. */
  ofMember?: true
  /** The roles that see it; all where none are named. */
  roles?: readonly string[]
  /** `menu`: named in the menu behind the others, where it is not needed all day. `links`: reached by links alone. */
  within?: 'menu' | 'links'
  /** It is there in a practice room, too. */
  practised?: true
  /** What stands beside its name in the navigation: how much of it waits. */
  beside?: LazyExoticComponent<ComponentType>
  component: LazyExoticComponent<ComponentType>
}

const all: readonly Page[] = [
  { path: '/conversations/:handover?', word: 'conversations', practised: true, component: lazy(() => import('./conversations/page.tsx')) },
  { path: '/board', word: 'board', roles: ['supervisor', 'compliance', 'admin', 'auditor'], component: lazy(() => import('./board/page.tsx')) },
  { path: '/enquiries/:id?', word: 'enquiries', beside: lazy(() => import('./enquiries/unfinished-count.tsx')), component: lazy(() => import('./enquiries/page.tsx')) },
  { path: '/cases/:id?', word: 'cases', component: lazy(() => import('./cases/page.tsx')) },
  { path: '/overdue', word: 'overdue', component: lazy(() => import('./overdue/page.tsx')) },
  { path: '/customers/:id', word: 'customer', within: 'links', component: lazy(() => import('./customers/page.tsx')) },
  { path: '/audit', word: 'audit', within: 'menu', roles: ['auditor', 'compliance', 'admin'], component: lazy(() => import('./audit/page.tsx')) },
  { path: '/outbox', word: 'outbox', within: 'menu', roles: ['admin'], component: lazy(() => import('./outbox/page.tsx')) },
  { path: '/staff/:id?', word: 'staff', within: 'menu', component: lazy(() => import('./staff/page.tsx')) },
  { path: '/duty', word: 'duty', within: 'menu', component: lazy(() => import('./duty/page.tsx')) },
  { path: '/accounts', word: 'accounts', within: 'menu', roles: ['admin', 'compliance', 'auditor'], component: lazy(() => import('./accounts/page.tsx')) },
  { path: '/account', word: 'account', ofMember: true, component: lazy(() => import('./account/page.tsx')) },
  { path: '/practice/rooms/:room', word: 'practice', within: 'links', roles: ['supervisor', 'admin'], component: lazy(() => import('./practice/watching.tsx')) },
  { path: '/practice/:debrief?', word: 'practice', roles: ['agent', 'supervisor', 'admin'], component: lazy(() => import('./practice/page.tsx')) },
]

/** The desk's pages, in the order of the navigation; each is loaded when it is first opened. In a practice room those that are there. */
export const pages = all.filter(({ practised }) => !practising || practised)
