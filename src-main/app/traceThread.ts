import { Worker } from 'node:worker_threads'
import { BundleThread } from '../traceBundle/bundleThread.ts'
import traceWorker from '../traceBundle/worker.ts?modulePath'

/** Several times the largest file that is read; a file made to need more ends its thread and nothing else. */
const MOST_MEMORY_MIB = 1_536

export function startTraceThread(): BundleThread {
  return new BundleThread(
    new Worker(traceWorker, { resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MIB } }),
  )
}
