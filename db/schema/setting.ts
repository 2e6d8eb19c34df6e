import { sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { timestamp } from './columns.ts'

/** Settings of this profile, as JSON under a name. */
export const settingTable = sqliteTable('setting', {
  name: text('name').primaryKey(),
  valueJson: text('value_json').notNull(),
  updatedAt: timestamp('updated_at').notNull(),
})
