import type { DeviceId, DoorId } from '../../domain/ids.ts'
import type { OpenSchedule } from '../../domain/schedule/openSchedule.ts'
import type { ScheduleReading } from '../../domain/schedule/scheduleReading.ts'
import type { DoorRecord } from './doorStore.ts'

/** What a lock's provider last gave for its open schedule. */
export interface LockScheduleRecord {
  /** Its last word: `unknown` when the last reading failed. */
  readonly reading: ScheduleReading
  /** When it was last read whole; null before that. */
  readonly readAt: string | null
}

export interface ScheduleStore {
  /** When the door should stand open; null where nobody ever decided. */
  decidedOf(door: Pick<DoorRecord, 'openScheduleId'>): OpenSchedule | null
  /** Puts a schedule in force for the door. The earlier one stays readable for the audit. */
  decide(doorId: DoorId, schedule: OpenSchedule): void
  /** Null for a lock that was never asked. */
  readingOf(deviceId: DeviceId): LockScheduleRecord | null
  recordReading(deviceId: DeviceId, reading: ScheduleReading, atIso: string): void
}
