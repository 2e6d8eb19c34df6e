import { AsyncLocalStorage } from 'node:async_hooks'
import { randomBytes } from 'node:crypto'
import type { CorrelationId } from '../domain/ids.ts'

const storage = new AsyncLocalStorage<CorrelationId>()

/** 128 random bits as 32 lower-case hex digits. */
export function newCorrelationId(): CorrelationId {
  return randomBytes(16).toString('hex') as CorrelationId
}

/** Everything the task does, however deep and however late, belongs to the id. */
export function runWithCorrelation<T>(correlationId: CorrelationId, task: () => T): T {
  return storage.run(correlationId, task)
}

/** Null outside of any request or job. */
export function currentCorrelationId(): CorrelationId | null {
  return storage.getStore() ?? null
}
