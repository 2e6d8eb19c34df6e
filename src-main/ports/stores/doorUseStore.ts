import type { UseVerdict } from '../../domain/doorUse/judgeUse.ts'
import type { AlarmId, CorrelationId, DeviceId, DoorId, OperatorId, VendorPinId } from '../../domain/ids.ts'
import type { UnlockRecord } from '../lockProvider.ts'

/** A record of a lock's log as stored; its PIN only as a hash. Times are ISO UTC. */
export interface DoorUseRecord {
  readonly recordId: string
  readonly recordType: number
  readonly recordTypeFromLock: number | null
  readonly isSuccess: boolean
  readonly pinHash: string | null
  /** By the lock's clock. */
  readonly usedAt: string
  readonly receivedAt: string | null
}

/** What a lock's complete lists showed, and when. */
export interface ListedPins {
  readonly firstReadAt: string | null
  readonly lastReadAt: string | null
  readonly pins: readonly {
    readonly vendorPinId: VendorPinId
    readonly pinHash: string
    readonly firstListedAt: string
    readonly goneAt: string | null
  }[]
}

export type DoorAlarmKind = 'unknown_code_opened' | 'valid_code_refused'

export interface DoorAlarmRecord {
  readonly id: AlarmId
  readonly doorId: DoorId
  readonly kind: DoorAlarmKind
  readonly vendorPinId: VendorPinId | null
  readonly firstAt: string
  readonly lastAt: string
  readonly uses: number
  /** The trace of the reading that found it. */
  readonly correlationId: CorrelationId
  readonly raisedAt: string
  readonly dismissedAt: string | null
}

export interface DoorUseStore {
  /** Until when the lock's records are read; null when they never were. */
  readTo(deviceId: DeviceId): string | null
  setReadTo(deviceId: DeviceId, iso: string): void
  /** The latest records by the lock's clock, at most `limit`. */
  latest(deviceId: DeviceId, limit: number): readonly Pick<DoorUseRecord, 'usedAt' | 'receivedAt'>[]
  setClock(deviceId: DeviceId, clock: { readonly offsetMs: number; readonly seenAt: string }): void
  /** Stores, sealed, the records that are not known yet, as `pending`. Returns how many were new. */
  insert(deviceId: DeviceId, records: readonly UnlockRecord[]): number
  /** Records without a verdict, oldest first. */
  pending(deviceId: DeviceId): readonly DoorUseRecord[]
  decide(deviceId: DeviceId, recordId: string, verdict: UseVerdict): void
  listedPins(deviceId: DeviceId): ListedPins
  /** When each listed code last opened the door. */
  lastUses(deviceId: DeviceId): ReadonlyMap<VendorPinId, string>
  /** Raises an alarm, or counts one more use on the open one of the same door, kind and PIN. */
  raiseAlarm(alarm: {
    readonly doorId: DoorId
    readonly kind: DoorAlarmKind
    readonly pinHash: string
    readonly vendorPinId: VendorPinId | null
    readonly usedAt: string
    readonly correlationId: CorrelationId
  }): void
  /** Open alarms of a door or of all, the latest use first. */
  openAlarms(doorId?: DoorId): readonly DoorAlarmRecord[]
  getAlarm(id: AlarmId): DoorAlarmRecord | null
  dismissAlarm(id: AlarmId, by: { readonly operatorId: OperatorId; readonly reason: string }): void
  /** Deletes the oldest records stored before then, at most `limit`. Returns how many went. */
  prune(old: { readonly storedBefore: string; readonly limit: number }): number
}
