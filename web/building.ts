import { join } from 'node:path'
import { build, type InlineConfig } from 'vite'

/** Runs as a process beside whoever needs the pages: builds those of the folder it is given into the other one, and ends with it. */
const [source = '', into = ''] = process.argv.slice(2)
const orphaned = () => process.exit(1)
process.once('disconnect', orphaned)
const pages = ['chat', 'privacy', 'desk'] as const

const shared = (outDir: string) => ({
  root: source, configFile: false, publicDir: false, logLevel: 'warn',
  // serve.ts puts a new nonce in the place of this with each page it gives.
  html: { cspNonce: '{{nonce}}' },
  build: { outDir, emptyOutDir: true, chunkSizeWarningLimit: 1000, cssTarget: ['chrome123', 'firefox120', 'safari17.5'], assetsInlineLimit: 0, modulePreload: { polyfill: false } },
}) satisfies InlineConfig
const pagesConfig = shared(join(into, 'pages'))
await build({ ...pagesConfig, build: {
  ...pagesConfig.build, rolldownOptions: {
    input: pages.map(page => join(source, page, 'index.html')),
    // "use client" is for servers that render pages; there is none here.
    onLog: (level, line, log) => { if (line.code !== 'MODULE_LEVEL_DIRECTIVE') log(level, line) },
  },
} })
const launcherConfig = shared(join(into, 'launcher'))
// One classic script without imports, so that a single tag is enough on any site.
const lib = { entry: join(source, 'launcher', 'launcher.ts'), formats: ['iife' as const], name: 'shouwenLauncher', fileName: () => 'launcher.js' }
await build({ ...launcherConfig, build: { ...launcherConfig.build, lib } })
process.off('disconnect', orphaned)
process.disconnect()
