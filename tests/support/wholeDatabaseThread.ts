import { Worker } from 'node:worker_threads'
import type { WholeTask } from '../../src-main/store/wholeDatabase.ts'

/** The program's thread for the whole database, from its source: Node strips the types. */
export function startTestWholeDatabaseThread(task: WholeTask): Worker {
  return new Worker(new URL('../../src-main/store/wholeDatabaseWorker.ts', import.meta.url), {
    workerData: task,
  })
}
