import { Worker } from 'node:worker_threads'
import type { StartCheckpointThread } from '../../src-main/store/checkpoints.ts'

/** The program's thread for checkpoints, from its source: Node strips the types. */
export const startTestCheckpointThread: StartCheckpointThread = (workerData) =>
  new Worker(new URL('../../src-main/store/checkpointThread.ts', import.meta.url), { workerData })
