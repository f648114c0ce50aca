import { type ComponentType, lazy, type LazyExoticComponent } from 'react'
import { pagesBase, practising } from './call/place.ts'
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

const given: readonly (Omit<Page, 'component'> & { load(): Promise<{ default: ComponentType }> })[] = [
  { path: '/conversations/:handover?', word: 'conversations', practised: true, load: () => import('./conversations/page.tsx') },
  { path: '/board', word: 'board', roles: ['supervisor', 'compliance', 'admin', 'auditor'], load: () => import('./board/page.tsx') },
  { path: '/enquiries/:id?', word: 'enquiries', beside: lazy(() => import('./enquiries/unfinished-count.tsx')), load: () => import('./enquiries/page.tsx') },
  { path: '/cases/:id?', word: 'cases', load: () => import('./cases/page.tsx') },
  { path: '/overdue', word: 'overdue', load: () => import('./overdue/page.tsx') },
  { path: '/customers/:id', word: 'customer', within: 'links', load: () => import('./customers/page.tsx') },
  { path: '/audit', word: 'audit', within: 'menu', roles: ['auditor', 'compliance', 'admin'], load: () => import('./audit/page.tsx') },
  { path: '/outbox', word: 'outbox', within: 'menu', roles: ['admin'], load: () => import('./outbox/page.tsx') },
  { path: '/staff/:id?', word: 'staff', within: 'menu', load: () => import('./staff/page.tsx') },
  { path: '/duty', word: 'duty', within: 'menu', load: () => import('./duty/page.tsx') },
  { path: '/accounts', word: 'accounts', within: 'menu', roles: ['admin', 'compliance', 'auditor'], load: () => import('./accounts/page.tsx') },
  { path: '/account', word: 'account', ofMember: true, load: () => import('./account/page.tsx') },
  { path: '/practice/rooms/:room', word: 'practice', within: 'links', roles: ['supervisor', 'admin'], load: () => import('./practice/watching.tsx') },
  { path: '/practice/:debrief?', word: 'practice', roles: ['agent', 'supervisor', 'admin'], load: () => import('./practice/page.tsx') },
]

const there = given.filter(({ practised }) => !practising || practised)
/** The desk's pages, in the order of the navigation; each is loaded when it is first opened. In a practice room those that are there. */
export const pages: readonly Page[] = there.map(({ load, ...page }) => ({ ...page, component: lazy(load) }))

/** Where a page leads to without its parameters. */
export const rootOf = ({ path }: Pick<Page, 'path'>) => path.replace(/\/:.*$/, '')

/** Begins to load the page at an address, while it is still asked who is signed in. That it could not be is told where it is shown. */
export function loadAhead(address: string): void {
  const page = there.find(each => `${address}/`.startsWith(`${pagesBase}${rootOf(each)}/`))
  page?.load().catch(() => undefined)
}
