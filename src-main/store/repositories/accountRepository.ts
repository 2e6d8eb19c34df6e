import type Database from 'better-sqlite3'
import { and, asc, count, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { integrationCustomerTable, integrationDeviceTable } from '../../../db/schema/integration.ts'
import type { AccountId, DeviceId, DoorId } from '../../domain/ids.ts'
import type { AccountSecretStore, AccountSecrets, AccountToken } from '../../ports/accountSecrets.ts'
import type { ListedDevice, ListedGateway, LockGateway } from '../../ports/lockProvider.ts'
import type {
  AccountRecord,
  AccountRegion,
  AccountStore,
  DeviceRecord,
  GatewayRecord,
} from '../../ports/stores/accountStore.ts'
import { asId, given } from '../columns.ts'
import { directRows } from '../directStatement.ts'
import { nowIso, type StoreContext } from '../storeContext.ts'
import type { ApplicationRepository } from './applicationRepository.ts'
import { DeviceTable } from './deviceTable.ts'

const tokenSchema = z.object({ accessToken: z.string(), refreshToken: z.string(), expiresAtMs: z.number() })

type AccountRow = typeof integrationCustomerTable.$inferSelect

export class AccountRepository implements AccountStore {
  readonly #context: StoreContext
  readonly #devices: DeviceTable
  readonly #applications: ApplicationRepository
  readonly #active
  readonly #sharing: Database.Statement<[AccountId], number>

  constructor(context: StoreContext, applications: ApplicationRepository) {
    const { db, sqlite } = context
    this.#context = context
    this.#devices = new DeviceTable(context)
    this.#applications = applications
    const { id, isActive } = integrationCustomerTable
    const active = db
      .select()
      .from(integrationCustomerTable)
      .where(and(eq(id, given('id')), eq(isActive, true)))
    // Read twice for each call to the provider, for its secrets and its token.
    this.#active = directRows(sqlite, active, integrationCustomerTable)
    this.#sharing = sqlite.prepare<[AccountId], number>(SHARING).pluck()
  }

  list(): readonly AccountRecord[] {
    return this.#context.db
      .select()
      .from(integrationCustomerTable)
      .where(eq(integrationCustomerTable.isActive, true))
      .orderBy(asc(integrationCustomerTable.name), asc(integrationCustomerTable.id))
      .all()
      .map(toRecord)
  }

  get(id: AccountId): AccountRecord | null {
    const row = this.#findRow(id)
    return row ? toRecord(row) : null
  }

  sharingApplication(id: AccountId): readonly AccountId[] {
    return this.#sharing.all(id).map(asId<AccountId>)
  }

  insert(account: {
    name: string
    region: AccountRegion
    baseUrl: string
    secrets: AccountSecrets
  }): AccountId {
    const { transactions, rowIds, sealer, db } = this.#context
    const at = nowIso(this.#context)
    const { secrets } = account
    return transactions.writeTouching(['accounts'], () => {
      const id = rowIds.next('integration_customer')
      db.insert(integrationCustomerTable)
        .values({
          id,
          providerType: 'TTLOCK',
          name: account.name,
          region: account.region,
          baseUrl: account.baseUrl,
          clientId: secrets.clientId,
          username: secrets.username,
          clientSecretSealed: sealer.seal(
            'integration_customer.client_secret_sealed',
            id,
            secrets.clientSecret,
          ),
          passwordMd5Sealed: sealer.seal('integration_customer.password_md5_sealed', id, secrets.passwordMd5),
          createdAt: at,
          updatedAt: at,
        })
        .run()
      this.#applications.ensure({ baseUrl: account.baseUrl, clientId: secrets.clientId })
      return asId(id)
    })
  }

  setRegion(id: AccountId, region: AccountRegion, baseUrl: string): void {
    const from = this.#row(id)
    this.#context.transactions.writeTouching(['accounts'], () => {
      const isLast = this.sharingApplication(id).length === 1
      this.#update(id, { region, baseUrl })
      this.#applications.follow(from, baseUrl, { isLast })
    })
  }

  setPasswordMd5(id: AccountId, passwordMd5: string): void {
    const passwordMd5Sealed = this.#context.sealer.seal(
      'integration_customer.password_md5_sealed',
      id,
      passwordMd5,
    )
    this.#update(id, { passwordMd5Sealed })
  }

  setProblem(id: AccountId, problem: string | null): void {
    this.#update(id, { problem })
  }

  secrets(id: AccountId): AccountSecretStore {
    return {
      readSecrets: () => this.#readSecrets(id),
      readToken: () => this.#readToken(id),
      writeToken: (token) => this.#writeToken(id, token),
    }
  }

  deviceCounts(): ReadonlyMap<AccountId, number> {
    const rows = this.#context.db
      .select({ id: integrationDeviceTable.integrationCustomerId, devices: count() })
      .from(integrationDeviceTable)
      .where(isNull(integrationDeviceTable.missingSince))
      .groupBy(integrationDeviceTable.integrationCustomerId)
      .all()
    return new Map(
      rows.flatMap((row) => (row.id === null ? [] : [[asId<AccountId>(row.id), row.devices] as const])),
    )
  }

  listDevices(): readonly DeviceRecord[] {
    return this.#devices.list()
  }

  getDevice(id: DeviceId): DeviceRecord | null {
    return this.#devices.get(id)
  }

  findDevice(externalId: string): DeviceRecord | null {
    return this.#devices.find(externalId)
  }

  insertUnverifiedDevice(externalId: string): DeviceId {
    return this.#devices.insertUnverified(externalId)
  }

  recordDevices(id: AccountId, devices: readonly ListedDevice[], atIso: string): void {
    this.#context.transactions.writeTouching(['accounts'], () => {
      this.#devices.recordList(id, devices, atIso)
      this.#update(id, { lastSyncedAt: atIso })
    })
  }

  recordGateways(id: AccountId, gateways: readonly ListedGateway[], atIso: string): void {
    this.#devices.recordGateways(id, gateways, atIso)
  }

  recordSavesPower(id: DeviceId, savesPower: boolean | null): void {
    this.#devices.recordSavesPower(id, savesPower)
  }

  recordDeviceGateways(id: DeviceId, gateways: readonly LockGateway[], atIso: string): void {
    this.#devices.recordGatewaysOf(id, gateways, atIso)
  }

  gateways(id?: AccountId): readonly GatewayRecord[] {
    return this.#devices.gateways(id)
  }

  doorsHeardBy(gatewayId: string): readonly { doorId: DoorId; doorName: string }[] {
    return this.#devices.doorsHeardBy(gatewayId)
  }

  gatewayNames(): ReadonlyMap<string, string> {
    return this.#devices.gatewayNames()
  }

  gatewaysOfDevice(id: DeviceId, sinceIso: string): readonly { gatewayId: string; seenAt: string }[] {
    return this.#devices.gatewaysOf(id, sinceIso)
  }

  doorsHeardOnlyBy(gatewayIds: readonly string[]): readonly DoorId[] {
    return this.#devices.doorsHeardOnlyBy(gatewayIds)
  }

  gatewaysByDevice(): ReadonlyMap<DeviceId, readonly string[]> {
    return this.#devices.gatewaysByDevice()
  }

  #readSecrets(id: AccountId): AccountSecrets {
    const row = this.#row(id)
    const { sealer } = this.#context
    return {
      clientId: row.clientId,
      clientSecret: sealer.open('integration_customer.client_secret_sealed', id, row.clientSecretSealed),
      username: row.username,
      passwordMd5: sealer.open('integration_customer.password_md5_sealed', id, row.passwordMd5Sealed),
    }
  }

  #readToken(id: AccountId): AccountToken | null {
    const { tokenSealed } = this.#row(id)
    if (tokenSealed === null) return null
    const text = this.#context.sealer.open('integration_customer.token_sealed', id, tokenSealed)
    return tokenSchema.parse(JSON.parse(text))
  }

  #writeToken(id: AccountId, token: AccountToken | null): void {
    const tokenSealed =
      token && this.#context.sealer.seal('integration_customer.token_sealed', id, JSON.stringify(token))
    this.#update(id, { tokenSealed })
  }

  #findRow(id: AccountId): AccountRow | undefined {
    return this.#active({ id })[0]
  }

  #row(id: AccountId): AccountRow {
    const row = this.#findRow(id)
    if (!row) throw new Error('No such provider account')
    return row
  }

  #update(id: AccountId, change: Partial<typeof integrationCustomerTable.$inferInsert>): void {
    const updatedAt = nowIso(this.#context)
    this.#context.transactions.run(['accounts'], () =>
      this.#context.db
        .update(integrationCustomerTable)
        .set({ ...change, updatedAt })
        .where(eq(integrationCustomerTable.id, id))
        .run(),
    )
  }
}

const SHARING = `
  SELECT other.id FROM integration_customer AS account
  JOIN integration_customer AS other ON other.base_url = account.base_url AND other.client_id = account.client_id
  WHERE account.id = ? AND other.is_active = 1 ORDER BY other.name, other.id`

function toRecord(row: AccountRow): AccountRecord {
  return {
    id: asId(row.id),
    name: row.name,
    region: row.region,
    baseUrl: row.baseUrl,
    clientId: row.clientId,
    username: row.username,
    problem: row.problem,
    hasToken: row.tokenSealed !== null,
    lastSyncedAt: row.lastSyncedAt,
  }
}
