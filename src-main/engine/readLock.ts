import type { LockReading } from '../domain/code/actualCode.ts'
import { toIso } from '../domain/instant.ts'
import type { ProviderError } from '../domain/providerError/providerError.ts'
import type { LockProvider } from '../ports/lockProvider.ts'
import type { DoorRecord } from '../ports/stores/doorStore.ts'
import type { EngineContext } from './engineContext.ts'
import { callContext, type JobRun } from './jobRun.ts'
import { accountProblemOf } from './outcomeOfError.ts'

/** Lists a lock's codes and stores what came: the rows of a complete list, or that it could not be read and why. */
export async function readLock(
  context: EngineContext,
  run: JobRun,
  target: { readonly door: DoorRecord; readonly provider: LockProvider },
): Promise<{ readonly reading: LockReading; readonly error: ProviderError | null }> {
  const { store } = context
  const { door } = target
  const answer = await target.provider.listCodes(door.externalId, callContext(run, door))
  // Broken off by ourselves: it says nothing of the lock.
  if (answer.reading.kind === 'unreadable' && run.signal.aborted) return answer
  const problem = accountProblemOf(answer.error)
  store.write(() => {
    if (answer.reading.kind === 'known') {
      store.codes.recordReading(
        door.integrationDeviceId,
        answer.reading.codes,
        toIso(answer.reading.readAtMs),
      )
      store.doors.setRead(door.id, toIso(answer.reading.readAtMs))
    } else {
      store.doors.setUnreadable(door.id, answer.reading.reason, toIso(answer.reading.atMs))
    }
    if (door.integrationCustomerId !== null && problem !== undefined) {
      const known = store.accounts.get(door.integrationCustomerId)?.problem ?? null
      if (known !== problem) store.accounts.setProblem(door.integrationCustomerId, problem)
    }
  })
  return answer
}
