import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { buildPages } from './build.ts'

let root: string
const write = (path: string, content: string) => {
  mkdirSync(join(root, 'web', path, '..'), { recursive: true })
  writeFileSync(join(root, 'web', path), content)
}
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'shouwen-pages-'))
  for (const page of ['chat', 'privacy', 'desk']) write(`${page}/index.html`, `<!doctype html><title>${page}</title>`)
  write('launcher/launcher.ts', 'document.title = "launched"')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

it('builds what is there once, anew where it has changed, and keeps no older pages', { timeout: 60_000 }, async () => {
  const told: string[] = []
  const build = () => buildPages(root, message => told.push(message))
  const first = await build()
  expect(readFileSync(join(first, 'pages', 'desk', 'index.html'), 'utf8')).toContain('<title>desk</title>')
  expect(readFileSync(join(first, 'launcher', 'launcher.js'), 'utf8')).toContain('launched')
  expect(await build()).toBe(first)
  expect(told).toHaveLength(1)
  write('desk/index.html', '<!doctype html><title>another</title>')
  const second = await build()
  expect(readdirSync(join(root, 'dist', 'web'))).toEqual([second.slice(-16)])
})

it('says that sources cannot be built, and leaves nothing half built', { timeout: 60_000 }, async () => {
  write('launcher/launcher.ts', 'import "./not-there.ts"')
  await expect(buildPages(root, () => undefined)).rejects.toThrow('The web pages could not be built')
  expect(readdirSync(join(root, 'dist', 'web'))).toEqual([])
})
