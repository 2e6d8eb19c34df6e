import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { flag, timestamp } from './columns.ts'
import { integrationDeviceTable } from './integration.ts'

/** When a door should stand open, as a person decided; `door.open_schedule_id` names the one in force. Never changed. */
export const openScheduleTable = sqliteTable('open_schedule', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  periodsJson: text('periods_json').notNull(),
  createdAt: timestamp('created_at').notNull(),
})

/** The open schedule that a lock's provider last gave, and whether the last try failed. */
export const lockScheduleTable = sqliteTable('lock_schedule', {
  integrationDeviceId: integer('integration_device_id')
    .primaryKey()
    .references(() => integrationDeviceTable.id),
  /** Null until it was read once. */
  periodsJson: text('periods_json'),
  unlocksByItself: flag('unlocks_by_itself'),
  readAt: timestamp('read_at'),
  /** Why the last reading failed; null when it did not. What is above is of an earlier one then. */
  unreadReason: text('unread_reason'),
})
