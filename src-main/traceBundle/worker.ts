import { type MessagePort, parentPort } from 'node:worker_threads'
import { BundleDesk } from './bundleDesk.ts'
import type { ThreadAnswer, ThreadOrder } from './bundleThread.ts'

/** The desk in a thread of its own: a trace of 50,000 records takes seconds, which no window may feel. */

function listen(port: MessagePort): void {
  const desk = new BundleDesk()
  port.on('message', (message: ThreadOrder) => {
    const { id } = message
    const answer = (value: ThreadAnswer, transfer: readonly ArrayBuffer[] = []): void =>
      port.postMessage(value, transfer)
    try {
      const reply = carryOut(desk, message, (done) => answer({ kind: 'progress', id, done }))
      answer({ kind: 'reply', id, reply }, transferable(reply))
    } catch (error) {
      answer({ kind: 'failed', id, message: error instanceof Error ? error.name : 'unknown' })
    }
  })
}

function carryOut(desk: BundleDesk, message: ThreadOrder, report: (done: number) => void) {
  switch (message.kind) {
    case 'add':
      return desk.add(message.order)
    case 'write':
      return desk.write(message.order, report)
    case 'endTrace':
      return desk.endTrace(message.order)
    case 'writeSession':
      return desk.writeSession(message.order)
    case 'open':
      return desk.open(message.order)
    case 'page':
      return desk.page(message.order)
    case 'record':
      return desk.record(message.order)
    default: {
      const never: never = message
      return never
    }
  }
}

function transferable(reply: ReturnType<typeof carryOut>): readonly ArrayBuffer[] {
  const isText = reply !== null && 'kind' in reply && reply.kind === 'written'
  return isText && reply.bytes.buffer instanceof ArrayBuffer ? [reply.bytes.buffer] : []
}

if (parentPort !== null) listen(parentPort)
