import type Database from 'better-sqlite3'
import { and, asc, eq, getTableColumns, gte, inArray, isNull, notInArray, or, sql } from 'drizzle-orm'
import { doorTable } from '../../../db/schema/door.ts'
import {
  deviceGatewayTable,
  integrationDeviceTable,
  integrationGatewayTable,
} from '../../../db/schema/integration.ts'
import type { AccountId, DeviceId, DoorId } from '../../domain/ids.ts'
import type { ListedDevice, ListedGateway, LockGateway } from '../../ports/lockProvider.ts'
import type { DeviceRecord, GatewayRecord } from '../../ports/stores/accountStore.ts'
import { asId, asIdOrNull, given } from '../columns.ts'
import { directSelect } from '../directStatement.ts'
import { nowIso, type StoreContext } from '../storeContext.ts'

type DeviceRow = typeof integrationDeviceTable.$inferSelect

/** Devices and gateways as the accounts list them. */
export class DeviceTable {
  readonly #context: StoreContext
  readonly #gatewaysOf
  readonly #byId
  readonly #heardOnlyBy

  constructor(context: StoreContext) {
    this.#context = context
    this.#gatewaysOf = context.db
      .select({ gatewayId: deviceGatewayTable.gatewayExternalId, seenAt: deviceGatewayTable.seenAt })
      .from(deviceGatewayTable)
      .where(
        and(
          eq(deviceGatewayTable.integrationDeviceId, given('id')),
          gte(deviceGatewayTable.seenAt, given('sinceIso')),
        ),
      )
      .orderBy(asc(deviceGatewayTable.gatewayExternalId))
      .prepare()
    this.#heardOnlyBy = prepareHeardOnlyBy(context)
    const byId = this.#withDoor().where(eq(integrationDeviceTable.id, given('id')))
    this.#byId = directSelect(context.sqlite, byId, {
      ...getTableColumns(integrationDeviceTable),
      doorId: doorTable.id,
      doorName: doorTable.name,
    })
  }

  list(): readonly DeviceRecord[] {
    return this.#withDoor()
      .orderBy(
        asc(sql`coalesce(${integrationDeviceTable.alias}, ${integrationDeviceTable.name})`),
        asc(integrationDeviceTable.id),
      )
      .all()
      .map(toRecord)
  }

  get(id: DeviceId): DeviceRecord | null {
    const [device] = this.#byId({ id })
    return device ? toRecord({ device, doorId: device.doorId, doorName: device.doorName }) : null
  }

  find(externalId: string): DeviceRecord | null {
    const row = this.#withDoor()
      .where(
        and(
          eq(integrationDeviceTable.providerType, 'TTLOCK'),
          eq(integrationDeviceTable.externalId, externalId),
        ),
      )
      .get()
    return row ? toRecord(row) : null
  }

  insertUnverified(externalId: string): DeviceId {
    const at = nowIso(this.#context)
    return this.#context.transactions.run(['devices'], () => {
      const { id } = this.#context.db
        .insert(integrationDeviceTable)
        .values({ providerType: 'TTLOCK', externalId, isUnverified: true, createdAt: at, updatedAt: at })
        .returning({ id: integrationDeviceTable.id })
        .get()
      return asId(id)
    })
  }

  /** A complete list of the account's locks. */
  recordList(accountId: AccountId, devices: readonly ListedDevice[], atIso: string): void {
    this.#context.transactions.writeTouching(['devices', 'doors'], () => {
      const listed = devices.map((device) => this.#recordOne(accountId, device, atIso))
      this.#markMissing(accountId, listed, atIso)
    })
  }

  /** A complete list of the account's gateways. */
  recordGateways(accountId: AccountId, gateways: readonly ListedGateway[], atIso: string): void {
    const { db, transactions } = this.#context
    const ofAccount = eq(integrationGatewayTable.integrationCustomerId, accountId)
    transactions.writeTouching(['devices'], () => {
      for (const { externalId, name, isOnline } of gateways) {
        const seen = { name, isOnline, lastSyncedAt: atIso }
        const offlineSince = isOnline ? null : atIso
        db.insert(integrationGatewayTable)
          .values({ integrationCustomerId: accountId, externalId, ...seen, offlineSince })
          .onConflictDoUpdate({
            target: [integrationGatewayTable.integrationCustomerId, integrationGatewayTable.externalId],
            set: {
              ...seen,
              offlineSince: isOnline
                ? null
                : sql`coalesce(${integrationGatewayTable.offlineSince}, ${atIso})`,
            },
          })
          .run()
      }
      const listed = gateways.map((gateway) => gateway.externalId)
      db.delete(integrationGatewayTable)
        .where(and(ofAccount, notInArray(integrationGatewayTable.externalId, listed)))
        .run()
    })
  }

  recordSavesPower(id: DeviceId, savesPower: boolean | null): void {
    const { db, transactions } = this.#context
    transactions.writeTouching(['devices'], () => {
      db.update(integrationDeviceTable).set({ savesPower }).where(eq(integrationDeviceTable.id, id)).run()
    })
  }

  gateways(accountId?: AccountId): readonly GatewayRecord[] {
    const { externalId, name, offlineSince, integrationCustomerId } = integrationGatewayTable
    return this.#context.db
      .select({ externalId, name, offlineSince })
      .from(integrationGatewayTable)
      .where(accountId === undefined ? undefined : eq(integrationCustomerId, accountId))
      .orderBy(asc(name), asc(externalId))
      .all()
  }

  doorsHeardBy(gatewayId: string): readonly { doorId: DoorId; doorName: string }[] {
    return this.#context.db
      .select({ doorId: doorTable.id, doorName: doorTable.name })
      .from(deviceGatewayTable)
      .innerJoin(
        doorTable,
        and(
          eq(doorTable.integrationDeviceId, deviceGatewayTable.integrationDeviceId),
          sql`${doorTable.isActive} = 1`,
        ),
      )
      .where(eq(deviceGatewayTable.gatewayExternalId, gatewayId))
      .orderBy(asc(doorTable.name), asc(doorTable.id))
      .all()
      .map(({ doorId, doorName }) => ({ doorId: asId<DoorId>(doorId), doorName }))
  }

  gatewayNames(): ReadonlyMap<string, string> {
    const { externalId, name } = integrationGatewayTable
    const rows = this.#context.db.select({ externalId, name }).from(integrationGatewayTable).all()
    return new Map(rows.map((row) => [row.externalId, row.name]))
  }

  recordGatewaysOf(id: DeviceId, gateways: readonly LockGateway[], atIso: string): void {
    const { db, transactions } = this.#context
    transactions.writeTouching(['devices'], () => {
      for (const { gatewayExternalId, rssi } of gateways) {
        db.insert(deviceGatewayTable)
          .values({ integrationDeviceId: id, gatewayExternalId, rssi, seenAt: atIso })
          .onConflictDoUpdate({
            target: [deviceGatewayTable.integrationDeviceId, deviceGatewayTable.gatewayExternalId],
            set: { rssi, seenAt: atIso },
          })
          .run()
      }
    })
  }

  gatewaysOf(id: DeviceId, sinceIso: string): readonly { gatewayId: string; seenAt: string }[] {
    return this.#gatewaysOf.all({ id, sinceIso })
  }

  doorsHeardOnlyBy(gatewayIds: readonly string[]): readonly DoorId[] {
    return gatewayIds.length === 0 ? [] : this.#heardOnlyBy.all(JSON.stringify(gatewayIds))
  }

  gatewaysByDevice(): ReadonlyMap<DeviceId, readonly string[]> {
    const { integrationDeviceId, gatewayExternalId } = deviceGatewayTable
    const rows = this.#context.db
      .select({ integrationDeviceId, gatewayExternalId })
      .from(deviceGatewayTable)
      .orderBy(asc(gatewayExternalId))
      .all()
    const byDevice = new Map<DeviceId, string[]>()
    for (const row of rows) {
      const id = asId<DeviceId>(row.integrationDeviceId)
      const gateways = byDevice.get(id)
      if (gateways) gateways.push(row.gatewayExternalId)
      else byDevice.set(id, [row.gatewayExternalId])
    }
    return byDevice
  }

  #withDoor() {
    return this.#context.db
      .select({ device: integrationDeviceTable, doorId: doorTable.id, doorName: doorTable.name })
      .from(integrationDeviceTable)
      .leftJoin(
        doorTable,
        and(eq(doorTable.integrationDeviceId, integrationDeviceTable.id), sql`${doorTable.isActive} = 1`),
      )
      .$dynamic()
  }

  #recordOne(accountId: AccountId, listed: ListedDevice, atIso: string): DeviceId {
    const { db } = this.#context
    const known = this.find(listed.externalId)
    const seen = {
      name: listed.name,
      alias: listed.alias,
      hasGateway: listed.hasGateway,
      isUnverified: false,
      missingSince: null,
      lastSyncedAt: atIso,
      updatedAt: atIso,
    }
    if (!known) {
      const { id } = db
        .insert(integrationDeviceTable)
        .values({
          ...seen,
          integrationCustomerId: accountId,
          providerType: 'TTLOCK',
          externalId: listed.externalId,
          mac: listed.mac,
          batteryPercent: listed.batteryPercent,
          featureValue: listed.featureValue,
          timezoneRawOffsetMs: listed.timezoneRawOffsetMs,
          createdAt: atIso,
        })
        .returning({ id: integrationDeviceTable.id })
        .get()
      return asId(id)
    }
    // A lock shared with a second account stays with the first for as long as that one lists it.
    const isElsewhere =
      known.accountId !== null && known.accountId !== accountId && known.missingSince === null
    const owner = isElsewhere ? known.accountId : accountId
    db.update(integrationDeviceTable)
      .set({ ...seen, ...knownFacts(listed), integrationCustomerId: owner })
      .where(eq(integrationDeviceTable.id, known.id))
      .run()
    db.update(doorTable)
      .set({ integrationCustomerId: owner, updatedAt: atIso })
      .where(
        and(
          eq(doorTable.integrationDeviceId, known.id),
          sql`${doorTable.isActive} = 1`,
          or(isNull(doorTable.integrationCustomerId), sql`${doorTable.integrationCustomerId} <> ${owner}`),
        ),
      )
      .run()
    return known.id
  }

  /** Also those typed in offline whose door was given this account: it has no such lock. */
  #markMissing(accountId: AccountId, listed: readonly DeviceId[], atIso: string): void {
    const { db } = this.#context
    const onDoorsOfAccount = db
      .select({ id: doorTable.integrationDeviceId })
      .from(doorTable)
      .where(and(eq(doorTable.integrationCustomerId, accountId), sql`${doorTable.isActive} = 1`))
    const present = new Set(listed)
    const absent = db
      .select({ id: integrationDeviceTable.id })
      .from(integrationDeviceTable)
      .where(
        and(
          isNull(integrationDeviceTable.missingSince),
          or(
            eq(integrationDeviceTable.integrationCustomerId, accountId),
            and(
              isNull(integrationDeviceTable.integrationCustomerId),
              inArray(integrationDeviceTable.id, onDoorsOfAccount),
            ),
          ),
        ),
      )
      .all()
      .filter((row) => !present.has(asId(row.id)))
    for (const { id } of absent) {
      db.update(integrationDeviceTable)
        .set({ missingSince: atIso, updatedAt: atIso })
        .where(eq(integrationDeviceTable.id, id))
        .run()
    }
  }
}

/** Reads all pairs of device and gateway, some hundreds, by the table's key. */
function prepareHeardOnlyBy({ sqlite }: StoreContext): Database.Statement<[string], DoorId> {
  return sqlite
    .prepare<[string], DoorId>(
      `SELECT door.id FROM door WHERE door.integration_device_id IN (
         SELECT integration_device_id FROM device_gateway GROUP BY integration_device_id
         HAVING max(gateway_external_id NOT IN (SELECT value FROM json_each(?))) = 0)`,
    )
    .pluck()
}

/** What a list may leave out, because only the detail tells it, is not forgotten. */
function knownFacts(listed: ListedDevice): Partial<DeviceRow> {
  return {
    ...(listed.mac !== null && { mac: listed.mac }),
    ...(listed.batteryPercent !== null && { batteryPercent: listed.batteryPercent }),
    ...(listed.featureValue !== null && { featureValue: listed.featureValue }),
    ...(listed.timezoneRawOffsetMs !== null && { timezoneRawOffsetMs: listed.timezoneRawOffsetMs }),
  }
}

function toRecord(row: { device: DeviceRow; doorId: number | null; doorName: string | null }): DeviceRecord {
  const { device } = row
  return {
    id: asId(device.id),
    accountId: asIdOrNull(device.integrationCustomerId),
    externalId: device.externalId,
    name: device.name,
    alias: device.alias,
    batteryPercent: device.batteryPercent,
    featureValue: device.featureValue,
    hasGateway: device.hasGateway,
    savesPower: device.savesPower,
    isUnverified: device.isUnverified,
    missingSince: device.missingSince,
    doorId: row.doorId,
    doorName: row.doorName,
  }
}
