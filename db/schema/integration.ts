import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { flag, sealed, timestamp } from './columns.ts'

/** One TTLock cloud account. */
export const integrationCustomerTable = sqliteTable(
  'integration_customer',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    providerType: text('provider_type', { enum: ['TTLOCK'] }).notNull(),
    name: text('name').notNull(),
    region: text('region', { enum: ['global', 'china', 'custom'] }).notNull(),
    baseUrl: text('base_url').notNull(),
    clientId: text('client_id').notNull(),
    username: text('username').notNull(),
    clientSecretSealed: sealed('client_secret_sealed').notNull(),
    passwordMd5Sealed: sealed('password_md5_sealed').notNull(),
    tokenSealed: sealed('token_sealed'),
    /** An error-table cause that a person must mend first; null when all is well. */
    problem: text('problem'),
    isActive: flag('is_active').notNull().default(true),
    lastSyncedAt: timestamp('last_synced_at'),
    createdAt: timestamp('created_at').notNull(),
    updatedAt: timestamp('updated_at').notNull(),
  },
  (table) => [
    check('integration_customer_region_check', sql`${table.region} in ('global','china','custom')`),
  ],
)

/**
 * What a client id stands for at an address: its calls are counted together, whoever signs in with it. Accounts belong to
 * it by having both.
 */
export const integrationApplicationTable = sqliteTable(
  'integration_application',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    baseUrl: text('base_url').notNull(),
    clientId: text('client_id').notNull(),
    /** As the provider grants them; a person says how many. */
    callsPerMonth: integer('calls_per_month').notNull(),
    updatedAt: timestamp('updated_at').notNull(),
  },
  (table) => [uniqueIndex('integration_application_key').on(table.baseUrl, table.clientId)],
)

/** A row for each month, so that a clock that was wrong for a while spoils no other month. */
export const applicationMonthTable = sqliteTable(
  'application_month',
  {
    integrationApplicationId: integer('integration_application_id')
      .notNull()
      .references(() => integrationApplicationTable.id),
    /** Midnight of its first day in Beijing, where the provider counts. */
    startsAt: timestamp('starts_at').notNull(),
    callsUsed: integer('calls_used').notNull(),
    /** The provider's own last count; null while only our own calls were counted. */
    countedAt: timestamp('counted_at'),
  },
  (table) => [primaryKey({ columns: [table.integrationApplicationId, table.startsAt] })],
)

/** A physical lock as the provider lists it. One typed in offline has no account yet and is `unverified`. */
export const integrationDeviceTable = sqliteTable(
  'integration_device',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    integrationCustomerId: integer('integration_customer_id').references(() => integrationCustomerTable.id),
    providerType: text('provider_type', { enum: ['TTLOCK'] }).notNull(),
    /** TTLock `lockId`. */
    externalId: text('external_id').notNull(),
    name: text('name'),
    alias: text('alias'),
    mac: text('mac'),
    batteryPercent: integer('battery_percent'),
    featureValue: text('feature_value'),
    hasGateway: flag('has_gateway').notNull().default(false),
    /** Of a Wi-Fi lock that can: whether it sleeps, so that only queued adds reach it. Null while nobody could say. */
    savesPower: flag('saves_power'),
    timezoneRawOffsetMs: integer('timezone_raw_offset_ms'),
    isUnverified: flag('is_unverified').notNull().default(false),
    /** Set when a complete sync of the account did not list it. */
    missingSince: timestamp('missing_since'),
    lastSyncedAt: timestamp('last_synced_at'),
    createdAt: timestamp('created_at').notNull(),
    updatedAt: timestamp('updated_at').notNull(),
  },
  (table) => [uniqueIndex('integration_device_external_unique').on(table.providerType, table.externalId)],
)

export const integrationGatewayTable = sqliteTable(
  'integration_gateway',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    integrationCustomerId: integer('integration_customer_id')
      .notNull()
      .references(() => integrationCustomerTable.id),
    externalId: text('external_id').notNull(),
    name: text('name').notNull(),
    isOnline: flag('is_online').notNull(),
    /** The first list that said so; null while it is online. */
    offlineSince: timestamp('offline_since'),
    lastSyncedAt: timestamp('last_synced_at').notNull(),
  },
  (table) => [
    uniqueIndex('integration_gateway_external_unique').on(table.integrationCustomerId, table.externalId),
  ],
)

/** Which gateways listed a lock, and when: a command holds the lanes of all of them. */
export const deviceGatewayTable = sqliteTable(
  'device_gateway',
  {
    integrationDeviceId: integer('integration_device_id')
      .notNull()
      .references(() => integrationDeviceTable.id),
    gatewayExternalId: text('gateway_external_id').notNull(),
    rssi: integer('rssi'),
    seenAt: timestamp('seen_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.integrationDeviceId, table.gatewayExternalId] }),
    index('device_gateway_gateway').on(table.gatewayExternalId),
  ],
)
