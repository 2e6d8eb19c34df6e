import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { timestamp } from './columns.ts'

/** What the system decided to do. The seed's job fields, plus target, lease, priority and why it waits. */
export const reconcileJobTable = sqliteTable(
  'reconcile_job',
  {
    reconcileJobId: integer('reconcile_job_id').primaryKey({ autoIncrement: true }),
    jobType: text('job_type').notNull(),
    status: text('status').notNull(),
    reason: text('reason').notNull(),
    correlationId: text('correlation_id').notNull(),
    debugSessionId: text('debug_session_id'),
    userId: integer('user_id').notNull(),
    /** What it works on, e.g. `door:2`, `account:1`, `plan:7`: one open job for a type and target. */
    target: text('target').notNull(),
    doorId: integer('door_id'),
    integrationCustomerId: integer('integration_customer_id'),
    enforcePlanId: integer('enforce_plan_id'),
    /** Lower runs first: 0 a person's click, 1 a due window, 2 periodic work. */
    priority: integer('priority').notNull(),
    attemptCount: integer('attempt_count').notNull().default(0),
    /** Due at; null when it is not waiting for a time. */
    nextRunAt: timestamp('next_run_at'),
    lastError: text('last_error'),
    waitReason: text('wait_reason'),
    waitingSince: timestamp('waiting_since'),
    heldBy: text('held_by'),
    heldUntil: timestamp('held_until'),
    leaseToken: text('lease_token'),
    leaseExpiresAt: timestamp('lease_expires_at'),
    cancelRequestedAt: timestamp('cancel_requested_at'),
    resultJson: text('result_json'),
    createdAt: timestamp('created_at').notNull(),
    updatedAt: timestamp('updated_at').notNull(),
    finishedAt: timestamp('finished_at'),
  },
  (table) => [
    uniqueIndex('reconcile_job_open_target')
      .on(table.jobType, table.target)
      .where(sql`status in ('queued','waiting_offline')`),
    index('reconcile_job_due')
      .on(table.priority, table.nextRunAt, table.reconcileJobId)
      .where(sql`status in ('queued','waiting_offline')`),
    index('reconcile_job_running').on(table.leaseExpiresAt).where(sql`status = 'running'`),
    index('reconcile_job_correlation_id').on(table.correlationId),
    index('reconcile_job_door').on(table.doorId, table.reconcileJobId),
    index('reconcile_job_status').on(table.status, table.reconcileJobId),
    check(
      'reconcile_job_status_check',
      sql`${table.status} in ('queued','running','waiting_offline','awaiting_approval','done','failed','cancelled')`,
    ),
    check(
      'reconcile_job_type_check',
      sql`${table.jobType} in ('drift_enforce_lock_truth','drift_check','enforce_plan_apply','device_sync','record_sync','maintenance')`,
    ),
    check(
      'reconcile_job_lease_check',
      sql`(${table.status} = 'running') = (${table.leaseToken} is not null)`,
    ),
  ],
)

/** Correlation ids of changes that were folded into a job: all of them lead to its trace. */
export const reconcileJobCorrelationTable = sqliteTable(
  'reconcile_job_correlation',
  {
    reconcileJobId: integer('reconcile_job_id')
      .notNull()
      .references(() => reconcileJobTable.reconcileJobId),
    correlationId: text('correlation_id').notNull(),
    createdAt: timestamp('created_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.reconcileJobId, table.correlationId] }),
    index('reconcile_job_correlation_by_id').on(table.correlationId),
  ],
)

/** One request that changes a lock: the intent is committed before it is sent, the outcome after the answer. */
export const operationTable = sqliteTable(
  'operation',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    reconcileJobId: integer('reconcile_job_id')
      .notNull()
      .references(() => reconcileJobTable.reconcileJobId),
    correlationId: text('correlation_id').notNull(),
    enforcePlanId: integer('enforce_plan_id'),
    lineId: text('line_id').notNull(),
    doorId: integer('door_id').notNull(),
    integrationDeviceId: integer('integration_device_id').notNull(),
    kind: text('kind', { enum: ['add', 'change', 'delete'] }).notNull(),
    credentialId: integer('credential_id'),
    /** Known before a change or delete; for an add it comes with the answer or the settling read. */
    vendorPinId: text('vendor_pin_id'),
    codeName: text('code_name'),
    pinSealed: text('pin_sealed'),
    startsAt: timestamp('starts_at'),
    endsAt: timestamp('ends_at'),
    state: text('state').notNull(),
    attempt: integer('attempt').notNull(),
    reason: text('reason'),
    error: text('error'),
    intentAt: timestamp('intent_at').notNull(),
    sentAt: timestamp('sent_at'),
    answeredAt: timestamp('answered_at'),
    settledAt: timestamp('settled_at'),
    settledBy: text('settled_by', { enum: ['answer', 'read_back', 'recovery_read'] }),
  },
  (table) => [
    index('operation_open').on(table.integrationDeviceId).where(sql`state in ('intent','sent')`),
    index('operation_job').on(table.reconcileJobId),
    index('operation_door').on(table.doorId, table.id),
    check('operation_kind_check', sql`${table.kind} in ('add','change','delete')`),
    check(
      'operation_state_check',
      sql`${table.state} in ('intent','sent','confirmed','failed','unconfirmed','already_so')`,
    ),
  ],
)
