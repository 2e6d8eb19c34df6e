import { Worker } from 'node:worker_threads'
import type { WholeTask } from '../store/wholeDatabase.ts'
import wholeDatabaseWorker from '../store/wholeDatabaseWorker.ts?modulePath'

export function startWholeDatabaseThread(task: WholeTask): Worker {
  return new Worker(wholeDatabaseWorker, { workerData: task })
}
