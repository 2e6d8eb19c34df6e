import { and, asc, eq, isNotNull, sql } from 'drizzle-orm'
import type { SQLiteUpdateSetSource } from 'drizzle-orm/sqlite-core'
import { doorStateTable, doorTable } from '../../../db/schema/door.ts'
import { lockWatchTable } from '../../../db/schema/doorUse.ts'
import { integrationDeviceTable } from '../../../db/schema/integration.ts'
import { doorGroupTable, siteTable } from '../../../db/schema/site.ts'
import type { AccountId, DeviceId, DoorGroupId, DoorId, OperatorId, SiteId } from '../../domain/ids.ts'
import type {
  DoorListRecord,
  DoorPause,
  DoorRecord,
  DoorStateRecord,
  DoorStore,
} from '../../ports/stores/doorStore.ts'
import { asId, asIdOrNull, foldCase, given, isAmong } from '../columns.ts'
import { columnsInOrder, directRows, directTuples } from '../directStatement.ts'
import { nowIso, type StoreContext } from '../storeContext.ts'
import { recordCompleteReading } from './completeReading.ts'
import { OpenJobsOfDoors } from './openJobsOfDoors.ts'

type StateRow = typeof doorStateTable.$inferSelect

/** Written out: a bound parameter would keep SQLite from using the partial indexes. */
const isActive = sql`${doorTable.isActive} = 1`

export class DoorRepository implements DoorStore {
  readonly #context: StoreContext
  readonly #openJobs: OpenJobsOfDoors
  readonly #byId
  readonly #stateOf
  readonly #accountsOf

  constructor(context: StoreContext) {
    this.#context = context
    this.#openJobs = new OpenJobsOfDoors(context)
    const { db, sqlite } = context
    const byId = db
      .select()
      .from(doorTable)
      .where(eq(doorTable.id, given('id')))
    this.#byId = directRows(sqlite, byId, doorTable)
    const stateOf = db
      .select()
      .from(doorStateTable)
      .where(eq(doorStateTable.doorId, given('id')))
    this.#stateOf = directRows(sqlite, stateOf, doorStateTable)
    const columns = [doorTable.id, doorTable.integrationCustomerId] as const
    const accountsOf = db.select(columnsInOrder(columns)).from(doorTable).where(isAmong(doorTable.id))
    this.#accountsOf = directTuples(sqlite, accountsOf, columns)
  }

  list(): readonly DoorListRecord[] {
    const rows = this.#listQuery()
      .where(isActive)
      .orderBy(asc(siteTable.name), asc(doorTable.name), asc(doorTable.id))
      .all()
    const openJobs = this.#openJobs.all()
    return rows.map((row) => toListRecord(row, openJobs.get(row.door.id) ?? null))
  }

  getListRecord(id: DoorId): DoorListRecord | null {
    const row = this.#listQuery()
      .where(and(eq(doorTable.id, id), isActive))
      .get()
    return row ? toListRecord(row, this.#openJobs.of(id)) : null
  }

  get(id: DoorId): DoorRecord | null {
    const [row] = this.#byId({ id })
    return row ? toDoor(row) : null
  }

  state(id: DoorId): DoorStateRecord {
    return toState(this.#stateOf({ id })[0] ?? null)
  }

  pauses(): ReadonlyMap<DoorId, DoorPause> {
    const rows = this.#context.db
      .select()
      .from(doorStateTable)
      .where(isNotNull(doorStateTable.pausedUntil))
      .all()
    return new Map(rows.map((row) => [asId<DoorId>(row.doorId), toState(row)]))
  }

  pausesBySite(): ReadonlyMap<SiteId, readonly string[]> {
    const rows = this.#context.db
      .select({ siteId: doorTable.siteId, until: doorStateTable.pausedUntil })
      .from(doorStateTable)
      .innerJoin(doorTable, eq(doorTable.id, doorStateTable.doorId))
      .where(and(isNotNull(doorStateTable.pausedUntil), isActive))
      .all()
    const pauses = new Map<SiteId, string[]>()
    for (const { siteId, until } of rows) {
      const id = asId<SiteId>(siteId)
      pauses.set(id, [...(pauses.get(id) ?? []), ...(until === null ? [] : [until])])
    }
    return pauses
  }

  idsInGroup(id: DoorGroupId): readonly DoorId[] {
    return this.#ids(eq(doorTable.doorGroupId, id))
  }

  idsInSite(id: SiteId): readonly DoorId[] {
    return this.#ids(eq(doorTable.siteId, id))
  }

  idsOfAccount(id: AccountId): readonly DoorId[] {
    return this.#ids(eq(doorTable.integrationCustomerId, id))
  }

  accountsOf(ids: readonly DoorId[]): ReadonlyMap<DoorId, AccountId> {
    const rows = this.#accountsOf({ among: JSON.stringify(ids) })
    return new Map(
      rows.flatMap(([id, accountId]) => (accountId === null ? [] : [[asId<DoorId>(id), asId(accountId)]])),
    )
  }

  allIds(): readonly DoorId[] {
    return this.#ids(undefined)
  }

  isNameTaken(siteId: SiteId, name: string): boolean {
    const rows = this.#context.db
      .select({ name: doorTable.name })
      .from(doorTable)
      .where(and(eq(doorTable.siteId, siteId), isActive))
      .all()
    return rows.some((row) => foldCase(row.name) === foldCase(name))
  }

  insert(door: {
    siteId: SiteId
    doorGroupId: DoorGroupId | null
    accountId: AccountId | null
    deviceId: DeviceId
    externalId: string
    name: string
    description: string | null
    location: string | null
  }): DoorRecord {
    const at = nowIso(this.#context)
    const { db, transactions } = this.#context
    const { accountId, deviceId, ...rest } = door
    return transactions.writeTouching(['doors', 'devices', 'sites'], () => {
      const row = db
        .insert(doorTable)
        .values({
          ...rest,
          integrationCustomerId: accountId,
          integrationDeviceId: deviceId,
          deviceType: 'TTLOCK',
          createdAt: at,
          updatedAt: at,
        })
        .returning()
        .get()
      db.insert(doorStateTable).values({ doorId: row.id, readingKind: 'never', updatedAt: at }).run()
      return toDoor(row)
    })
  }

  setPaused(id: DoorId, pause: { until: string; by: OperatorId; reason: string } | null): void {
    this.#updateState(id, {
      pausedUntil: pause?.until ?? null,
      pausedByOperatorId: pause?.by ?? null,
      pauseReason: pause?.reason ?? null,
    })
  }

  setRead(id: DoorId, atIso: string): void {
    const [row] = this.#byId({ id })
    if (!row) throw new Error('No such door')
    recordCompleteReading(this.#context, { doorId: id, deviceId: asId(row.integrationDeviceId) }, atIso)
  }

  setUnreadable(id: DoorId, reason: string, atIso: string): void {
    this.#updateState(id, {
      readingKind: 'unreadable',
      unreadableSince: sql`coalesce(${doorStateTable.unreadableSince}, ${atIso})`,
      unreadableReason: reason,
    })
  }

  setFindings(id: DoorId, found: Parameters<DoorStore['setFindings']>[1]): void {
    const { differences, missing, changed, unwanted, undeliverable, foreignNamesakes } = found
    this.#updateState(id, { differences, missing, changed, unwanted, undeliverable, foreignNamesakes })
  }

  setFirstRunDone(id: DoorId): void {
    this.#updateState(id, { isFirstRunDone: true })
  }

  #listQuery() {
    return this.#context.db
      .select({
        door: doorTable,
        state: doorStateTable,
        siteName: siteTable.name,
        timezone: siteTable.timezone,
        groupName: doorGroupTable.name,
        device: integrationDeviceTable,
        watch: lockWatchTable,
      })
      .from(doorTable)
      .innerJoin(siteTable, eq(siteTable.id, doorTable.siteId))
      .innerJoin(integrationDeviceTable, eq(integrationDeviceTable.id, doorTable.integrationDeviceId))
      .leftJoin(doorStateTable, eq(doorStateTable.doorId, doorTable.id))
      .leftJoin(lockWatchTable, eq(lockWatchTable.integrationDeviceId, doorTable.integrationDeviceId))
      .leftJoin(doorGroupTable, eq(doorGroupTable.id, doorTable.doorGroupId))
      .$dynamic()
  }

  #ids(narrow: ReturnType<typeof eq> | undefined): readonly DoorId[] {
    return this.#context.db
      .select({ id: doorTable.id })
      .from(doorTable)
      .where(and(narrow, isActive))
      .orderBy(asc(doorTable.id))
      .all()
      .map((row) => asId<DoorId>(row.id))
  }

  #updateState(id: DoorId, change: SQLiteUpdateSetSource<typeof doorStateTable>): void {
    const updatedAt = nowIso(this.#context)
    this.#context.transactions.run(['doors'], () =>
      this.#context.db
        .update(doorStateTable)
        .set({ ...change, updatedAt })
        .where(eq(doorStateTable.doorId, id))
        .run(),
    )
  }
}

function toDoor(row: typeof doorTable.$inferSelect): DoorRecord {
  return {
    ...row,
    id: asId(row.id),
    siteId: asId(row.siteId),
    doorGroupId: asIdOrNull(row.doorGroupId),
    integrationCustomerId: asIdOrNull(row.integrationCustomerId),
    integrationDeviceId: asId(row.integrationDeviceId),
  }
}

function toState(row: StateRow | null): DoorStateRecord {
  return {
    readingKind: row?.readingKind ?? 'never',
    lastReadAt: row?.lastReadAt ?? null,
    unreadableSince: row?.unreadableSince ?? null,
    unreadableReason: row?.unreadableReason ?? null,
    differences: row?.differences ?? 0,
    missing: row?.missing ?? 0,
    changed: row?.changed ?? 0,
    unwanted: row?.unwanted ?? 0,
    undeliverable: row?.undeliverable ?? 0,
    foreignNamesakes: row?.foreignNamesakes ?? 0,
    isFirstRunDone: row?.isFirstRunDone ?? false,
    pausedUntil: row?.pausedUntil ?? null,
    pausedByOperatorId: asIdOrNull(row?.pausedByOperatorId ?? null),
    pauseReason: row?.pauseReason ?? null,
  }
}

function toListRecord(
  row: {
    door: typeof doorTable.$inferSelect
    state: StateRow | null
    siteName: string
    timezone: string
    groupName: string | null
    device: typeof integrationDeviceTable.$inferSelect
    watch: typeof lockWatchTable.$inferSelect | null
  },
  openJob: DoorListRecord['openJob'],
): DoorListRecord {
  return {
    door: toDoor(row.door),
    state: toState(row.state),
    siteName: row.siteName,
    timezone: row.timezone,
    groupName: row.groupName,
    deviceName: row.device.alias ?? row.device.name,
    batteryPercent: row.device.batteryPercent,
    deviceSyncedAt: row.device.lastSyncedAt,
    lockClock: toLockClock(row.watch),
    isDeviceUnverified: row.device.isUnverified,
    deviceMissingSince: row.device.missingSince,
    openJob,
  }
}

function toLockClock(watch: typeof lockWatchTable.$inferSelect | null): DoorListRecord['lockClock'] {
  if (watch?.clockOffsetMs == null || watch.clockSeenAt === null) return null
  return { offsetMs: watch.clockOffsetMs, seenAt: watch.clockSeenAt }
}
