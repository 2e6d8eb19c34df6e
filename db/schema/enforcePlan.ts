import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { sealed, timestamp } from './columns.ts'
import { doorTable } from './door.ts'

const PLAN_STATUSES = [
  'reading',
  'previewed',
  'approved',
  'applying',
  'applied',
  'partly_applied',
  'stale',
  'expired',
  'rejected',
  'superseded',
] as const

/** A plan, its digest, its approval and its fate. */
export const enforcePlanTable = sqliteTable(
  'enforce_plan',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    correlationId: text('correlation_id').notNull(),
    debugSessionId: text('debug_session_id'),
    reconcileJobId: integer('reconcile_job_id'),
    status: text('status', { enum: PLAN_STATUSES }).notNull(),
    /** `{ kind, id }` of what was asked to be planned. */
    scopeJson: text('scope_json').notNull(),
    title: text('title').notNull(),
    mode: text('mode').notNull(),
    graceWindowSeconds: integer('grace_window_seconds').notNull(),
    digest: text('digest'),
    summaryJson: text('summary_json'),
    safeguardsJson: text('safeguards_json').notNull().default('[]'),
    resultJson: text('result_json'),
    approvedByOperatorId: integer('approved_by_operator_id'),
    approvedAt: timestamp('approved_at'),
    approvalReason: text('approval_reason'),
    approvalExpiresAt: timestamp('approval_expires_at'),
    /** The second manager, where the site asks for one. */
    confirmedByOperatorId: integer('confirmed_by_operator_id'),
    confirmedAt: timestamp('confirmed_at'),
    /** Safeguards a person allowed for this plan: `[{ key, reason, by, at }]`. */
    allowancesJson: text('allowances_json').notNull().default('[]'),
    /** What an apply asked a person and what was answered. */
    applyDialogJson: text('apply_dialog_json'),
    decidedReason: text('decided_reason'),
    stopRequestedAt: timestamp('stop_requested_at'),
    stopRequestedByOperatorId: integer('stop_requested_by_operator_id'),
    /** The applied plan this one reverses; null for all others. */
    undoOfPlanId: integer('undo_of_plan_id'),
    createdAt: timestamp('created_at').notNull(),
    updatedAt: timestamp('updated_at').notNull(),
    expiresAt: timestamp('expires_at'),
  },
  (table) => [
    index('enforce_plan_status').on(table.status, table.id),
    index('enforce_plan_correlation').on(table.correlationId),
    index('enforce_plan_undo').on(table.undoOfPlanId).where(sql`undo_of_plan_id is not null`),
    check(
      'enforce_plan_status_check',
      sql`${table.status} in ('reading','previewed','approved','applying','applied','partly_applied','stale','expired','rejected','superseded')`,
    ),
  ],
)

/** One door of a plan as it was planned. `plan_json` holds no PIN; the inventory the fingerprint was taken from is sealed. */
export const enforcePlanDoorTable = sqliteTable(
  'enforce_plan_door',
  {
    enforcePlanId: integer('enforce_plan_id')
      .notNull()
      .references(() => enforcePlanTable.id),
    doorId: integer('door_id')
      .notNull()
      .references(() => doorTable.id),
    fingerprint: text('fingerprint'),
    planJson: text('plan_json').notNull(),
    inventorySealed: sealed('inventory_sealed'),
  },
  (table) => [
    primaryKey({ columns: [table.enforcePlanId, table.doorId] }),
    index('enforce_plan_door_door').on(table.doorId, table.enforcePlanId),
  ],
)

/**
 * What is read of all doors of a plan at once, and what changes as they are approved and applied. A table of its own: a
 * row of `enforce_plan_door` has some hundred kilobytes, which would be read and written each time.
 */
export const enforcePlanDoorStateTable = sqliteTable(
  'enforce_plan_door_state',
  {
    enforcePlanId: integer('enforce_plan_id')
      .notNull()
      .references(() => enforcePlanTable.id),
    doorId: integer('door_id')
      .notNull()
      .references(() => doorTable.id),
    state: text('state', { enum: ['planned', 'unreadable', 'stale', 'done', 'skipped'] }).notNull(),
    /** Made from `plan_json`; null for what was stored before there were heads. */
    headJson: text('head_json'),
    /** Line ids a person approved; null before approval. */
    approvedLinesJson: text('approved_lines_json'),
    approvedCalls: integer('approved_calls'),
    /** What became of each line: `{ lineId: { result, sentence } }`. */
    resultsJson: text('results_json').notNull().default('{}'),
    /** Last, since it is the longest and read by few. Made from `plan_json`; null with `head_json`. */
    linesJson: text('lines_json'),
  },
  (table) => [
    primaryKey({ columns: [table.enforcePlanId, table.doorId] }),
    check(
      'enforce_plan_door_state_check',
      sql`${table.state} in ('planned','unreadable','stale','done','skipped')`,
    ),
  ],
)
