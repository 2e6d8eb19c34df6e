import { judgeUse, type ListedThen, TOLERANCE_MS, type UseVerdict } from '../domain/doorUse/judgeUse.ts'
import { fromIso, msOrNull } from '../domain/instant.ts'
import type { DoorRecord } from '../ports/stores/doorStore.ts'
import type { DoorUseRecord } from '../ports/stores/doorUseStore.ts'
import type { JobRecord } from '../ports/stores/jobStore.ts'
import type { EngineContext } from './engineContext.ts'

const LOOKED_AT_OPERATIONS = 500

export interface DoorUseCounts {
  readonly used: number
  readonly ghosts: number
  readonly validRefused: number
  /** Not listed so far; a later list decides. */
  readonly pending: number
}

/**
 * Holds a door's records against its lists: a use is proof of its code, a ghost or a refused valid code is an alarm.
 * Joins the caller's transaction.
 */
export function judgeDoorUse(
  context: Pick<EngineContext, 'store'>,
  job: Pick<JobRecord, 'correlationId'>,
  door: DoorRecord,
): DoorUseCounts {
  const { store } = context
  const records = store.doorUse.pending(door.integrationDeviceId)
  if (records.length === 0) return { used: 0, ghosts: 0, validRefused: 0, pending: 0 }
  const counts: Record<UseVerdict['kind'], number> = {
    ...{ other: 0, used: 0, pending: 0, not_covered: 0, ghost: 0, valid_refused: 0, refused: 0 },
  }
  const listed = listedThen(context, door)
  store.write(() => {
    for (const record of records) {
      const verdict = judgeUse(
        {
          ...record,
          lockTimeMs: fromIso(record.usedAt),
          receivedAtMs: msOrNull(record.receivedAt),
        },
        listed,
      )
      counts[verdict.kind]++
      if (verdict.kind === 'pending') continue
      store.doorUse.decide(door.integrationDeviceId, record.recordId, verdict)
      follow(context, { job, door, record, verdict, listed })
    }
  })
  return {
    used: counts.used,
    ghosts: counts.ghost,
    validRefused: counts.valid_refused,
    pending: counts.pending,
  }
}

function follow(
  context: Pick<EngineContext, 'store'>,
  found: {
    readonly job: Pick<JobRecord, 'correlationId'>
    readonly door: DoorRecord
    readonly record: DoorUseRecord
    readonly verdict: UseVerdict
    readonly listed: ListedThen
  },
): void {
  const { job, door, record, verdict } = found
  if (record.pinHash === null) return
  if (verdict.kind === 'used') proveByUse(context, found)
  if (verdict.kind !== 'ghost' && verdict.kind !== 'valid_refused') return
  context.store.doorUse.raiseAlarm({
    doorId: door.id,
    kind: verdict.kind === 'ghost' ? 'unknown_code_opened' : 'valid_code_refused',
    pinHash: record.pinHash,
    vendorPinId: verdict.kind === 'ghost' ? null : verdict.vendorPinId,
    usedAt: record.usedAt,
    correlationId: job.correlationId,
  })
}

/** The strongest proof there is, of the digits that stand on the lock now: not of those before a change. */
function proveByUse({ store }: Pick<EngineContext, 'store'>, found: Parameters<typeof follow>[1]): void {
  const { door, record, verdict, listed } = found
  if (verdict.kind !== 'used') return
  const { vendorPinId } = verdict
  const isCurrent = listed.pins.some(
    (pin) => pin.vendorPinId === vendorPinId && pin.pinHash === record.pinHash && pin.goneMs === null,
  )
  const receipt = store.codes.receipts(door.id).find((proof) => proof.vendorPinId === vendorPinId)
  if (!isCurrent || !receipt) return
  const isOlder = fromIso(record.usedAt) < fromIso(receipt.createdAt) - TOLERANCE_MS
  const isKnown = receipt.evidenceGrade === 'used_at_door' && receipt.evidenceAt >= record.usedAt
  if (isOlder || isKnown) return
  store.codes.setEvidence(door.integrationDeviceId, vendorPinId, 'used_at_door', record.usedAt)
}

function listedThen({ store }: Pick<EngineContext, 'store'>, door: DoorRecord): ListedThen {
  const deviceId = door.integrationDeviceId
  const { firstReadAt, lastReadAt, pins } = store.doorUse.listedPins(deviceId)
  return {
    firstReadMs: msOrNull(firstReadAt),
    lastReadMs: msOrNull(lastReadAt),
    pins: pins.map(({ vendorPinId, pinHash, firstListedAt, goneAt }) => ({
      ...{ vendorPinId, pinHash },
      firstListedMs: fromIso(firstListedAt),
      goneMs: msOrNull(goneAt),
    })),
    windows: windowsOf({ store }, door),
  }
}

/** A computed code has rules of its own (first use within a day), and what is under way may not be on the lock yet. */
function windowsOf({ store }: Pick<EngineContext, 'store'>, door: DoorRecord): ListedThen['windows'] {
  const deviceId = door.integrationDeviceId
  const changed = new Map<string, number>()
  const note = (vendorPinId: string | null, at: string | null): void => {
    if (vendorPinId !== null && at !== null)
      changed.set(vendorPinId, Math.max(fromIso(at), changed.get(vendorPinId) ?? 0))
  }
  for (const sighting of store.codes.sightings(deviceId)) note(sighting.vendorPinId, sighting.changedAt)
  for (const operation of store.operations.ofDoor(door.id, LOOKED_AT_OPERATIONS))
    note(operation.vendorPinId, operation.settledAt ?? operation.intentAt)
  return new Map(
    store.codes.actualCodes(deviceId).flatMap(({ vendorPinId, status, isCustom, window }) => {
      if (status !== 'settled' || !isCustom || window.kind === 'other') return []
      const { startMs, endMs } =
        window.kind === 'period'
          ? window
          : { startMs: Number.NEGATIVE_INFINITY, endMs: Number.POSITIVE_INFINITY }
      return [[vendorPinId, { startMs, endMs, sinceMs: changed.get(vendorPinId) ?? 0 }] as const]
    }),
  )
}
