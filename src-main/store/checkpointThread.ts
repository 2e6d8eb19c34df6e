import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import type Database from 'better-sqlite3'
import type { CheckpointFailure, CheckpointOrder, CheckpointThreadData } from './checkpoints.ts'
import { configure, connect } from './connection.ts'
import { errorCode } from './health.ts'

/** The entry of a thread that takes the log into the database when it is asked to, on a connection of its own. */

function listen(port: MessagePort, { file, isClosed }: CheckpointThreadData): void {
  let sqlite: Database.Database | null = null
  port.on('message', (order: CheckpointOrder) => {
    try {
      if (order === 'close') {
        port.close()
        sqlite?.close()
      } else {
        sqlite ??= open(file)
        // Waits for nobody and makes nobody wait: what is busy now is taken in at a later call.
        sqlite.pragma('wal_checkpoint(PASSIVE)')
      }
    } catch (cause) {
      const failure: CheckpointFailure = { code: errorCode(cause) }
      port.postMessage(failure)
    } finally {
      if (order === 'close') release(isClosed)
    }
  })
}

function open(file: string): Database.Database {
  const sqlite = connect(file)
  try {
    configure(sqlite)
    return sqlite
  } catch (cause) {
    sqlite.close()
    throw cause
  }
}

/** Who closes the store stands still until then. */
function release(isClosed: Int32Array): void {
  Atomics.store(isClosed, 0, 1)
  Atomics.notify(isClosed, 0)
}

// Handed over by `Checkpoints`.
if (parentPort !== null) listen(parentPort, workerData as CheckpointThreadData)
