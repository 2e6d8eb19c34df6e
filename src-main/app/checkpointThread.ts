import { Worker } from 'node:worker_threads'
import type { StartCheckpointThread } from '../store/checkpoints.ts'
import checkpointThread from '../store/checkpointThread.ts?modulePath'

export const startCheckpointThread: StartCheckpointThread = (workerData) =>
  new Worker(checkpointThread, { workerData })
