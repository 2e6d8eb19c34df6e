import { Worker } from 'node:worker_threads'
import type { WholeTask } from '../../src-main/store/wholeDatabase.ts'
import { programFile } from './programs.ts'

/** The program's thread for the whole database. */
export function startTestWholeDatabaseThread(task: WholeTask): Worker {
  return new Worker(programFile('wholeDatabaseWorker'), { workerData: task })
}
