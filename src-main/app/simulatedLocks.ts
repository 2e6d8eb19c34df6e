import { Worker } from 'node:worker_threads'
import type { SimulatorWorkerData, SimulatorWorkerMessage } from '../simulator/worker.ts'
import simulatorWorker from '../simulator/worker.ts?modulePath'

/** The built-in TTLock simulator, running in a thread of its own. */
export interface SimulatedLocks {
  readonly url: string
  close(): Promise<void>
}

/** Starts the simulator with its state kept in `stateFile`; a first start makes the sample site as of `sampleAt`. Rejects with what it said when it cannot start. */
export function startSimulatedLocks(stateFile: string, sampleAt: number): Promise<SimulatedLocks> {
  const workerData: SimulatorWorkerData = { stateFile, sampleAt }
  const worker = new Worker(simulatorWorker, { workerData, stdout: true, stderr: true })
  return new Promise((resolve, reject) => {
    worker.once('error', reject)
    worker.once('message', (message: SimulatorWorkerMessage) => {
      if (message.kind === 'ready') resolve({ url: message.url, close: () => close(worker) })
      else reject(new Error(message.kind === 'failed' ? message.message : 'The simulator did not start'))
    })
  })
}

function close(worker: Worker): Promise<void> {
  return new Promise((resolve) => {
    worker.once('exit', () => resolve())
    worker.postMessage({ kind: 'close' })
  })
}
