import { chmodSync, closeSync, copyFileSync, fsyncSync, openSync } from 'node:fs'
import { chmod, copyFile, open } from 'node:fs/promises'

/** SQLite and the system leave the writing to their leisure. */
export function flushFile(file: string): void {
  flush(file, 'r+')
}

/** Names given, changed and taken away in it. Windows flushes them with the file, and opens no folder. */
export function flushFolder(folder: string): void {
  if (process.platform !== 'win32') flush(folder, 'r')
}

/** For its owner alone, and flushed. */
export function copyPrivatelySync(from: string, to: string): void {
  copyFileSync(from, to)
  chmodSync(to, 0o600)
  flushFile(to)
}

/** The same beside the main thread, for what may be large. */
export async function copyPrivately(from: string, to: string): Promise<void> {
  await copyFile(from, to)
  await chmod(to, 0o600)
  const copy = await open(to, 'r+')
  try {
    await copy.sync()
  } finally {
    await copy.close()
  }
}

function flush(path: string, flags: 'r' | 'r+'): void {
  const descriptor = openSync(path, flags)
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
