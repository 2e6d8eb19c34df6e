import { eq } from 'drizzle-orm'
import { doorTable } from '../../../db/schema/door.ts'
import { lockScheduleTable, openScheduleTable } from '../../../db/schema/schedule.ts'
import type { DeviceId, DoorId } from '../../domain/ids.ts'
import type { OpenSchedule } from '../../domain/schedule/openSchedule.ts'
import type { ScheduleReading } from '../../domain/schedule/scheduleReading.ts'
import type { DoorRecord } from '../../ports/stores/doorStore.ts'
import type { LockScheduleRecord, ScheduleStore } from '../../ports/stores/scheduleStore.ts'
import { given } from '../columns.ts'
import { periodsOf } from '../openPeriods.ts'
import { nowIso, type StoreContext } from '../storeContext.ts'

export class ScheduleRepository implements ScheduleStore {
  readonly #context: StoreContext
  readonly #byId
  readonly #ofDevice

  constructor(context: StoreContext) {
    this.#context = context
    this.#byId = context.db
      .select()
      .from(openScheduleTable)
      .where(eq(openScheduleTable.id, given('id')))
      .prepare()
    this.#ofDevice = context.db
      .select()
      .from(lockScheduleTable)
      .where(eq(lockScheduleTable.integrationDeviceId, given('deviceId')))
      .prepare()
  }

  decidedOf({ openScheduleId }: Pick<DoorRecord, 'openScheduleId'>): OpenSchedule | null {
    if (openScheduleId === null) return null
    const row = this.#byId.get({ id: openScheduleId })
    if (!row) throw new Error('A door names an open schedule that does not exist')
    return periodsOf(row.periodsJson)
  }

  decide(doorId: DoorId, schedule: OpenSchedule): void {
    const { db, transactions } = this.#context
    const at = nowIso(this.#context)
    transactions.writeTouching(['doors'], () => {
      const { lastInsertRowid } = db
        .insert(openScheduleTable)
        .values({ periodsJson: JSON.stringify(schedule), createdAt: at })
        .run()
      db.update(doorTable)
        .set({ openScheduleId: Number(lastInsertRowid), updatedAt: at })
        .where(eq(doorTable.id, doorId))
        .run()
    })
  }

  readingOf(deviceId: DeviceId): LockScheduleRecord | null {
    const row = this.#ofDevice.get({ deviceId })
    if (!row) return null
    const { readAt, periodsJson, unreadReason } = row
    if (unreadReason !== null || periodsJson === null)
      return { readAt, reading: { kind: 'unknown', reason: unreadReason ?? '' } }
    const unlocksByItself = row.unlocksByItself === true
    return { readAt, reading: { kind: 'known', schedule: periodsOf(periodsJson), unlocksByItself } }
  }

  recordReading(deviceId: DeviceId, reading: ScheduleReading, atIso: string): void {
    const change =
      reading.kind === 'unknown'
        ? { unreadReason: reading.reason }
        : {
            periodsJson: JSON.stringify(reading.schedule),
            unlocksByItself: reading.unlocksByItself,
            readAt: atIso,
            unreadReason: null,
          }
    this.#context.transactions.run(['doors'], () =>
      this.#context.db
        .insert(lockScheduleTable)
        .values({ integrationDeviceId: deviceId, ...change })
        .onConflictDoUpdate({ target: lockScheduleTable.integrationDeviceId, set: change })
        .run(),
    )
  }
}
