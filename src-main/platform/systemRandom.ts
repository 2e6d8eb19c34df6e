import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import type { CorrelationId } from '../domain/ids.ts'
import type { Random } from '../ports/random.ts'

export const systemRandom: Random = {
  fraction: () => Math.random(),
  correlationId: () => randomBytes(16).toString('hex') as CorrelationId,
  token: () => randomUUID(),
  integer: (bound) => randomInt(bound),
}
