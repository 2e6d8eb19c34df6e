import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { flag, isOneOf, sealed, timestamp } from './columns.ts'

const JOB_TYPES = [
  'drift_enforce_lock_truth',
  'drift_check',
  'enforce_plan_apply',
  'device_sync',
  'record_sync',
  'maintenance',
] as const

const JOB_STATUSES = [
  'queued',
  'running',
  'waiting_offline',
  'awaiting_approval',
  'done',
  'failed',
  'cancelled',
] as const

const WAIT_REASONS = [
  'no_network',
  'provider_down',
  'gateway_offline',
  'lock_unreachable',
  'no_gateway',
  'not_signed_in',
  'quota',
] as const

const OPERATION_STATES = ['intent', 'sent', 'confirmed', 'failed', 'unconfirmed', 'already_so'] as const

/** What the system decided to do. The seed's job fields, plus target, lease, priority and why it waits. */
export const reconcileJobTable = sqliteTable(
  'reconcile_job',
  {
    reconcileJobId: integer('reconcile_job_id').primaryKey({ autoIncrement: true }),
    jobType: text('job_type', { enum: JOB_TYPES }).notNull(),
    status: text('status', { enum: JOB_STATUSES }).notNull(),
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
    waitReason: text('wait_reason', { enum: WAIT_REASONS }),
    waitingSince: timestamp('waiting_since'),
    heldBy: text('held_by'),
    heldUntil: timestamp('held_until'),
    /** A person let this job send outside the site's enforcement hours. */
    ignoresHours: flag('ignores_hours').notNull().default(false),
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
      .on(table.priority, table.nextRunAt)
      .where(sql`status in ('queued','waiting_offline')`),
    index('reconcile_job_due_time')
      .on(table.nextRunAt)
      .where(sql`status in ('queued','waiting_offline') and held_by is null`),
    index('reconcile_job_held')
      .on(table.heldUntil)
      .where(sql`status in ('queued','waiting_offline') and held_by is not null`),
    // Not by states: an index whose condition a change of state touches is written at each of them.
    index('reconcile_job_open_door').on(table.doorId).where(sql`finished_at is null`),
    index('reconcile_job_awaiting').on(table.jobType, table.target).where(sql`status = 'awaiting_approval'`),
    index('reconcile_job_door').on(table.doorId),
    index('reconcile_job_status').on(table.status),
    check('reconcile_job_status_check', isOneOf(table.status, JOB_STATUSES)),
    check('reconcile_job_type_check', isOneOf(table.jobType, JOB_TYPES)),
    check('reconcile_job_priority_check', sql`${table.priority} between 0 and 2`),
    check('reconcile_job_wait_check', isOneOf(table.waitReason, WAIT_REASONS)),
    check(
      'reconcile_job_end_check',
      sql`(${isOneOf(table.status, ['done', 'failed', 'cancelled'])}) = (${table.finishedAt} is not null)`,
    ),
    check(
      'reconcile_job_lease_check',
      sql`(${table.status} = 'running') = (${table.leaseToken} is not null)`,
    ),
  ],
)

/** The job's own correlation id and those of changes folded into it: all of them lead to its trace. */
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
    kind: text('kind', { enum: ['add', 'change', 'delete', 'schedule'] }).notNull(),
    credentialId: integer('credential_id'),
    /** Known before a change or delete; for an add it comes with the answer or the settling read. */
    vendorPinId: text('vendor_pin_id'),
    codeName: text('code_name'),
    pinSealed: sealed('pin_sealed'),
    /** The window the code gets; null for a delete. A permanent one has no times. */
    windowKind: text('window_kind', { enum: ['permanent', 'period'] }),
    startsAt: timestamp('starts_at'),
    endsAt: timestamp('ends_at'),
    /** The periods an open schedule gets; null of all others. */
    scheduleJson: text('schedule_json'),
    state: text('state', { enum: OPERATION_STATES }).notNull(),
    attempt: integer('attempt').notNull(),
    reason: text('reason'),
    /** Whether it counts against the limits of deletes in 24 hours. */
    countsTowardLimits: flag('counts_toward_limits').notNull(),
    error: text('error'),
    intentAt: timestamp('intent_at').notNull(),
    sentAt: timestamp('sent_at'),
    answeredAt: timestamp('answered_at'),
    settledAt: timestamp('settled_at'),
    settledBy: text('settled_by', { enum: ['answer', 'read_back', 'recovery_read'] }),
  },
  (table) => [
    index('operation_open').on(table.integrationDeviceId).where(sql`state in ('intent','sent')`),
    index('operation_unsettled').on(table.id).where(sql`state in ('intent','sent')`),
    index('operation_job').on(table.reconcileJobId),
    index('operation_plan').on(table.enforcePlanId),
    index('operation_counted_delete')
      .on(table.doorId, table.intentAt)
      .where(sql`kind = 'delete' and counts_toward_limits = 1`),
    index('operation_door').on(table.doorId, table.id),
    index('operation_credential').on(table.credentialId).where(sql`credential_id is not null`),
    check('operation_kind_check', sql`${table.kind} in ('add','change','delete','schedule')`),
    check('operation_window_check', sql`${table.windowKind} in ('permanent','period')`),
    check('operation_settled_by_check', sql`${table.settledBy} in ('answer','read_back','recovery_read')`),
    check(
      'operation_state_check',
      sql`${table.state} in ('intent','sent','confirmed','failed','unconfirmed','already_so')`,
    ),
  ],
)
