import { existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { freemem } from 'node:os'
import { join } from 'node:path'

/** In memory on Linux. A container has 64 MiB of it unless it is told otherwise. */
const SHARED_MEMORY = '/dev/shm'
/** Several times what the tests hold at once. */
const NEEDED_BYTES = 2 * 1024 ** 3

/**
 * @typedef {object} ScratchFolder
 * @property {Record<string, string>} env has a program put its temporary files there
 * @property {() => void} remove
 */

/**
 * A folder for what tests store and throw away, in memory where the system has room for it. They commit many thousand
 * times, and on a disk each waits until it is written; what a power cut would leave is not what they look at.
 * @returns {ScratchFolder}
 */
export function makeScratchFolder() {
  if (!hasRoom()) return { env: {}, remove: () => undefined }
  const folder = mkdtempSync(join(SHARED_MEMORY, 'lockstep-tests-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  // For the ways out that end no `finally`.
  process.once('exit', remove)
  return {
    env: { TMPDIR: folder },
    remove: () => {
      process.off('exit', remove)
      remove()
    },
  }
}

function hasRoom() {
  if (process.platform !== 'linux' || !existsSync(SHARED_MEMORY)) return false
  const { bavail, bsize } = statfsSync(SHARED_MEMORY)
  return Math.min(bavail * bsize, freemem()) > NEEDED_BYTES
}
