import { Worker } from 'node:worker_threads'
import type { StartCheckpointThread } from '../../src-main/store/checkpoints.ts'
import { programFile } from './programs.ts'

/** The program's thread for checkpoints. */
export const startTestCheckpointThread: StartCheckpointThread = (workerData) =>
  new Worker(programFile('checkpointThread'), { workerData })
