import type { LockReading } from '../domain/code/actualCode.ts'
import { capabilitiesOf } from '../domain/device/capabilities.ts'
import { toIso } from '../domain/instant.ts'
import type { ProviderError } from '../domain/providerError/providerError.ts'
import { NEVER_OPEN } from '../domain/schedule/openSchedule.ts'
import type { ScheduleReading } from '../domain/schedule/scheduleReading.ts'
import type { AccountClient } from '../ports/providers.ts'
import type { DoorRecord } from '../ports/stores/doorStore.ts'
import type { EngineContext } from './engineContext.ts'
import { callContext, type JobRun } from './jobRun.ts'
import { accountProblemOf } from './outcomeOfError.ts'

type Asked = 'if_decided' | 'no'

/**
 * Lists a lock's codes and stores what came: the rows of a complete list, or that it could not be read and why. With them
 * the open schedule, where one was decided for the door: no other door spends a call on it.
 */
export async function readLock(
  context: EngineContext,
  run: JobRun,
  target: { readonly door: DoorRecord; readonly provider: AccountClient },
  schedule: Asked = 'if_decided',
): Promise<{ readonly reading: LockReading; readonly error: ProviderError | null }> {
  const { store } = context
  const { door } = target
  const listed = await target.provider.listCodes(door.externalId, callContext(run, door))
  const isAsked = schedule === 'if_decided' && listed.reading.kind === 'known' && mayStandOpen(context, door)
  const answer = isAsked ? { ...listed, reading: await withSchedule(run, target, listed.reading) } : listed
  // Broken off by ourselves: it says nothing of the lock.
  if (answer.reading.kind === 'unreadable' && run.signal.aborted) return answer
  const problem = accountProblemOf(answer.error)
  await store.writeTogether(() => {
    if (answer.reading.kind === 'known') {
      store.codes.recordReading(
        door.integrationDeviceId,
        answer.reading.codes,
        toIso(answer.reading.readAtMs),
      )
      store.doors.setRead(door.id, toIso(answer.reading.readAtMs))
      if (answer.reading.schedule && !run.signal.aborted) {
        const at = toIso(answer.reading.readAtMs)
        store.schedules.recordReading(door.integrationDeviceId, answer.reading.schedule, at)
      }
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

/** A lock nobody has described yet is given the benefit of the doubt. */
function mayStandOpen({ store }: EngineContext, door: DoorRecord): boolean {
  if (door.openScheduleId === null) return false
  const device = store.accounts.getDevice(door.integrationDeviceId)
  return device === null || capabilitiesOf(device)?.hasPassageMode !== false
}

type KnownReading = Extract<LockReading, { kind: 'known' }>

async function withSchedule(
  run: JobRun,
  { door, provider }: { readonly door: DoorRecord; readonly provider: AccountClient },
  reading: LockReading,
): Promise<LockReading> {
  if (reading.kind === 'unreadable') return reading
  const answer = await provider.readPassageMode(door.externalId, callContext(run, door))
  const schedule: ScheduleReading = answer.ok
    ? {
        kind: 'known',
        // A lock that is switched off may keep its periods.
        schedule: answer.value.isOn ? answer.value.periods : NEVER_OPEN,
        unlocksByItself: answer.value.unlocksByItself,
      }
    : { kind: 'unknown', reason: answer.error.sentence }
  return { ...reading, schedule } satisfies KnownReading
}
