import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { companionsOf } from '../store/backup.ts'
import { copyPrivately, flushFolder } from '../store/durableFiles.ts'
import type { ProfilePaths } from './paths.ts'

/** What is known of a restore after the database it was asked for in is no longer there. */
const noteSchema = z.object({
  backup: z.string(),
  madeAt: z.string(),
  /** The copy of what was there before; restoring it takes this restore back. */
  before: z.string().nullable(),
  operator: z.string().nullable(),
  reason: z.string(),
  correlationId: z.string(),
})
export type RestoreNote = z.infer<typeof noteSchema>

/**
 * Lays a backup ready to take the place of a closed database. Until this resolves nothing has changed; from then on
 * `finishRestore` completes it, after a power cut as well.
 */
export async function stageRestore(paths: ProfilePaths, note: RestoreNote): Promise<void> {
  const folder = placesIn(paths)
  await rm(folder.unready, { recursive: true, force: true })
  await mkdir(folder.unready, { mode: 0o700 })
  const backup = join(paths.backupsDir, note.backup)
  const { vault, auditHead } = companionsOf(backup)
  await copyPrivately(backup, join(folder.unready, DATABASE))
  // Passcodes, their hashes and the recovery key belong together: the vault of that day comes with the database.
  if (existsSync(vault)) await copyPrivately(vault, join(folder.unready, VAULT))
  // And the mark of that day: it tells whether somebody wrote the copy's audit anew. Without one the present mark stays.
  if (existsSync(auditHead)) await copyPrivately(auditHead, join(folder.unready, AUDIT_HEAD))
  await writeFile(join(folder.unready, NOTE), JSON.stringify(note), { mode: 0o600, flush: true })
  // Its names before its own: what is ready has everything in it.
  flushFolder(folder.unready)
  await rename(folder.unready, folder.ready)
  flushFolder(paths.dir)
}

/**
 * Puts what lies ready in its place; may be broken off and called again at any point. Returns what there is to be told
 * of the last restore until `forgetRestore`. Synchronous: it runs before the database is opened.
 */
export function finishRestore(paths: ProfilePaths): RestoreNote | null {
  const folder = placesIn(paths)
  if (existsSync(join(folder.ready, DATABASE))) {
    // The log of the old database would be replayed into the other one.
    for (const suffix of ['-wal', '-shm']) rmSync(paths.database + suffix, { force: true })
    flushFolder(paths.dir)
    renameSync(join(folder.ready, DATABASE), paths.database)
  }
  if (existsSync(join(folder.ready, VAULT))) renameSync(join(folder.ready, VAULT), paths.vault)
  if (existsSync(join(folder.ready, AUDIT_HEAD))) renameSync(join(folder.ready, AUDIT_HEAD), paths.auditHead)
  if (existsSync(join(folder.ready, NOTE))) renameSync(join(folder.ready, NOTE), folder.note)
  // A power cut may keep later changes of names and lose earlier ones, up to here.
  if (existsSync(folder.ready)) flushFolder(paths.dir)
  rmSync(folder.ready, { recursive: true, force: true })
  if (!existsSync(folder.note)) return null
  return noteSchema.parse(JSON.parse(readFileSync(folder.note, 'utf8')))
}

/** It stands in the audit of the restored database. */
export function forgetRestore(paths: ProfilePaths): void {
  rmSync(placesIn(paths).note, { force: true })
}

const DATABASE = 'lockstep.db'
const VAULT = 'vault.json'
const AUDIT_HEAD = 'audit-head.json'
const NOTE = 'restore.json'

function placesIn({ dir }: ProfilePaths) {
  return {
    unready: join(dir, 'restore.unready'),
    ready: join(dir, 'restore'),
    note: join(dir, 'restored.json'),
  }
}
