import { existsSync, readdirSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { openStore } from '../../src-main/store/open.ts'
import { createTestClock } from '../support/testClock.ts'
import { sqlFolder } from '../support/testStore.ts'
import { createTestVault } from '../support/testVault.ts'

/** How the parent has this process run; given as JSON in the first argument. */
export interface UpgradeProcessOptions {
  readonly dir: string
  readonly migrationsFolder: string
  /** Kills itself before this statement, counted from 1; 0 for none. */
  readonly dieAtStatement: number
  /** Kills itself when the unproven copy has so many bytes, or, at `named`, when it got its name; null for neither. */
  readonly dieAtCopy: number | 'named' | null
}

/** Looks at the copy without a pause, while this thread is inside SQLite or the file system. */
const WATCHER = `
const { existsSync, readdirSync, statSync } = require('node:fs')
const { join } = require('node:path')
const { parentPort, workerData } = require('node:worker_threads')
const { folder, dieAtCopy } = workerData
parentPort.postMessage('watching')
for (;;) {
  if (!existsSync(folder)) continue
  for (const name of readdirSync(folder)) {
    const size = statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0
    const isThere = dieAtCopy === 'named' ? name.endsWith('.db') : size >= dieAtCopy
    if (isThere) process.kill(process.pid, 'SIGKILL')
  }
}`

/**
 * Opens a profile whose migrations are pending. Says `begin` before it, and after it each statement's first words in
 * order, or alone why it did not open.
 */
async function main(options: UpgradeProcessOptions): Promise<void> {
  const { dir, migrationsFolder, dieAtStatement, dieAtCopy } = options
  const words: string[] = []
  const folder = join(dir, 'backups')
  const watcher =
    dieAtCopy === null ? null : new Worker(WATCHER, { eval: true, workerData: { folder, dieAtCopy } })
  if (watcher) await new Promise((resolve) => watcher.once('message', resolve))
  writeSync(1, 'begin\n')
  const opened = openStore({
    file: join(dir, 'lockstep.db'),
    migrationsFolder,
    sqlFolder,
    vault: createTestVault(),
    clock: createTestClock(),
    backupFolder: folder,
    programVersion: '0.2.0',
    statementSpy(statement) {
      words.push(statement.trim().split(/\s+/, 2).join(' '))
      // Where the watcher had no turn in time on a busy machine, the copy is all that there is yet.
      const isWatchedInVain = dieAtCopy !== null && existsSync(folder) && readdirSync(folder).length > 0
      if (words.length === dieAtStatement || isWatchedInVain) process.kill(process.pid, 'SIGKILL')
    },
  })
  if (opened.kind === 'open') opened.store.close()
  await watcher?.terminate()
  writeSync(1, `${JSON.stringify(opened.kind === 'open' ? words : [opened.kind])}\n`)
}

await main(JSON.parse(process.argv[2] ?? '{}'))
