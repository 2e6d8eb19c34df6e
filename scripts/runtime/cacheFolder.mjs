import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, join } from 'node:path'

const ABANDONED_AFTER_MS = 24 * 60 * 60_000

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
  removeAbandoned(dirname(target))
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

/**
 * What a process that was killed left half done. All unfinished folders here have a name that starts with a dot.
 * @param {string} folder
 */
function removeAbandoned(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (name.startsWith('.') && Date.now() - statSync(path).mtimeMs > ABANDONED_AFTER_MS) {
      rmSync(path, { recursive: true, force: true })
    }
  }
}
