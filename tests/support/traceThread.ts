import { Worker } from 'node:worker_threads'
import { BundleThread } from '../../src-main/traceBundle/bundleThread.ts'
import { programFile } from './programs.ts'

/** The program's thread for traces. */
export function startTestTraceThread(mostMemoryMib = 512): BundleThread {
  const file = programFile('traceWorker')
  return new BundleThread(new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: mostMemoryMib } }))
}
