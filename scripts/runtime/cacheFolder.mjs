import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, join } from 'node:path'

/** Per user, not per clone: a fresh clone on the same machine finds what an earlier one prepared. */
export function cacheFolder() {
  const base =
    process.env.LOCKSTEP_CACHE ?? join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'lockstep')
  mkdirSync(base, { recursive: true })
  return base
}

/**
 * Makes a folder appear whole or not at all: it is filled beside its final place and then renamed.
 * Two processes may do this at once; the first one's folder stays.
 * @param {string} target
 * @param {(folder: string) => Promise<void> | void} fill
 */
export async function publishFolder(target, fill) {
  mkdirSync(dirname(target), { recursive: true })
  const unfinished = mkdtempSync(join(dirname(target), `.${basename(target)}-`))
  try {
    await fill(unfinished)
    try {
      renameSync(unfinished, target)
    } catch (error) {
      if (!existsSync(target)) throw error
    }
  } finally {
    rmSync(unfinished, { recursive: true, force: true })
  }
}
