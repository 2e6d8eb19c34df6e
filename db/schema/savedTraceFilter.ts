import { integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { timestamp } from './columns.ts'

/** A filter of the list of traces that an operator keeps under a name, for themselves. */
export const savedTraceFilterTable = sqliteTable(
  'saved_trace_filter',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    operatorId: integer('operator_id').notNull(),
    name: text('name').notNull(),
    filterJson: text('filter_json').notNull(),
    savedAt: timestamp('saved_at').notNull(),
  },
  (table) => [uniqueIndex('saved_trace_filter_name').on(table.operatorId, table.name)],
)
