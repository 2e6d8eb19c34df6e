import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import type Database from 'better-sqlite3'
import {
  type CheckpointFailure,
  type CheckpointOrder,
  type CheckpointThreadData,
  IS_AT_WORK,
  IS_CLOSED,
} from './checkpoints.ts'
import { configure, connect } from './connection.ts'
import { errorCode } from './health.ts'

/** The entry of a thread that takes the log into the database when it is asked to, on a connection of its own. */

function listen(port: MessagePort, { file, state }: CheckpointThreadData): void {
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
      if (order === 'checkpoint') Atomics.store(state, IS_AT_WORK, 0)
      else release(state)
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
function release(state: Int32Array): void {
  Atomics.store(state, IS_CLOSED, 1)
  Atomics.notify(state, IS_CLOSED)
}

// Handed over by `Checkpoints`.
if (parentPort !== null) listen(parentPort, workerData as CheckpointThreadData)
