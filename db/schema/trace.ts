import { sql } from 'drizzle-orm'
import {
  blob,
  check,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core'
import { flag, timestamp } from './columns.ts'

/** A change a person or the system made. Append-only (triggers in db/sql), each row hashed over the one before. */
export const appAuditTable = sqliteTable(
  'app_audit',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    time: timestamp('time').notNull(),
    operatorId: integer('operator_id').notNull(),
    /** `Door #2`, as shown. */
    entity: text('entity').notNull(),
    entityId: integer('entity_id').notNull(),
    action: text('action').notNull(),
    beforeJson: text('before_json'),
    afterJson: text('after_json'),
    correlationId: text('correlation_id').notNull(),
    debugSessionId: text('debug_session_id'),
    chainHash: text('chain_hash').notNull(),
  },
  (table) => [index('app_audit_entity').on(table.entity)],
)

/** One thing sent to a provider, or one step of our own engine, already redacted. */
export const integrationLogTable = sqliteTable(
  'integration_log',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    createdAt: timestamp('created_at').notNull(),
    startedAt: timestamp('started_at').notNull(),
    durationMs: integer('duration_ms').notNull(),
    action: text('action').notNull(),
    ok: flag('ok').notNull(),
    providerType: text('provider_type', { enum: ['TTLOCK', 'ACCESS_BROKER'] }).notNull(),
    lockKey: text('lock_key').notNull(),
    doorId: integer('door_id'),
    doorName: text('door_name'),
    externalId: text('external_id'),
    reconcileJobId: integer('reconcile_job_id'),
    operationId: integer('operation_id'),
    correlationId: text('correlation_id').notNull(),
    debugSessionId: text('debug_session_id'),
    attempt: integer('attempt'),
    httpStatus: integer('http_status'),
    errorMessage: text('error_message'),
    requestJson: text('request_json'),
    /** A short one, or one from before there was `log_body`. */
    responseJson: text('response_json'),
    /** Of a long one its row in `log_body`. No foreign key: to take a body away would look for its rows in all of the log. */
    responseBodyId: integer('response_body_id'),
  },
  (table) => [
    index('integration_log_correlation').on(table.correlationId, table.id),
    index('integration_log_failed').on(table.id).where(sql`ok = 0`),
    check('integration_log_provider_check', sql`${table.providerType} in ('TTLOCK','ACCESS_BROKER')`),
  ],
)

/**
 * Long responses of the log, already redacted, each text once: most looks at a door get what the one before got. Short
 * columns first, so that they are read without the text.
 */
export const logBodyTable = sqliteTable(
  'log_body',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    /** The first half of its SHA-256. */
    digest: blob('digest', { mode: 'buffer' }).notNull(),
    /** The newest day (UTC) of a log row that refers to it. */
    lastUsedOn: text('last_used_on').notNull(),
    bodyJson: text('body_json').notNull(),
  },
  (table) => [
    uniqueIndex('log_body_digest_unique').on(table.digest),
    index('log_body_last_used').on(table.lastUsedOn),
  ],
)

/**
 * One row for each correlation id, kept by the same transactions that write its records: what the list of traces
 * shows and searches, so that a search never reads the records themselves.
 */
export const traceTable = sqliteTable(
  'trace',
  {
    /** Not the correlation id: the full-text index (db/sql) refers to rows by a number that a VACUUM leaves alone. */
    id: integer('id').primaryKey({ autoIncrement: true }),
    correlationId: text('correlation_id').notNull(),
    startedAt: timestamp('started_at').notNull(),
    endedAt: timestamp('ended_at').notNull(),
    /** Of the first record that names a door. */
    doorName: text('door_name'),
    logCount: integer('log_count').notNull(),
    /** Failed log rows and failed jobs. */
    errorCount: integer('error_count').notNull(),
    /** Lower-case words to search in, each once, with a line feed around each. */
    searchText: text('search_text').notNull(),
  },
  (table) => [
    uniqueIndex('trace_correlation_unique').on(table.correlationId),
    index('trace_started').on(table.startedAt, table.correlationId),
    index('trace_failed').on(table.startedAt, table.correlationId).where(sql`error_count > 0`),
    index('trace_full').on(table.startedAt).where(sql`length(search_text) > 7000`),
  ],
)

/**
 * The audit rows of a trace, without a rowid (by hand, in the migration). An index over their correlation ids would cost
 * each of them a page of its own: the ids are random, the numbers of traces rise.
 */
export const traceAuditTable = sqliteTable(
  'trace_audit',
  {
    traceId: integer('trace_id').notNull(),
    appAuditId: integer('app_audit_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.traceId, table.appAuditId] })],
)

/** The doors a trace concerns. */
export const traceDoorTable = sqliteTable(
  'trace_door',
  {
    doorId: integer('door_id').notNull(),
    correlationId: text('correlation_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.doorId, table.correlationId] })],
)
