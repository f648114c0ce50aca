import '@mantine/core/styles.css'
import './desk.css'
import { createTheme, type CSSVariablesResolver, MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { setNonce } from 'get-nonce'
import { createRoot } from 'react-dom/client'
import { byId } from '../shared/dom.ts'
import { App } from './app.tsx'
import { RefusedError } from './call/desk.ts'
import { loadAhead } from './pages.tsx'
import { LanguageProvider } from './parts/language.tsx'

const theme = createTheme({
  colors: { brand: ['#e6f4f3', '#d0e8e6', '#a6d2cf', '#79bbb6', '#54a8a2', '#3d9c96', '#2f968f', '#1f827c', '#12736e', '#0b5d5a'] },
  respectReducedMotion: true, primaryColor: 'brand', primaryShade: { light: 9, dark: 8 }, defaultRadius: 'md', cursorType: 'pointer',
  fontFamily: '"Noto Sans", "PingFang SC", "PingFang HK", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif',
  // Dense work screens: components are small unless said otherwise.
  components: Object.fromEntries(['Button', 'TextInput', 'PasswordInput', 'Textarea', 'NumberInput', 'Select', 'MultiSelect', 'NativeSelect', 'TagsInput', 'Checkbox', 'Radio', 'Switch', 'Table', 'Tabs', 'Badge', 'SegmentedControl', 'Pagination', 'Alert']
    .map(name => [name, { defaultProps: { size: 'sm' } }])),
})
/** Quiet text that is still read easily (WCAG 2.2, 1.4.3). */
const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {}, light: { '--mantine-color-dimmed': '#495057', '--mantine-color-placeholder': '#6b737b' }, dark: { '--mantine-color-dimmed': '#adb5bd', '--mantine-color-placeholder': '#9aa1a8' },
})
const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // What is shown is read again when the desk's events say so, not by the clock.
      staleTime: Infinity, refetchOnWindowFocus: false,
      retry: (failures, error) => failures < 3 && !(error instanceof RefusedError),
    },
    // What cannot be sent is told at once, and not sent by itself when somebody may have thought better of it.
    mutations: { networkMode: 'always' },
  },
})
/** The page's policy lets in only styles that carry the nonce it was given with. */
const given = document.querySelector('meta[property=csp-nonce]')
const nonce = given instanceof HTMLElement ? given.nonce ?? '' : ''
// Mantine's dialogs hold the page still by a style of another package.
setNonce(nonce)

loadAhead(location.pathname)

createRoot(byId('root', HTMLElement)).render(
  <MantineProvider theme={theme} defaultColorScheme="auto" cssVariablesResolver={cssVariablesResolver} getStyleNonce={() => nonce}>
    <LanguageProvider>
      <QueryClientProvider client={queries}>
        <App />
      </QueryClientProvider>
    </LanguageProvider>
  </MantineProvider>,
)
