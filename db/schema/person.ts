import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { sealed, timestamp } from './columns.ts'
import { doorTable } from './door.ts'
import { doorGroupTable } from './site.ts'

export const personTable = sqliteTable('person', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  name: text('name').notNull(),
  note: text('note'),
  blockedAt: timestamp('blocked_at'),
  blockedByOperatorId: integer('blocked_by_operator_id'),
  removedAt: timestamp('removed_at'),
  createdAt: timestamp('created_at').notNull(),
  updatedAt: timestamp('updated_at').notNull(),
})

/** A PIN of a person with an optional validity window. The digits are sealed; the hash finds equal ones. */
export const credentialTable = sqliteTable(
  'credential',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    personId: integer('person_id')
      .notNull()
      .references(() => personTable.id),
    pinSealed: sealed('pin_sealed').notNull(),
    pinHash: text('pin_hash').notNull(),
    startsAt: timestamp('starts_at'),
    endsAt: timestamp('ends_at'),
    revokedAt: timestamp('revoked_at'),
    revokedByOperatorId: integer('revoked_by_operator_id'),
    createdAt: timestamp('created_at').notNull(),
    updatedAt: timestamp('updated_at').notNull(),
  },
  (table) => [index('credential_person').on(table.personId), index('credential_pin_hash').on(table.pinHash)],
)

/** Says on which door or group a credential counts, optionally within its own window. */
export const grantTable = sqliteTable(
  'grant',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    credentialId: integer('credential_id')
      .notNull()
      .references(() => credentialTable.id),
    doorId: integer('door_id').references(() => doorTable.id),
    doorGroupId: integer('door_group_id').references(() => doorGroupTable.id),
    startsAt: timestamp('starts_at'),
    endsAt: timestamp('ends_at'),
    revokedAt: timestamp('revoked_at'),
    revokedByOperatorId: integer('revoked_by_operator_id'),
    createdAt: timestamp('created_at').notNull(),
  },
  (table) => [
    index('grant_credential').on(table.credentialId),
    index('grant_door').on(table.doorId),
    index('grant_group').on(table.doorGroupId),
    check('grant_target_check', sql`(${table.doorId} is null) <> (${table.doorGroupId} is null)`),
  ],
)
