import { Worker } from 'node:worker_threads'
import type { Site } from '../simulator/site.ts'
import type {
  SimulatorWorkerData,
  SimulatorWorkerMessage,
  SimulatorWorkerRequest,
} from '../simulator/worker.ts'
import simulatorWorker from '../simulator/worker.ts?modulePath'

/** The built-in TTLock simulator, running in a thread of its own. */
export interface SimulatedLocks {
  readonly url: string
  close(): Promise<void>
}

/** Starts the simulator with its state kept in `stateFile`; a first start makes the sample site as of `sampleAt`. Rejects with what it said when it cannot start. */
export async function startSimulatedLocks(stateFile: string, sampleAt: number): Promise<SimulatedLocks> {
  const { worker, url } = await startWorker({ stateFile, sampleAt })
  return { url, close: () => close(worker) }
}

/** Starts a simulator that holds this site and forgets it at its end. */
export async function startSimulatedSite(site: Site): Promise<SimulatedLocks> {
  const { worker, url } = await startWorker({ latency: 0 })
  await new Promise<void>((resolve, reject) => {
    worker.on('message', (message: SimulatorWorkerMessage) => {
      if (message.kind === 'reply' && message.ok) resolve()
      else if (message.kind !== 'closed') reject(new Error('The simulator did not take the site'))
    })
    const request: SimulatorWorkerRequest = { kind: 'control', id: 1, operation: 'replaceSite', input: site }
    worker.postMessage(request)
  })
  return { url, close: () => close(worker) }
}

function startWorker(
  workerData: SimulatorWorkerData,
): Promise<{ readonly worker: Worker; readonly url: string }> {
  const worker = new Worker(simulatorWorker, { workerData, stdout: true, stderr: true })
  return new Promise((resolve, reject) => {
    worker.once('error', reject)
    worker.once('message', (message: SimulatorWorkerMessage) => {
      if (message.kind === 'ready') resolve({ worker, url: message.url })
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
