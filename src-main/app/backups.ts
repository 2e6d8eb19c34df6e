import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { type BackupKind, backupName, backupsToRemove, parseBackupName } from '../domain/backup/backup.ts'
import { toIso } from '../domain/instant.ts'
import type { BackupFailure, Backups, MakeOptions, StoredBackup } from '../ports/backups.ts'
import type { Clock } from '../ports/clock.ts'
import { listBackups, removeBackup } from '../store/backup.ts'
import type { WholeReplies, WholeTask } from '../store/wholeDatabase.ts'
import type { ProfilePaths } from './paths.ts'

export type StartWholeDatabaseThread = (task: WholeTask) => Worker

interface BackupParts {
  readonly paths: ProfilePaths
  readonly migrationsFolder: string
  readonly clock: Clock
  readonly startThread: StartWholeDatabaseThread
}

/** What a thread could not do. It says nothing of the program's own connection, so it bears no `code`. */
class WholeTaskFailed extends Error implements BackupFailure {
  override name = 'WholeTaskFailed'
  readonly trouble: string

  constructor(trouble: string, message: string) {
    super(message)
    this.trouble = trouble
  }
}

/** The backups of one profile. Works on its files, whether the store is open or not. */
export function createBackups({ paths, migrationsFolder, clock, startThread }: BackupParts): Backups {
  const folder = paths.backupsDir
  const carryOut = <Task extends WholeTask>(task: Task, signal?: AbortSignal) =>
    runInThread(startThread, task, signal)

  // Each begins with clearing away what an earlier one was broken off at: two at once would take each other's halves.
  let turn: Promise<unknown> = Promise.resolve()

  async function make(kind: BackupKind, { signal, needed = null }: MakeOptions = {}): Promise<StoredBackup> {
    const name = backupName(kind, toIso(clock.nowMs()), (taken) => existsSync(join(folder, taken)))
    const target = join(folder, name)
    const { database: file, vault, auditHead } = paths
    await carryOut({ kind: 'back_up', file, target, companions: { vault, auditHead } }, signal)
    const made = listBackups(folder)
    for (const each of backupsToRemove(made, { nowMs: clock.nowMs(), needed }))
      removeBackup(folder, each.name)
    const backup = made.find((each) => each.name === name)
    if (!backup) throw new Error('The backup is not where it was written')
    return backup
  }

  return {
    list: () => listBackups(folder),
    make(kind, options) {
      const made = turn.then(() => make(kind, options))
      turn = made.catch(() => undefined)
      return made
    },
    async contentsOf(name) {
      const file = join(folder, name)
      if (parseBackupName(name) === null || !existsSync(file)) return null
      return carryOut({ kind: 'contents', file, migrationsFolder, isCopy: true })
    },
    presentContents: () =>
      carryOut({ kind: 'contents', file: paths.database, migrationsFolder, isCopy: false }),
    verifyAudit: (noted, signal) => carryOut({ kind: 'verify_audit', file: paths.database, noted }, signal),
  }
}

type ThreadAnswer<Task extends WholeTask> =
  | { readonly kind: 'done'; readonly reply: WholeReplies[Task['kind']] }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }

function runInThread<Task extends WholeTask>(
  startThread: StartWholeDatabaseThread,
  task: Task,
  signal?: AbortSignal,
): Promise<WholeReplies[Task['kind']]> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted()
    const worker = startThread(task)
    // What it had begun to write bears no backup's name, and goes with the next one.
    const breakOff = (): void => void worker.terminate()
    signal?.addEventListener('abort', breakOff)
    worker.once('message', (answer: ThreadAnswer<Task>) => {
      if (answer.kind === 'done') resolve(answer.reply)
      else reject(new WholeTaskFailed(answer.code, answer.message))
    })
    worker.once('error', reject)
    worker.once('exit', () => {
      signal?.removeEventListener('abort', breakOff)
      reject(new WholeTaskFailed('unknown', 'The thread ended before its work'))
    })
  })
}
