import { Alert, AppShell, Badge, Burger, Button, Center, Group, Loader, Menu, NavLink, SegmentedControl, Text, Title, useMantineColorScheme } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Component, type ReactNode, lazy, Suspense } from 'react'
import { Link, Redirect, Route, Switch, useLocation } from 'wouter'
import { locales } from '../shared/locale.ts'
import { desk } from './call/desk.ts'
import { practising } from './call/place.ts'
import { forgetDrafts } from './conversations/reply/drafts.ts'
import { beginSigningOut, leave } from './call/signing-out.ts'
import { type Page, pages, rootOf } from './pages.tsx'
import { RecordsAway } from './parts/away/away.tsx'
import { useConnected } from './parts/happening.tsx'
import { useLanguage, useSaying } from './parts/language.tsx'
import { useMember } from './parts/member.tsx'
import { Bell } from './notices/bell.tsx'
import { barHeight, PracticeBar } from './practice/bar.tsx'
import { InPractice } from './practice/over.tsx'
import { shellWords } from './words.ts'

/** Those who serve customers, and so are offered some. */
const serving = new Set(['agent', 'supervisor', 'admin'])
const Availability = lazy(() => import('./serving/availability.tsx').then(({ Availability: shown }) => ({ default: shown })))
const Offers = lazy(() => import('./serving/offers.tsx').then(({ Offers: shown }) => ({ default: shown })))

const headerHeight = 48 + (practising ? barHeight : 0)
const shortNames = { 'zh-Hans': '简', 'zh-Hant': '繁', en: 'EN' } as const

function LanguageChoice(where: { visibleFrom?: 'sm'; hiddenFrom?: 'sm' }) {
  const { locale, choose } = useLanguage()
  const { say } = useSaying(shellWords)
  return <SegmentedControl {...where} size="xs" aria-label={say('languages')} value={locale} onChange={value => choose(value)} data={locales.map(value => ({ value, label: shortNames[value] }))} />
}

/** The pages that a member's role sees, besides those that only links lead to. */
const pagesFor = (role: string) => pages.filter(({ roles, within, ofMember }) => within !== 'links' && !ofMember && (roles?.includes(role) ?? true))
const isAt = (root: string, location: string) => location === root || location.startsWith(`${root}/`)

function Links({ shown, onChosen }: { shown: readonly Page[]; onChosen(): void }) {
  const { say } = useSaying(shellWords)
  const [location] = useLocation()
  return shown.map(page => {
    const root = rootOf(page)
    const here = isAt(root, location)
    return <NavLink key={page.path} component={Link} href={root} label={<>{say(page.word)}{page.beside && <Suspense fallback={null}><page.beside /></Suspense>}</>} active={here} {...(here ? { 'aria-current': 'page' as const } : {})} onClick={onChosen} px="sm" py={6} style={{ borderRadius: 'var(--mantine-radius-md)', width: 'auto', whiteSpace: 'nowrap' }} />
  })
}

const schemes = ['light', 'dark', 'auto'] as const

/** The pages that are not needed all day. */
function MorePages({ shown }: { shown: readonly Page[] }) {
  const { say } = useSaying(shellWords)
  const [location] = useLocation()
  if (shown.length === 0) return null
  const here = shown.find(page => isAt(rootOf(page), location))
  return (
    <Menu position="bottom-start" shadow="md">
      <Menu.Target><Button variant={here ? 'light' : 'subtle'} color={here ? 'brand' : 'gray'} c={here ? undefined : 'var(--mantine-color-text)'} size="sm" px="sm" fw={400}>{here ? say(here.word) : say('morePages')} ▾</Button></Menu.Target>
      <Menu.Dropdown>{shown.map(page => <Menu.Item key={page.path} component={Link} href={rootOf(page)} {...(page === here ? { 'aria-current': 'page' as const } : {})}>{say(page.word)}</Menu.Item>)}</Menu.Dropdown>
    </Menu>
  )
}

function MemberMenu() {
  const { say, inWords } = useSaying(shellWords)
  const { name, role } = useMember()
  const { setColorScheme, colorScheme } = useMantineColorScheme()
  const { mutate: signOut, isPending } = desk.useMutation('delete', '/api/desk/session', { onMutate: beginSigningOut, onSuccess: forgetDrafts, onSettled: done => leave(done?.goOn) })
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target><Button variant="default" size="xs" px={{ base: 8, sm: 14 }} maw={{ base: 88, sm: 220 }} title={name} loading={isPending}><span className="clip">{name}</span></Button></Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{inWords(role)}</Menu.Label>
        {pages.filter(({ ofMember }) => ofMember).map(page => <Menu.Item key={page.path} component={Link} href={rootOf(page)}>{say(page.word)}</Menu.Item>)}
        <Menu.Divider />
        <Menu.Label>{say('lightOrDark')}</Menu.Label>
        <Menu.RadioGroup value={colorScheme} onChange={chosen => { const next = schemes.find(each => each === chosen); if (next) setColorScheme(next) }}>
          {schemes.map(scheme => <Menu.RadioItem key={scheme} value={scheme}>{say(scheme)}</Menu.RadioItem>)}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item onClick={() => signOut({})}>{say('signOut')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

/** A page that fails says so and leaves the others usable. */
class Guarded extends Component<{ said: string; reload: string; children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }
  static getDerivedStateFromError() {
    return { failed: true }
  }
  override render() {
    if (!this.state.failed) return this.props.children
    return <Alert role="alert" color="red" m="md" title={this.props.said}><Button variant="light" onClick={() => location.reload()}>{this.props.reload}</Button></Alert>
  }
}

/** The frame around the desk's pages: navigation, whether the line holds, language, and who is signed in. */
export function Frame() {
  const { say } = useSaying(shellWords)
  const { role } = useMember()
  const connected = useConnected()
  const [opened, { toggle, close }] = useDisclosure()
  const [location] = useLocation()
  const mine = pagesFor(role)
  const [daily, others] = [mine.filter(({ within }) => within === undefined), mine.filter(({ within }) => within === 'menu')]
  return (
    <AppShell header={{ height: headerHeight }} navbar={{ width: 240, breakpoint: 'md', collapsed: { mobile: !opened, desktop: true } }} padding={0}>
      <AppShell.Header>
        {practising && <PracticeBar />}
        <Group h={48} px="sm" gap="xs" wrap="nowrap">
          <Burger opened={opened} onClick={toggle} hiddenFrom="md" size="sm" aria-label={say('menu')} aria-expanded={opened} />
          <Title order={1} size="h5" miw={0} style={{ whiteSpace: 'nowrap', overflow: 'hidden', textOverflow: 'ellipsis' }}>{say('title')}</Title>
          <Group component="nav" aria-label={say('pages')} gap={2} wrap="nowrap" visibleFrom="md" ml="sm"><Links shown={daily} onChosen={close} /><MorePages shown={others} /></Group>
          <Group gap="xs" ml="auto" wrap="nowrap" style={{ flexShrink: 0 }}>
            <Text component="div" role="status" size="xs" visibleFrom="sm">
              <Badge variant="dot" color={connected ? 'brand' : 'red'} tt="none" data-connected={connected}>{say(connected ? 'live' : 'reconnecting')}</Badge>
            </Text>
            {serving.has(role) && <Suspense fallback={null}><Availability /></Suspense>}
            <Bell />
            <LanguageChoice visibleFrom="sm" />
            <MemberMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" hiddenFrom="md" aria-label={say('pages')}><Links shown={mine} onChosen={close} /><LanguageChoice hiddenFrom="sm" /></AppShell.Navbar>
      <AppShell.Main>
        <Guarded key={location.split('/')[1]} said={say('broken')} reload={say('reload')}>
          <Suspense fallback={<Center h="50vh"><Loader aria-label={say('loading')} /></Center>}>
            <Switch>
              {pages.map(({ path, roles, component: Shown }) => (
                <Route key={path} path={path}>{roles?.includes(role) ?? true ? practising ? <InPractice><Shown /></InPractice> : <Shown /> : <Alert m="md" title={say('notYours')} />}</Route>
              ))}
              <Route path="/"><Redirect to={pages.map(rootOf)[0] ?? ''} replace /></Route>
              <Route><Alert m="md" title={say('notFound')} /></Route>
            </Switch>
          </Suspense>
        </Guarded>
      </AppShell.Main>
      {serving.has(role) && <Suspense fallback={null}><Offers /></Suspense>}
      <RecordsAway />
    </AppShell>
  )
}
