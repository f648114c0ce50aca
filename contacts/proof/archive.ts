import { zipSync, type Zippable } from 'fflate'

/** What goes into an archive: a path below it, and the content. */
export type ArchiveFile = { path: string; content: string | Buffer }

/** A ZIP of these files, the same bytes for the same files and time. Names that customers gave are made harmless. */
export function archiveOf(files: readonly ArchiveFile[], at: Date): Buffer {
  const entries: Zippable = {}
  for (const { path, content } of files) entries[path] = [typeof content === 'string' ? Buffer.from(content) : content, { mtime: at }]
  return Buffer.from(zipSync(entries, { level: 6 }))
}

/** A file's name without anything that leads out of the archive or means something to a system. */
export function harmlessName(name: string): string {
  return name.replace(/[\p{Cc}\\/:*?"<>|]/gu, '_').replace(/^\.+/, '_').slice(-100) || 'file'
}
