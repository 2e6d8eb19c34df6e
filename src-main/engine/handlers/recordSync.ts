import { lockClockOffsetMs } from '../../domain/doorUse/lockClock.ts'
import { readToAfter, recordWindows } from '../../domain/doorUse/recordWindows.ts'
import type { DeviceId } from '../../domain/ids.ts'
import { fromIso, msOrNull, toIso } from '../../domain/instant.ts'
import type { JobOutcome } from '../../domain/job/transitions.ts'
import type { UnlockRecord } from '../../ports/lockProvider.ts'
import type { DoorRecord } from '../../ports/stores/doorStore.ts'
import { openDoor } from '../doorTarget.ts'
import type { EngineContext } from '../engineContext.ts'
import { callContext, type JobRun } from '../jobRun.ts'
import { judgeDoorUse } from '../judgeDoorUse.ts'
import { outcomeOfError } from '../outcomeOfError.ts'

/** Reads what a lock noted of its use, a week at a time, and holds it against the lock's lists. Sends nothing. */
export async function recordSync(context: EngineContext, run: JobRun): Promise<JobOutcome> {
  const { store, clock } = context
  if (run.job.doorId === null) return { kind: 'failed', error: 'This job names no door.' }
  const opened = await openDoor(context, run, run.job.doorId)
  if (opened.kind === 'closed') return opened.outcome
  const { door, provider } = opened.target
  const deviceId = door.integrationDeviceId
  let records = 0
  const canReport = isHeard(context, door)
  let readToMs = msOrNull(store.doorUse.readTo(deviceId))
  for (const window of recordWindows(readToMs, clock.nowMs())) {
    if (run.signal.aborted || run.isCancelRequested()) return { kind: 'cancelled' }
    const answer = await provider.listRecords(door.externalId, window, callContext(run, door))
    if (!answer.ok) return outcomeOfError(answer.error, clock.nowMs())
    const newestMs = newestOf(answer.value)
    const readTo = readToAfter(window, { readToMs, newestMs, nowMs: clock.nowMs(), canReport })
    readToMs = readTo
    records += store.write(() => {
      store.doorUse.setReadTo(deviceId, toIso(readTo))
      return store.doorUse.insert(deviceId, answer.value)
    })
  }
  if (records > 0) noteLockClock(context, deviceId)
  const counts = judgeDoorUse(context, run.job, door)
  return {
    kind: 'done',
    result: {
      ok: true,
      door_id: door.id,
      records,
      used: counts.used,
      ghosts: counts.ghosts,
      valid_refused: counts.validRefused,
      pending: counts.pending,
    },
  }
}

/** False where all gateways that are known to hear the lock are down; where none is known, any of the account counts. */
function isHeard({ store }: EngineContext, door: DoorRecord): boolean {
  const { accounts } = store
  if (door.integrationCustomerId === null) return true
  const gateways = accounts.gateways(door.integrationCustomerId)
  const down = gateways
    .filter(({ offlineSince }) => offlineSince !== null)
    .map(({ externalId }) => externalId)
  const heardBy = accounts.gatewaysOfDevice(door.integrationDeviceId, '')
  if (heardBy.length === 0) return down.length === 0
  return heardBy.some(({ gatewayId }) => !down.includes(gatewayId))
}

function newestOf(records: readonly UnlockRecord[]): number | null {
  return records.reduce<number | null>(
    (newest, { lockTimeMs }) => Math.max(newest ?? lockTimeMs, lockTimeMs),
    null,
  )
}

const RECORDS_THAT_TELL = 5

/** A clock that runs wrong opens and shuts every window of its lock at the wrong time. */
function noteLockClock({ store, clock }: EngineContext, deviceId: DeviceId): void {
  const records = store.doorUse
    .latest(deviceId, RECORDS_THAT_TELL)
    .flatMap(({ usedAt, receivedAt }) =>
      receivedAt === null ? [] : [{ lockTimeMs: fromIso(usedAt), receivedAtMs: fromIso(receivedAt) }],
    )
  const offsetMs = lockClockOffsetMs(records)
  if (offsetMs !== null) store.doorUse.setClock(deviceId, { offsetMs, seenAt: toIso(clock.nowMs()) })
}
