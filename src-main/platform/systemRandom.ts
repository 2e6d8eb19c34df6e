import { randomBytes, randomInt } from 'node:crypto'
import type { CorrelationId } from '../domain/ids.ts'
import type { Random } from '../ports/random.ts'

export const systemRandom: Random = {
  fraction: () => Math.random(),
  correlationId: () => randomBytes(16).toString('hex') as CorrelationId,
  token: () => randomBytes(16).toString('base64url'),
  integer: (bound) => randomInt(bound),
}
