import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { flag, sealed, timestamp } from './columns.ts'
import { doorTable } from './door.ts'
import { integrationDeviceTable } from './integration.ts'

/** How far a lock is known: its complete lists, and its records. */
export const lockWatchTable = sqliteTable('lock_watch', {
  integrationDeviceId: integer('integration_device_id')
    .primaryKey()
    .references(() => integrationDeviceTable.id),
  firstReadAt: timestamp('first_read_at'),
  lastReadAt: timestamp('last_read_at'),
  /** Keyed hash of what its last complete list showed, as a door's fingerprint has it; null while none was read since it is kept. */
  listDigest: text('list_digest'),
  /** Records made before are read, but for those that come late. */
  recordsReadTo: timestamp('records_read_to'),
  /** The lock's clock minus the provider's by its latest records that tell; null while none did. */
  clockOffsetMs: integer('clock_offset_ms'),
  clockSeenAt: timestamp('clock_seen_at'),
})

/** Which PINs stood in a lock's lists, and from when to when: what a record of its time is judged by. */
export const listedPinTable = sqliteTable(
  'listed_pin',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    integrationDeviceId: integer('integration_device_id')
      .notNull()
      .references(() => integrationDeviceTable.id),
    vendorPinId: text('vendor_pin_id').notNull(),
    pinHash: text('pin_hash').notNull(),
    firstListedAt: timestamp('first_listed_at').notNull(),
    /** The first list that did not show it any more; null while the last one does. */
    goneAt: timestamp('gone_at'),
  },
  (table) => [
    uniqueIndex('listed_pin_now')
      .on(table.integrationDeviceId, table.vendorPinId, table.pinHash)
      .where(sql`gone_at is null`),
    index('listed_pin_hash').on(table.integrationDeviceId, table.pinHash),
  ],
)

/** The lock's own log, as the provider passed it on. */
export const unlockRecordTable = sqliteTable(
  'unlock_record',
  {
    integrationDeviceId: integer('integration_device_id')
      .notNull()
      .references(() => integrationDeviceTable.id),
    /** The provider's. */
    recordId: text('record_id').notNull(),
    recordType: integer('record_type').notNull(),
    recordTypeFromLock: integer('record_type_from_lock'),
    isSuccess: flag('is_success').notNull(),
    pinSealed: sealed('pin_sealed'),
    pinHash: text('pin_hash'),
    /** By the lock's clock. */
    usedAt: timestamp('used_at').notNull(),
    receivedAt: timestamp('received_at'),
    verdict: text('verdict', {
      enum: ['other', 'used', 'pending', 'not_covered', 'ghost', 'valid_refused', 'refused'],
    }).notNull(),
    /** The listed code that was used or refused. */
    vendorPinId: text('vendor_pin_id'),
    storedAt: timestamp('stored_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.integrationDeviceId, table.recordId] }),
    index('unlock_record_pending').on(table.integrationDeviceId).where(sql`verdict = 'pending'`),
    index('unlock_record_used')
      .on(table.integrationDeviceId, table.vendorPinId, table.usedAt)
      .where(sql`verdict = 'used'`),
    index('unlock_record_stored').on(table.storedAt),
    check(
      'unlock_record_verdict_check',
      sql`${table.verdict} in ('other','used','pending','not_covered','ghost','valid_refused','refused')`,
    ),
  ],
)

/** Something at a door that somebody has to look into. */
export const doorAlarmTable = sqliteTable(
  'door_alarm',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    doorId: integer('door_id')
      .notNull()
      .references(() => doorTable.id),
    kind: text('kind', { enum: ['unknown_code_opened', 'valid_code_refused'] }).notNull(),
    pinHash: text('pin_hash').notNull(),
    /** The refused code; null for one that nobody lists. */
    vendorPinId: text('vendor_pin_id'),
    /** By the lock's clock: the first use, the last, and how many. */
    firstAt: timestamp('first_at').notNull(),
    lastAt: timestamp('last_at').notNull(),
    uses: integer('uses').notNull(),
    correlationId: text('correlation_id').notNull(),
    raisedAt: timestamp('raised_at').notNull(),
    dismissedAt: timestamp('dismissed_at'),
    dismissedByOperatorId: integer('dismissed_by_operator_id'),
    dismissReason: text('dismiss_reason'),
  },
  (table) => [
    uniqueIndex('door_alarm_open')
      .on(table.doorId, table.kind, table.pinHash)
      .where(sql`dismissed_at is null`),
    check('door_alarm_kind_check', sql`${table.kind} in ('unknown_code_opened','valid_code_refused')`),
  ],
)
