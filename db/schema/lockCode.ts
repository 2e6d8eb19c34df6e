import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { flag, sealed, timestamp } from './columns.ts'
import { doorTable } from './door.ts'
import { integrationDeviceTable } from './integration.ts'
import { credentialTable } from './person.ts'

const CODE_STATUSES = [
  'settled',
  'under_way',
  'not_on_lock',
  'as_before',
  'expired_or_invalid',
  'unknown',
] as const

const EVIDENCE_GRADES = [
  'used_at_door',
  'read_back',
  'listed',
  'sent_unconfirmed',
  'computed',
  'none',
] as const

/** The rows of the last complete passcode list of a lock. */
export const actualCodeTable = sqliteTable(
  'actual_code',
  {
    integrationDeviceId: integer('integration_device_id')
      .notNull()
      .references(() => integrationDeviceTable.id),
    vendorPinId: text('vendor_pin_id').notNull(),
    name: text('name'),
    pinSealed: sealed('pin_sealed').notNull(),
    pinHash: text('pin_hash').notNull(),
    windowKind: text('window_kind', { enum: ['permanent', 'period', 'other'] }).notNull(),
    startsAt: timestamp('starts_at'),
    endsAt: timestamp('ends_at'),
    codeType: integer('code_type').notNull(),
    isCustom: flag('is_custom').notNull(),
    status: text('status', { enum: CODE_STATUSES }).notNull(),
    createdAt: timestamp('created_at'),
    senderUsername: text('sender_username'),
    listedAt: timestamp('listed_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.integrationDeviceId, table.vendorPinId] }),
    check('actual_code_window_check', sql`${table.windowKind} in ('permanent','period','other')`),
    check(
      'actual_code_status_check',
      sql`${table.status} in ('settled','under_way','not_on_lock','as_before','expired_or_invalid','unknown')`,
    ),
  ],
)

/** When a code was first and last seen on a lock. Survives renames and restarts. */
export const sightingTable = sqliteTable(
  'sighting',
  {
    integrationDeviceId: integer('integration_device_id')
      .notNull()
      .references(() => integrationDeviceTable.id),
    vendorPinId: text('vendor_pin_id').notNull(),
    firstSeenAt: timestamp('first_seen_at').notNull(),
    lastSeenAt: timestamp('last_seen_at').notNull(),
    /** The read that showed a PIN or window changed behind our back; first seen counts from here. */
    changedAt: timestamp('changed_at'),
    /** PIN hash and window as last seen, to notice such a change. */
    seenAs: text('seen_as').notNull(),
    /** Time the lock was unreadable since first seen (or since `changed_at`): no grace may pass in it. */
    unreadableMs: integer('unreadable_ms').notNull().default(0),
    /** When we changed it ourselves, until a reading showed that change. */
    ownChangeAt: timestamp('own_change_at'),
  },
  (table) => [primaryKey({ columns: [table.integrationDeviceId, table.vendorPinId] })],
)

/** Our proof that a credential was put on a door. */
export const providerReceiptTable = sqliteTable(
  'provider_receipt',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    credentialId: integer('credential_id')
      .notNull()
      .references(() => credentialTable.id),
    doorId: integer('door_id')
      .notNull()
      .references(() => doorTable.id),
    integrationDeviceId: integer('integration_device_id')
      .notNull()
      .references(() => integrationDeviceTable.id),
    vendorPinId: text('vendor_pin_id').notNull(),
    operationId: integer('operation_id'),
    evidenceGrade: text('evidence_grade', { enum: EVIDENCE_GRADES }).notNull(),
    evidenceAt: timestamp('evidence_at').notNull(),
    createdAt: timestamp('created_at').notNull(),
    voidedAt: timestamp('voided_at'),
  },
  (table) => [
    uniqueIndex('provider_receipt_live_code')
      .on(table.integrationDeviceId, table.vendorPinId)
      .where(sql`voided_at is null`),
    uniqueIndex('provider_receipt_live_credential')
      .on(table.doorId, table.credentialId)
      .where(sql`voided_at is null`),
    check(
      'provider_receipt_grade_check',
      sql`${table.evidenceGrade} in ('used_at_door','read_back','listed','sent_unconfirmed','computed','none')`,
    ),
  ],
)

/**
 * A person's standing decision about a code, keyed so that a rename does not shed it. `remove` asks the planner to take
 * the code off; the other kinds protect it.
 */
export const codeMarkTable = sqliteTable(
  'code_mark',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    integrationDeviceId: integer('integration_device_id')
      .notNull()
      .references(() => integrationDeviceTable.id),
    /** Null where the provider gave no id yet: a code that an undo is about to put back. */
    vendorPinId: text('vendor_pin_id'),
    pinHash: text('pin_hash').notNull(),
    mark: text('mark', { enum: ['never_delete', 'confirm_delete', 'tolerated', 'remove'] }).notNull(),
    until: timestamp('until'),
    reason: text('reason').notNull(),
    operatorId: integer('operator_id').notNull(),
    /** The undo that wrote it; null for a person's own. */
    undoPlanId: integer('undo_plan_id'),
    createdAt: timestamp('created_at').notNull(),
    removedAt: timestamp('removed_at'),
  },
  (table) => [
    index('code_mark_device').on(table.integrationDeviceId),
    check('code_mark_check', sql`${table.mark} in ('never_delete','confirm_delete','tolerated','remove')`),
  ],
)

/** A credential held back on one door until a person decides: an undo took its code off, or changed it back. */
export const credentialPauseTable = sqliteTable(
  'credential_pause',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    doorId: integer('door_id')
      .notNull()
      .references(() => doorTable.id),
    credentialId: integer('credential_id')
      .notNull()
      .references(() => credentialTable.id),
    reason: text('reason').notNull(),
    operatorId: integer('operator_id').notNull(),
    /** The undo that wrote it. */
    undoPlanId: integer('undo_plan_id'),
    createdAt: timestamp('created_at').notNull(),
    endedAt: timestamp('ended_at'),
  },
  (table) => [
    uniqueIndex('credential_pause_live').on(table.doorId, table.credentialId).where(sql`ended_at is null`),
  ],
)
