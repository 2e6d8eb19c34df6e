import type { CorrelationId, OperatorId } from '../domain/ids.ts'
import type { Clock } from '../ports/clock.ts'
import type { Providers } from '../ports/providers.ts'
import type { Random } from '../ports/random.ts'
import type { Store } from '../ports/store.ts'
import type { TraceRecorder } from '../ports/traceRecorder.ts'
import type { Wake } from '../ports/wake.ts'

/** What every intention of a person works with. */
export interface UseCaseContext {
  readonly store: Store
  readonly clock: Clock
  readonly random: Random
  readonly recorder: TraceRecorder
  readonly providers: Providers
  readonly wake: Wake
}

/** Who did it, and the id under which everything that follows is recorded. */
export interface Actor {
  readonly operatorId: OperatorId
  readonly correlationId: CorrelationId
}
