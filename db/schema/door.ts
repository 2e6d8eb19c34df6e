import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { flag, timestamp } from './columns.ts'
import { integrationCustomerTable, integrationDeviceTable } from './integration.ts'
import { doorGroupTable, siteTable } from './site.ts'

/** A place in a site that a device guards. The columns are those of the audit's `after` record. */
export const doorTable = sqliteTable(
  'door',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    siteId: integer('site_id')
      .notNull()
      .references(() => siteTable.id),
    doorGroupId: integer('door_group_id').references(() => doorGroupTable.id),
    openScheduleId: integer('open_schedule_id'),
    integrationCustomerId: integer('integration_customer_id').references(() => integrationCustomerTable.id),
    integrationDeviceId: integer('integration_device_id')
      .notNull()
      .references(() => integrationDeviceTable.id),
    deviceType: text('device_type', { enum: ['TTLOCK'] }).notNull(),
    externalId: text('external_id').notNull(),
    name: text('name').notNull(),
    description: text('description'),
    location: text('location'),
    status: text('status').notNull().default('unknown'),
    demoState: text('demo_state').notNull().default('locked'),
    demoStateUpdatedAt: timestamp('demo_state_updated_at'),
    isActive: flag('is_active').notNull().default(true),
    createdAt: timestamp('created_at').notNull(),
    updatedAt: timestamp('updated_at').notNull(),
  },
  (table) => [
    uniqueIndex('door_name_in_site_unique')
      .on(table.siteId, sql`lower(${table.name})`)
      .where(sql`is_active = 1`),
    uniqueIndex('door_device_unique').on(table.integrationDeviceId).where(sql`is_active = 1`),
    index('door_by_site').on(table.siteId),
    index('door_by_group').on(table.doorGroupId),
    index('door_by_account').on(table.integrationCustomerId),
  ],
)

/** What is known of a door's lock since it was last read; apart from `door`, since it changes with every reading. */
export const doorStateTable = sqliteTable(
  'door_state',
  {
    doorId: integer('door_id')
      .primaryKey()
      .references(() => doorTable.id),
    readingKind: text('reading_kind', { enum: ['never', 'known', 'unreadable'] }).notNull(),
    /** Time of the last complete reading, kept while later ones fail. */
    lastReadAt: timestamp('last_read_at'),
    unreadableSince: timestamp('unreadable_since'),
    unreadableReason: text('unreadable_reason'),
    /** Lines of the last plan that would change something, or would if the mode allowed it. */
    differences: integer('differences').notNull().default(0),
    /** Of those: codes that lack, that are other than decided, that should not be there, that cannot be put there. */
    missing: integer('missing').notNull().default(0),
    changed: integer('changed').notNull().default(0),
    unwanted: integer('unwanted').notNull().default(0),
    undeliverable: integer('undeliverable').notNull().default(0),
    /** Codes with our kind of name whose person or credential this database never had. */
    foreignNamesakes: integer('foreign_namesakes').notNull().default(0),
    /** False until the first complete run: a new door is report-only for it. */
    isFirstRunDone: flag('is_first_run_done').notNull().default(false),
    pausedUntil: timestamp('paused_until'),
    pausedByOperatorId: integer('paused_by_operator_id'),
    pauseReason: text('pause_reason'),
    updatedAt: timestamp('updated_at').notNull(),
  },
  (table) => [check('door_state_reading_check', sql`${table.readingKind} in ('never','known','unreadable')`)],
)
