import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { timestamp } from './columns.ts'

/** A stretch of time in which support watches: every record written in it carries the session's code. */
export const debugSessionTable = sqliteTable(
  'debug_session',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    /** What the records carry as `debug_session_id`, e.g. `7QF2-M9PX`. */
    code: text('code').notNull(),
    note: text('note').notNull(),
    operatorId: integer('operator_id').notNull(),
    startedAt: timestamp('started_at').notNull(),
    /** As planned; nothing has to run at this moment, since writers compare the time. */
    endsAt: timestamp('ends_at').notNull(),
    /** Set when a person ended it earlier. */
    stoppedAt: timestamp('stopped_at'),
  },
  (table) => [
    uniqueIndex('debug_session_code_unique').on(table.code),
    index('debug_session_ends').on(table.endsAt),
  ],
)

/** The traces that have a record of a session. */
export const traceDebugSessionTable = sqliteTable(
  'trace_debug_session',
  {
    debugSessionId: text('debug_session_id').notNull(),
    correlationId: text('correlation_id').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.debugSessionId, table.correlationId] }),
    index('trace_debug_session_trace').on(table.correlationId),
  ],
)
