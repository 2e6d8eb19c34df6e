import type Database from 'better-sqlite3'
import { and, asc, desc, eq, inArray, isNotNull, lt, lte, or, sql } from 'drizzle-orm'
import { z } from 'zod'
import { enforcePlanDoorTable, enforcePlanTable } from '../../../db/schema/enforcePlan.ts'
import type { CorrelationId, DoorId, JobId, PlanId } from '../../domain/ids.ts'
import { APPLY_CHOICES, type ApplyDialog, NO_DIALOG } from '../../domain/plan/applyDialog.ts'
import type { PlanLineBrief } from '../../domain/plan/doorHead.ts'
import { PROVIDER_ERROR_CAUSES } from '../../domain/providerError/providerError.ts'
import type {
  LineResult,
  NewPlanDoor,
  PlanDoorHeadRecord,
  PlanDoorRecord,
  PlanListRecord,
  PlanRecord,
  PlanScope,
  PlanStore,
} from '../../ports/stores/planStore.ts'
import { asId, asIdOrNull, asTextId, fromJson, given, toJson } from '../columns.ts'
import { directRows, directSelect } from '../directStatement.ts'
import { nowIso, type StoreContext } from '../storeContext.ts'
import { PlanDoors } from './planDoors.ts'

type PlanRow = typeof enforcePlanTable.$inferSelect

const LISTED = {
  id: enforcePlanTable.id,
  correlationId: enforcePlanTable.correlationId,
  status: enforcePlanTable.status,
  scopeJson: enforcePlanTable.scopeJson,
  title: enforcePlanTable.title,
  mode: enforcePlanTable.mode,
  summaryJson: enforcePlanTable.summaryJson,
  createdAt: enforcePlanTable.createdAt,
}

const scopeSchema = z.union([
  z.object({ kind: z.literal('all') }),
  z.object({ kind: z.enum(['site', 'group', 'door']), id: z.number() }),
])
const summarySchema = z.object({
  doors: z.number(),
  adds: z.number(),
  changes: z.number(),
  replaces: z.number(),
  deletes: z.number(),
  blocked: z.number(),
  graceBypassedDeletes: z.number(),
  invalidExpected: z.number(),
  // Plans of earlier versions did not count these.
  reported: z.number().default(0),
  underWay: z.number().default(0),
  unreadableDoors: z.number().default(0),
})
const allowancesSchema = z.array(
  z.object({ key: z.string(), reason: z.string(), by: z.number(), at: z.string() }),
)
const kindSchema = z.enum([...PROVIDER_ERROR_CAUSES, 'unconfirmed', 'not_done'])
const dialogSchema = z.object({
  questions: z.array(
    z.object({
      kind: kindSchema,
      askedAt: z.string(),
      doors: z.array(z.object({ doorId: z.number(), sentence: z.string() })),
    }),
  ),
  answers: z.array(
    z.object({
      kind: kindSchema,
      choice: z.enum(APPLY_CHOICES),
      isRemembered: z.boolean(),
      doorIds: z.array(z.number()),
      by: z.number(),
      at: z.string(),
    }),
  ),
})
export class PlanRepository implements PlanStore {
  readonly #context: StoreContext
  readonly #doors: PlanDoors
  readonly #listed
  readonly #byId
  readonly #ofCorrelation: Database.Statement<[string], number>
  readonly #appliedUnasked: Database.Statement<[DoorId], number>

  constructor(context: StoreContext) {
    this.#context = context
    this.#doors = new PlanDoors(context)
    const listed = context.db
      .select(LISTED)
      .from(enforcePlanTable)
      .where(lt(enforcePlanTable.id, given('before')))
      .orderBy(desc(enforcePlanTable.id))
      .limit(sql.placeholder('limit'))
    this.#listed = directSelect(context.sqlite, listed, LISTED)
    const byId = context.db
      .select()
      .from(enforcePlanTable)
      .where(eq(enforcePlanTable.id, given('id')))
    this.#byId = directRows(context.sqlite, byId, enforcePlanTable)
    // The plus: see `given`.
    this.#appliedUnasked = context.sqlite
      .prepare<[DoorId], number>(
        `SELECT plan.id FROM enforce_plan AS plan
         JOIN reconcile_job AS job ON job.reconcile_job_id = plan.reconcile_job_id
         WHERE plan.status = 'applying' AND plan.approved_by_operator_id IS NULL AND job.door_id = +?
         ORDER BY plan.id`,
      )
      .pluck()
    this.#ofCorrelation = context.sqlite
      .prepare<[string], number>('SELECT id FROM enforce_plan WHERE correlation_id = +? ORDER BY id')
      .pluck()
  }

  insert(plan: {
    correlationId: CorrelationId
    jobId: JobId | null
    scope: PlanScope
    title: string
    mode: string
    graceWindowSeconds: number
    undoOf?: PlanId | null
  }): PlanId {
    const at = nowIso(this.#context)
    const { jobId, scope, undoOf = null, ...rest } = plan
    return this.#context.transactions.run(['plans'], () => {
      const { id } = this.#context.db
        .insert(enforcePlanTable)
        .values({
          ...rest,
          debugSessionId: this.#context.debugSession.codeAt(at),
          reconcileJobId: jobId,
          scopeJson: JSON.stringify(scope),
          undoOfPlanId: undoOf,
          status: 'reading',
          createdAt: at,
          updatedAt: at,
        })
        .returning({ id: enforcePlanTable.id })
        .get()
      return asId(id)
    })
  }

  get(id: PlanId): PlanRecord | null {
    const [row] = this.#byId({ id })
    return row ? toPlan(row) : null
  }

  list(limit: number, before: PlanId | null = null): readonly PlanListRecord[] {
    return this.#listed({ before: before ?? Number.MAX_SAFE_INTEGER, limit }).map(toListRecord)
  }

  undecided(): readonly PlanRecord[] {
    return this.#context.db
      .select()
      .from(enforcePlanTable)
      .where(inArray(enforcePlanTable.status, ['previewed', 'approved', 'applying']))
      .orderBy(desc(enforcePlanTable.id))
      .all()
      .map(toPlan)
  }

  overdue(nowIso: string): readonly PlanRecord[] {
    const { status, expiresAt, approvalExpiresAt } = enforcePlanTable
    return this.#context.db
      .select()
      .from(enforcePlanTable)
      .where(
        or(
          and(eq(status, 'previewed'), lte(expiresAt, nowIso)),
          and(eq(status, 'approved'), lte(approvalExpiresAt, nowIso)),
        ),
      )
      .all()
      .map(toPlan)
  }

  update(id: PlanId, change: Parameters<PlanStore['update']>[1]): void {
    const { jobId, summary, safeguards, allowances, dialog, result, ...plain } = change
    const updatedAt = nowIso(this.#context)
    this.#context.transactions.run(['plans'], () =>
      this.#context.db
        .update(enforcePlanTable)
        .set({
          ...renameOperators(plain),
          ...(jobId !== undefined && { reconcileJobId: jobId }),
          ...(summary !== undefined && { summaryJson: toJson(summary) }),
          ...(safeguards !== undefined && { safeguardsJson: JSON.stringify(safeguards) }),
          ...(allowances !== undefined && { allowancesJson: JSON.stringify(allowances) }),
          ...(dialog !== undefined && { applyDialogJson: JSON.stringify(dialog) }),
          ...('result' in change && { resultJson: toJson(result) }),
          updatedAt,
        })
        .where(eq(enforcePlanTable.id, id))
        .run(),
    )
  }

  putDoor(door: NewPlanDoor): void {
    this.#doors.put(door)
  }

  doors(id: PlanId): readonly PlanDoorRecord[] {
    return this.#doors.all(id)
  }

  doorHeads(id: PlanId): readonly PlanDoorHeadRecord[] {
    return this.#doors.heads(id)
  }

  lineBriefs(id: PlanId): ReadonlyMap<DoorId, readonly PlanLineBrief[]> {
    return this.#doors.lineBriefs(id)
  }

  lineBriefsOfDoor(id: PlanId, doorId: DoorId): readonly PlanLineBrief[] {
    return this.#doors.lineBriefsOf(id, doorId)
  }

  door(id: PlanId, doorId: DoorId): PlanDoorRecord | null {
    return this.#doors.get(id, doorId)
  }

  inventory(id: PlanId, doorId: DoorId): unknown {
    return this.#doors.inventory(id, doorId)
  }

  approveLines(...approval: Parameters<PlanStore['approveLines']>): void {
    this.#doors.approveLines(...approval)
  }

  setDoorState(id: PlanId, doorId: DoorId, state: PlanDoorRecord['state']): void {
    this.#doors.setState(id, doorId, state)
  }

  setLineResult(
    id: PlanId,
    doorId: DoorId,
    lineId: string,
    result: LineResult,
    sentence: string | null,
  ): void {
    this.#doors.setLineResult(id, doorId, lineId, { result, sentence })
  }

  openPlanOfDoor(doorId: DoorId): PlanRecord | null {
    const row = this.#context.db
      .select({ plan: enforcePlanTable })
      .from(enforcePlanDoorTable)
      .innerJoin(enforcePlanTable, eq(enforcePlanTable.id, enforcePlanDoorTable.enforcePlanId))
      .where(
        and(
          eq(enforcePlanDoorTable.doorId, doorId),
          inArray(enforcePlanTable.status, ['previewed', 'approved']),
        ),
      )
      .orderBy(desc(enforcePlanDoorTable.enforcePlanId))
      .limit(1)
      .get()
    return row ? toPlan(row.plan) : null
  }

  undosOf(id: PlanId): readonly PlanRecord[] {
    return this.#context.db
      .select()
      .from(enforcePlanTable)
      .where(and(eq(enforcePlanTable.undoOfPlanId, id), sql`undo_of_plan_id is not null`))
      .orderBy(asc(enforcePlanTable.id))
      .all()
      .map(toPlan)
  }

  eraseInventories(before: string): number {
    const over = sql`select id from enforce_plan as plan where
      ((status in ('applied','partly_applied','stale','expired','rejected','superseded') and updated_at < ${before})
        or (status = 'previewed' and expires_at < ${before})
        or (status = 'approved' and approval_expires_at < ${before}))
      and not exists (
        select 1 from enforce_plan as undo
        where undo.undo_of_plan_id = plan.id and undo.undo_of_plan_id is not null and undo.status = 'applying')`
    return this.#context.transactions.run([], () => {
      const { changes } = this.#context.db
        .update(enforcePlanDoorTable)
        .set({ inventorySealed: null })
        .where(and(isNotNull(enforcePlanDoorTable.inventorySealed), sql`enforce_plan_id in (${over})`))
        .run()
      return changes
    })
  }

  appliedUnasked(doorId: DoorId): readonly PlanId[] {
    return this.#appliedUnasked.all(doorId).map((id) => asId<PlanId>(id))
  }

  ofCorrelation(correlationId: CorrelationId): readonly PlanId[] {
    return this.#ofCorrelation.all(correlationId).map((id) => asId<PlanId>(id))
  }
}

/** The record says who, the columns say by which operator. */
function renameOperators<
  T extends Partial<Pick<PlanRecord, 'approvedBy' | 'confirmedBy' | 'stopRequestedBy'>>,
>(change: T) {
  const { approvedBy, confirmedBy, stopRequestedBy, ...rest } = change
  return {
    ...rest,
    ...(approvedBy !== undefined && { approvedByOperatorId: approvedBy }),
    ...(confirmedBy !== undefined && { confirmedByOperatorId: confirmedBy }),
    ...(stopRequestedBy !== undefined && { stopRequestedByOperatorId: stopRequestedBy }),
  }
}

function toListRecord(row: Pick<PlanRow, keyof typeof LISTED>): PlanListRecord {
  const { id, correlationId, scopeJson, summaryJson, ...rest } = row
  return {
    ...rest,
    id: asId(id),
    correlationId: asTextId(correlationId),
    scope: toScope(scopeJson),
    summary: toSummary(summaryJson),
  }
}

function toScope(text: string): PlanRecord['scope'] {
  return scopeSchema.parse(JSON.parse(text))
}

function toSummary(text: string | null): PlanRecord['summary'] {
  return text === null ? null : summarySchema.parse(JSON.parse(text))
}

function toPlan(row: PlanRow): PlanRecord {
  const safeguards: unknown = JSON.parse(row.safeguardsJson)
  return {
    id: asId(row.id),
    correlationId: asTextId(row.correlationId),
    debugSessionId: row.debugSessionId,
    jobId: asIdOrNull(row.reconcileJobId),
    status: row.status,
    scope: toScope(row.scopeJson),
    title: row.title,
    mode: row.mode,
    graceWindowSeconds: row.graceWindowSeconds,
    digest: row.digest,
    summary: toSummary(row.summaryJson),
    safeguards: z.array(z.unknown()).parse(safeguards),
    result: fromJson(row.resultJson),
    approvedBy: asIdOrNull(row.approvedByOperatorId),
    approvedAt: row.approvedAt,
    approvalReason: row.approvalReason,
    approvalExpiresAt: row.approvalExpiresAt,
    confirmedBy: asIdOrNull(row.confirmedByOperatorId),
    confirmedAt: row.confirmedAt,
    allowances: allowancesSchema
      .parse(JSON.parse(row.allowancesJson))
      .map((each) => ({ ...each, by: asId(each.by) })),
    dialog: row.applyDialogJson === null ? NO_DIALOG : toDialog(row.applyDialogJson),
    decidedReason: row.decidedReason,
    stopRequestedAt: row.stopRequestedAt,
    stopRequestedBy: asIdOrNull(row.stopRequestedByOperatorId),
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    undoOf: asIdOrNull(row.undoOfPlanId),
  }
}

function toDialog(text: string): ApplyDialog {
  const stored = dialogSchema.parse(JSON.parse(text))
  return {
    questions: stored.questions.map((question) => ({
      ...question,
      doors: question.doors.map((door) => ({ ...door, doorId: asId<DoorId>(door.doorId) })),
    })),
    answers: stored.answers.map((answer) => ({
      ...answer,
      doorIds: answer.doorIds.map((id) => asId<DoorId>(id)),
      by: asId(answer.by),
    })),
  }
}
