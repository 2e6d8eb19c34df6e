import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { defaultSwitches } from './switches.ts'
import type { World } from './world.ts'

/** Keeps the simulated world in a JSON file, so that "Try with simulated locks" survives a restart. */
export interface StateFile {
  /** Writes soon; many changes make one write. What cannot be written is told, and written with the next change. */
  writeSoon(): void
  /** Writes now if anything changed since the last write. */
  flush(): void
}

const debounceMs = 200

/** The file is there and holds no world of this version. */
export class UnusableStateFile extends Error {}

/** The world in the file, or null when there is none yet. */
export function readStateFile(path: string): World | null {
  if (!existsSync(path)) return null
  const parsed = parse(readFileSync(path, 'utf8'))
  if (!isWorld(parsed)) throw new UnusableStateFile('The simulator state file is of another version')
  parsed.switches = { ...defaultSwitches, ...parsed.switches }
  for (const lock of parsed.locks.values()) lock.staleLists = []
  return parsed
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text, revive)
  } catch {
    throw new UnusableStateFile('The simulator state file is damaged')
  }
}

export function openStateFile(
  path: string,
  readWorld: () => World,
  onTrouble: (sentence: string) => void,
): StateFile {
  let timer: NodeJS.Timeout | null = null
  let isWritten = true
  mkdirSync(dirname(path), { recursive: true })

  function flush(): void {
    if (timer !== null) clearTimeout(timer)
    timer = null
    if (isWritten) return
    try {
      const temporary = `${path}.new`
      writeFileSync(temporary, JSON.stringify(readWorld(), replace), { mode: 0o600 })
      renameSync(temporary, path)
      isWritten = true
    } catch (error) {
      // A full disk or a scanner that holds the file is no reason for the locks to be gone: the next change tries again.
      onTrouble(`The simulator state file cannot be written: ${String(error)}`)
    }
  }

  return {
    writeSoon() {
      isWritten = false
      timer ??= setTimeout(flush, debounceMs)
    },
    flush,
  }
}

function isWorld(value: unknown): value is World {
  return (
    typeof value === 'object' &&
    value !== null &&
    'version' in value &&
    value.version === 1 &&
    'locks' in value
  )
}

function replace(_key: string, value: unknown): unknown {
  if (value instanceof Map) return { $map: [...value] }
  if (value instanceof Set) return { $set: [...value] }
  return value
}

function revive(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if ('$map' in value && Array.isArray(value.$map)) return new Map(value.$map)
  if ('$set' in value && Array.isArray(value.$set)) return new Set(value.$set)
  return value
}
