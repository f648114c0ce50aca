import { fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** Changes with anything that goes into the pages. */
function sourcesHash(source: string): string {
  const hash = createHash('sha256')
  for (const path of globSync('**/*.{ts,tsx,css,html,svg,json}', { cwd: source }).sort()) {
    if (!path.endsWith('.test.ts')) hash.update(`${path}\0`).update(readFileSync(join(source, path))).update('\0')
  }
  return hash.digest('hex').slice(0, 16)
}

/** In a process of its own: what the build takes, 300 MB and more, would stay with the service until its next start. */
function buildBeside(source: string, into: string): Promise<void> {
  const child = fork(join(import.meta.dirname, 'building.ts'), [source, into], { execArgv: [] })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => code === 0 ? resolve() : reject(new Error(`The web pages could not be built: their process ended with ${signal ?? code}; what it said stands above`)))
  })
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
  try {
    await buildBeside(source, aside)
    renameSync(aside, built)
  } catch (error) {
    rmSync(aside, { recursive: true, force: true })
    // Another process was quicker with the same pages.
    if (!existsSync(built)) throw error
  }
  for (const old of readdirSync(all)) if (/^[0-9a-f]{16}$/.test(old) && join(all, old) !== built) rmSync(join(all, old), { recursive: true, force: true })
  return built
}
