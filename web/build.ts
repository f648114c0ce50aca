import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { InlineConfig } from 'vite'

const pages = ['chat', 'privacy', 'desk'] as const

/** Changes with anything that goes into the pages. */
function sourcesHash(source: string): string {
  const hash = createHash('sha256')
  for (const path of globSync('**/*.{ts,tsx,css,html,svg,json}', { cwd: source }).sort()) {
    if (!path.endsWith('.test.ts')) hash.update(`${path}\0`).update(readFileSync(join(source, path))).update('\0')
  }
  return hash.digest('hex').slice(0, 16)
}

/** Vite is loaded only when there is something to build: a start with the pages at hand does without it. */
async function build(source: string, into: string): Promise<void> {
  const vite = await import('vite')
  const shared = (outDir: string) => ({
    root: source, configFile: false, publicDir: false, logLevel: 'warn',
    // serve.ts puts a new nonce in the place of this with each page it gives.
    html: { cspNonce: '{{nonce}}' },
    build: { outDir, emptyOutDir: true, chunkSizeWarningLimit: 1000, cssTarget: ['chrome123', 'firefox120', 'safari17.5'], assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  }) satisfies InlineConfig
  const pagesConfig = shared(join(into, 'pages'))
  await vite.build({ ...pagesConfig, build: {
    ...pagesConfig.build, rolldownOptions: {
      input: pages.map(page => join(source, page, 'index.html')),
      // "use client" is for servers that render pages; there is none here.
      onLog: (level, line, log) => { if (line.code !== 'MODULE_LEVEL_DIRECTIVE') log(level, line) },
    },
  } })
  const launcherConfig = shared(join(into, 'launcher'))
  // One classic script without imports, so that a single tag is enough on any site.
  const lib = { entry: join(source, 'launcher', 'launcher.ts'), formats: ['iife' as const], name: 'shouwenLauncher', fileName: () => 'launcher.js' }
  await vite.build({ ...launcherConfig, build: { ...launcherConfig.build, lib } })
}

/**
 * Builds the pages people see, unless what is built comes from just these sources, and gives the folder it is in.
 * Several processes may do so at once: each builds aside, and the folder appears whole.
 */
export async function buildPages(root: string, onProgress: (message: string) => void): Promise<string> {
  const source = join(root, 'web')
  const all = join(root, 'dist', 'web')
  const built = join(all, sourcesHash(source))
  if (existsSync(built)) return built
  onProgress('building the web pages')
  const aside = `${built}.${process.pid}`
  mkdirSync(aside, { recursive: true })
  await build(source, aside)
  try {
    renameSync(aside, built)
  } catch (error) {
    rmSync(aside, { recursive: true, force: true })
    // Another process was quicker with the same pages.
    if (!existsSync(built)) throw error
  }
  for (const old of readdirSync(all)) if (/^[0-9a-f]{16}$/.test(old) && join(all, old) !== built) rmSync(join(all, old), { recursive: true, force: true })
  return built
}
