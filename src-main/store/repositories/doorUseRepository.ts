import { and, asc, desc, eq, inArray, isNull, lt, max, sql } from 'drizzle-orm'
import {
  doorAlarmTable,
  listedPinTable,
  lockWatchTable,
  unlockRecordTable,
} from '../../../db/schema/doorUse.ts'
import type { UseVerdict } from '../../domain/doorUse/judgeUse.ts'
import type { AlarmId, DeviceId, DoorId, VendorPinId } from '../../domain/ids.ts'
import { isoOrNull, toIso } from '../../domain/instant.ts'
import type { UnlockRecord } from '../../ports/lockProvider.ts'
import type { StoreTopic } from '../../ports/store.ts'
import type {
  DoorAlarmRecord,
  DoorUseRecord,
  DoorUseStore,
  ListedPins,
} from '../../ports/stores/doorUseStore.ts'
import { asId, asTextId } from '../columns.ts'
import { nowIso, type StoreContext } from '../storeContext.ts'

const record = unlockRecordTable
const alarm = doorAlarmTable

/** Locks' own logs, what they were judged to be, and the alarms they raised. */
export class DoorUseRepository implements DoorUseStore {
  readonly #context: StoreContext

  constructor(context: StoreContext) {
    this.#context = context
  }

  readTo(deviceId: DeviceId): string | null {
    return this.#watch(deviceId)?.recordsReadTo ?? null
  }

  setReadTo(deviceId: DeviceId, iso: string): void {
    this.#setWatch(deviceId, { recordsReadTo: iso })
  }

  latest(deviceId: DeviceId, limit: number): readonly Pick<DoorUseRecord, 'usedAt' | 'receivedAt'>[] {
    return this.#context.db
      .select({ usedAt: record.usedAt, receivedAt: record.receivedAt })
      .from(record)
      .where(eq(record.integrationDeviceId, deviceId))
      .orderBy(desc(record.usedAt))
      .limit(limit)
      .all()
  }

  setClock(deviceId: DeviceId, { offsetMs, seenAt }: Parameters<DoorUseStore['setClock']>[1]): void {
    this.#setWatch(deviceId, { clockOffsetMs: offsetMs, clockSeenAt: seenAt }, ['doors'])
  }

  insert(deviceId: DeviceId, records: readonly UnlockRecord[]): number {
    const { db, sealer, transactions } = this.#context
    const storedAt = nowIso(this.#context)
    return transactions.writeTouching([], () => {
      const known = new Set(
        db
          .select({ recordId: record.recordId })
          .from(record)
          .where(
            and(
              eq(record.integrationDeviceId, deviceId),
              inArray(
                record.recordId,
                records.map((row) => row.recordId),
              ),
            ),
          )
          .all()
          .map((row) => row.recordId),
      )
      const fresh = records.filter((row) => !known.has(row.recordId))
      for (const { recordId, recordType, recordTypeFromLock, isSuccess, pin, ...times } of fresh) {
        db.insert(record)
          .values({
            ...{
              integrationDeviceId: deviceId,
              recordId,
              recordType,
              recordTypeFromLock,
              isSuccess,
              storedAt,
            },
            pinSealed:
              pin === null ? null : sealer.seal('unlock_record.pin_sealed', [deviceId, recordId], pin),
            pinHash: pin === null ? null : sealer.hashPin(pin),
            usedAt: toIso(times.lockTimeMs),
            receivedAt: isoOrNull(times.receivedAtMs),
            verdict: 'pending',
          })
          .onConflictDoNothing()
          .run()
      }
      return fresh.length
    })
  }

  pending(deviceId: DeviceId): readonly DoorUseRecord[] {
    return this.#context.db
      .select()
      .from(record)
      .where(and(eq(record.integrationDeviceId, deviceId), sql`verdict = 'pending'`))
      .orderBy(asc(record.usedAt), asc(record.recordId))
      .all()
  }

  decide(deviceId: DeviceId, recordId: string, verdict: UseVerdict): void {
    this.#context.transactions.run(verdict.kind === 'used' ? ['doors', 'people'] : [], () =>
      this.#context.db
        .update(record)
        .set({
          verdict: verdict.kind,
          vendorPinId: 'vendorPinId' in verdict ? verdict.vendorPinId : null,
        })
        .where(and(eq(record.integrationDeviceId, deviceId), eq(record.recordId, recordId)))
        .run(),
    )
  }

  listedPins(deviceId: DeviceId): ListedPins {
    const watch = this.#watch(deviceId)
    const pins = this.#context.db
      .select()
      .from(listedPinTable)
      .where(eq(listedPinTable.integrationDeviceId, deviceId))
      .orderBy(asc(listedPinTable.id))
      .all()
      .map(({ vendorPinId, pinHash, firstListedAt, goneAt }) => ({
        ...{ pinHash, firstListedAt, goneAt },
        vendorPinId: asTextId<VendorPinId>(vendorPinId),
      }))
    return { firstReadAt: watch?.firstReadAt ?? null, lastReadAt: watch?.lastReadAt ?? null, pins }
  }

  lastUses(deviceId: DeviceId): ReadonlyMap<VendorPinId, string> {
    const rows = this.#context.db
      .select({ vendorPinId: record.vendorPinId, usedAt: max(record.usedAt) })
      .from(record)
      .where(and(eq(record.integrationDeviceId, deviceId), sql`verdict = 'used'`))
      .groupBy(record.vendorPinId)
      .all()
    return new Map(
      rows.flatMap(({ vendorPinId, usedAt }) =>
        vendorPinId === null || usedAt === null
          ? []
          : [[asTextId<VendorPinId>(vendorPinId), usedAt] as const],
      ),
    )
  }

  raiseAlarm({ usedAt, ...what }: Parameters<DoorUseStore['raiseAlarm']>[0]): void {
    const raisedAt = nowIso(this.#context)
    this.#context.transactions.run(['doors'], () =>
      this.#context.db
        .insert(alarm)
        .values({ ...what, firstAt: usedAt, lastAt: usedAt, uses: 1, raisedAt })
        .onConflictDoUpdate({
          target: [alarm.doorId, alarm.kind, alarm.pinHash],
          targetWhere: sql`dismissed_at is null`,
          set: {
            uses: sql`uses + 1`,
            firstAt: sql`min(first_at, ${usedAt})`,
            lastAt: sql`max(last_at, ${usedAt})`,
          },
        })
        .run(),
    )
  }

  openAlarms(doorId?: DoorId): readonly DoorAlarmRecord[] {
    return this.#context.db
      .select()
      .from(alarm)
      .where(and(isNull(alarm.dismissedAt), doorId === undefined ? undefined : eq(alarm.doorId, doorId)))
      .orderBy(desc(alarm.lastAt), desc(alarm.id))
      .all()
      .map(toAlarm)
  }

  getAlarm(id: AlarmId): DoorAlarmRecord | null {
    const row = this.#context.db.select().from(alarm).where(eq(alarm.id, id)).get()
    return row ? toAlarm(row) : null
  }

  dismissAlarm(id: AlarmId, { operatorId, reason }: Parameters<DoorUseStore['dismissAlarm']>[1]): void {
    const dismissedAt = nowIso(this.#context)
    this.#context.transactions.run(['doors'], () =>
      this.#context.db
        .update(alarm)
        .set({ dismissedAt, dismissedByOperatorId: operatorId, dismissReason: reason })
        .where(and(eq(alarm.id, id), isNull(alarm.dismissedAt)))
        .run(),
    )
  }

  prune({ storedBefore, limit }: Parameters<DoorUseStore['prune']>[0]): number {
    const old = this.#context.db
      .select({ rowid: sql`rowid` })
      .from(record)
      .where(lt(record.storedAt, storedBefore))
      .limit(limit)
    return this.#context.transactions.run([], () =>
      this.#context.db.delete(record).where(sql`rowid in ${old}`).run(),
    ).changes
  }

  #setWatch(
    deviceId: DeviceId,
    known: Partial<typeof lockWatchTable.$inferInsert>,
    topics: readonly StoreTopic[] = [],
  ): void {
    this.#context.transactions.run(topics, () =>
      this.#context.db
        .insert(lockWatchTable)
        .values({ integrationDeviceId: deviceId, ...known })
        .onConflictDoUpdate({ target: lockWatchTable.integrationDeviceId, set: known })
        .run(),
    )
  }

  #watch(deviceId: DeviceId) {
    return this.#context.db
      .select()
      .from(lockWatchTable)
      .where(eq(lockWatchTable.integrationDeviceId, deviceId))
      .get()
  }
}

function toAlarm(row: typeof doorAlarmTable.$inferSelect): DoorAlarmRecord {
  return {
    id: asId(row.id),
    doorId: asId(row.doorId),
    kind: row.kind,
    vendorPinId: row.vendorPinId === null ? null : asTextId(row.vendorPinId),
    firstAt: row.firstAt,
    lastAt: row.lastAt,
    uses: row.uses,
    correlationId: asTextId(row.correlationId),
    raisedAt: row.raisedAt,
    dismissedAt: row.dismissedAt,
  }
}
