import { parentPort, workerData } from 'node:worker_threads'
import { errorCode } from './health.ts'
import { carryOut, type WholeTask } from './wholeDatabase.ts'

/** One task, then the thread ends. What it throws keeps its code, which an error loses on its way between threads. */

function answer(task: WholeTask): unknown {
  try {
    return { kind: 'done', reply: carryOut(task) }
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : 'unknown'
    return { kind: 'failed', code: errorCode(cause), message }
  }
}

parentPort?.postMessage(answer(workerData))
