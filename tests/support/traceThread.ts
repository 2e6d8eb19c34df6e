import { Worker } from 'node:worker_threads'
import { BundleThread } from '../../src-main/traceBundle/bundleThread.ts'

/** The program's thread for traces, from its source: Node strips the types. */
export function startTestTraceThread(mostMemoryMib = 512): BundleThread {
  const file = new URL('../../src-main/traceBundle/worker.ts', import.meta.url)
  return new BundleThread(new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: mostMemoryMib } }))
}
