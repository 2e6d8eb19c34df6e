import {
  and,
  asc,
  count,
  desc,
  eq,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  max,
  or,
  type SQL,
  sql,
} from 'drizzle-orm'
import type { SQLiteUpdateSetSource } from 'drizzle-orm/sqlite-core'
import { doorTable } from '../../../db/schema/door.ts'
import { operationTable } from '../../../db/schema/reconcileJob.ts'
import type { CodeWindow } from '../../domain/code/codeWindow.ts'
import { PERMANENT } from '../../domain/code/codeWindow.ts'
import type { DeviceId, DoorId, JobId, OperationId, PlanId, SiteId, VendorPinId } from '../../domain/ids.ts'
import { fromIso, toIso } from '../../domain/instant.ts'
import type { NewOperation, OperationRecord, OperationStore } from '../../ports/stores/operationStore.ts'
import { asId, asIdOrNull, asTextId, asTextIdOrNull, given } from '../columns.ts'
import { directRows } from '../directStatement.ts'
import { periodsOf } from '../openPeriods.ts'
import type { StoreContext } from '../storeContext.ts'

type OperationRow = typeof operationTable.$inferSelect

const operation = operationTable

/** Written out: bound parameters would keep SQLite from using the partial indexes. */
const isUnsettled = sql`state in ('intent','sent')`
const isDoubtful = sql`(state in ('sent','unconfirmed') or (state = 'failed' and settled_by <> 'answer'))`
const isCountedDelete = sql`kind = 'delete' and counts_toward_limits = 1
  and state in ('intent','sent','confirmed','unconfirmed')`
const isRefutable = sql`(${operation.state} in ('intent','sent','unconfirmed') or ${operation.settledBy} = 'answer')`

export class OperationRepository implements OperationStore {
  readonly #context: StoreContext
  readonly #byId
  readonly #unsettledOfDevice
  readonly #ofDoor
  readonly #doubtfulOfDoor
  readonly #unconfirmedOfDoor
  readonly #ofCode
  readonly #ofPlanOnDoor
  readonly #deletesOnDoor
  readonly #deletesAtSite

  constructor(context: StoreContext) {
    this.#context = context
    const { db } = context
    const rowsOf = (where: SQL | undefined) => db.select().from(operation).where(where)
    const direct = (query: Parameters<typeof directRows>[1]) => directRows(context.sqlite, query, operation)
    this.#byId = direct(rowsOf(eq(operation.id, given('id'))))
    this.#unsettledOfDevice = direct(
      rowsOf(and(eq(operation.integrationDeviceId, given('deviceId')), isUnsettled)).orderBy(
        asc(operation.id),
      ),
    )
    const ofDoor = eq(operation.doorId, given('doorId'))
    this.#ofDoor = direct(rowsOf(ofDoor).orderBy(desc(operation.id)).limit(sql.placeholder('limit')))
    const sentSince = (state: SQL) =>
      rowsOf(and(ofDoor, state, gte(operation.sentAt, given('sinceIso')))).orderBy(desc(operation.id))
    this.#doubtfulOfDoor = direct(sentSince(isDoubtful))
    this.#unconfirmedOfDoor = direct(sentSince(sql`state = 'unconfirmed'`))
    this.#ofPlanOnDoor = direct(
      rowsOf(and(eq(operation.enforcePlanId, given('planId')), ofDoor)).orderBy(asc(operation.id)),
    )
    const ofCode = db
      .select()
      .from(operation)
      .where(
        and(
          eq(operation.doorId, given('doorId')),
          or(
            eq(operation.credentialId, given('credentialId')),
            eq(operation.vendorPinId, given('vendorPinId')),
          ),
        ),
      )
      .orderBy(desc(operation.id))
      .limit(sql.placeholder('limit'))
    this.#ofCode = directRows(context.sqlite, ofCode, operation)
    const countDeletes = (onDoors: SQL) =>
      db
        .select({ deletes: count() })
        .from(operation)
        .where(and(onDoors, gte(operation.intentAt, given('sinceIso')), isCountedDelete))
        .prepare()
    const doorsOfSite = db
      .select({ id: doorTable.id })
      .from(doorTable)
      .where(eq(doorTable.siteId, given('siteId')))
    this.#deletesOnDoor = countDeletes(eq(operation.doorId, given('doorId')))
    this.#deletesAtSite = countDeletes(inArray(operation.doorId, doorsOfSite))
  }

  insertIntent(intent: NewOperation, atIso: string): OperationId {
    const { transactions, rowIds, sealer, db } = this.#context
    const { jobId, planId, deviceId, pin, window, schedule, ...rest } = intent
    return transactions.writeTouching(['jobs'], () => {
      const id = rowIds.next('operation')
      db.insert(operation)
        .values({
          ...rest,
          ...windowColumns(window),
          scheduleJson: schedule === null ? null : JSON.stringify(schedule),
          id,
          reconcileJobId: jobId,
          enforcePlanId: planId,
          integrationDeviceId: deviceId,
          pinSealed: pin === null ? null : sealer.seal('operation.pin_sealed', id, pin),
          state: 'intent',
          intentAt: atIso,
        })
        .run()
      return asId(id)
    })
  }

  markSent(id: OperationId, atIso: string): void {
    this.#update(id, { state: 'sent', sentAt: atIso }, sql`${operation.state} = 'intent'`)
  }

  withdrawIntent(id: OperationId): void {
    const { transactions, db } = this.#context
    transactions.writeTouching(['jobs'], () => {
      db.delete(operation)
        .where(and(eq(operation.id, id), eq(operation.state, 'intent')))
        .run()
    })
  }

  recordAnswer(
    id: OperationId,
    answer: { vendorPinId: VendorPinId | null; error: string | null },
    atIso: string,
  ): void {
    this.#update(
      id,
      { vendorPinId: keepKnown(answer.vendorPinId), error: answer.error, answeredAt: atIso },
      isUnsettled,
    )
  }

  settle(id: OperationId, outcome: Parameters<OperationStore['settle']>[1], atIso: string): void {
    this.#context.transactions.write(() => {
      if (this.#byId({ id })[0]?.state === outcome.state) return
      this.#update(
        id,
        {
          state: outcome.state,
          settledBy: outcome.by,
          vendorPinId: keepKnown(outcome.vendorPinId),
          error: outcome.error,
          settledAt: atIso,
        },
        // A reading may refute an answer, and show what no earlier one could; what a reading showed stands.
        outcome.state === 'confirmed'
          ? sql`(${isRefutable} or (${operation.state} = 'failed' and ${operation.sentAt} is not null))`
          : isRefutable,
      )
    })
  }

  get(id: OperationId): OperationRecord | null {
    const [row] = this.#byId({ id })
    return row ? this.#toRecord(row) : null
  }

  unsettledOfDevice(deviceId: DeviceId): readonly OperationRecord[] {
    return this.#unsettledOfDevice({ deviceId }).map((row) => this.#toRecord(row))
  }

  unsettled(): readonly OperationRecord[] {
    return this.#select(isUnsettled)
  }

  ofJob(jobId: JobId): readonly OperationRecord[] {
    return this.#select(eq(operation.reconcileJobId, jobId))
  }

  ofPlan(planId: PlanId, doorId?: DoorId): readonly OperationRecord[] {
    return doorId === undefined
      ? this.#select(eq(operation.enforcePlanId, planId))
      : this.#ofPlanOnDoor({ planId, doorId }).map((row) => this.#toRecord(row))
  }

  lastConfirmedOfPlan(planId: PlanId): string | null {
    const row = this.#context.db
      .select({ lastAt: max(operation.settledAt) })
      .from(operation)
      .where(and(eq(operation.enforcePlanId, planId), eq(operation.state, 'confirmed')))
      .get()
    return row?.lastAt ?? null
  }

  eraseStrayPins(before: string): number {
    return this.#context.transactions.run([], () => {
      const { changes } = this.#context.db
        .update(operation)
        .set({ pinSealed: null })
        .where(
          and(
            isNull(operation.credentialId),
            isNotNull(operation.pinSealed),
            lt(operation.settledAt, before),
          ),
        )
        .run()
      return changes
    })
  }

  ofDoor(doorId: DoorId, limit: number): readonly OperationRecord[] {
    return this.#ofDoor({ doorId, limit }).map((row) => this.#toRecord(row))
  }

  doubtfulOfDoor(doorId: DoorId, sinceIso: string): readonly OperationRecord[] {
    return this.#doubtfulOfDoor({ doorId, sinceIso }).map((row) => this.#toRecord(row))
  }

  unconfirmedOfDoor(doorId: DoorId, sinceIso: string): readonly OperationRecord[] {
    return this.#unconfirmedOfDoor({ doorId, sinceIso }).map((row) => this.#toRecord(row))
  }

  ofCode(code: Parameters<OperationStore['ofCode']>[0], limit: number): readonly OperationRecord[] {
    return this.#ofCode({ ...code, limit }).map((row) => this.#toRecord(row))
  }

  countedDeletesSince(sinceIso: string, target: { doorId: DoorId } | { siteId: SiteId }): number {
    const row =
      'doorId' in target
        ? this.#deletesOnDoor.get({ sinceIso, doorId: target.doorId })
        : this.#deletesAtSite.get({ sinceIso, siteId: target.siteId })
    return row?.deletes ?? 0
  }

  #select(where: SQL): readonly OperationRecord[] {
    return this.#context.db
      .select()
      .from(operation)
      .where(where)
      .orderBy(asc(operation.id))
      .all()
      .map((row) => this.#toRecord(row))
  }

  /** Throws when the operation is not as `when` says: its outcome is known, and is not written over. */
  #update(id: OperationId, change: SQLiteUpdateSetSource<typeof operationTable>, when: SQL): void {
    this.#context.transactions.run(['jobs'], () => {
      const { changes } = this.#context.db
        .update(operation)
        .set(change)
        .where(and(eq(operation.id, id), when))
        .run()
      if (changes === 0) throw new Error('The operation is not in a state that allows this step')
    })
  }

  #toRecord(row: OperationRow): OperationRecord {
    const { sealer } = this.#context
    return {
      id: asId(row.id),
      jobId: asId(row.reconcileJobId),
      correlationId: asTextId(row.correlationId),
      planId: asIdOrNull(row.enforcePlanId),
      lineId: row.lineId,
      doorId: asId(row.doorId),
      deviceId: asId(row.integrationDeviceId),
      kind: row.kind,
      credentialId: asIdOrNull(row.credentialId),
      vendorPinId: asTextIdOrNull(row.vendorPinId),
      codeName: row.codeName,
      // Of a hundred operations of a door, hardly one is asked for its digits.
      get pin() {
        return row.pinSealed === null ? null : sealer.open('operation.pin_sealed', row.id, row.pinSealed)
      },
      window: toWindow(row),
      schedule: row.scheduleJson === null ? null : periodsOf(row.scheduleJson),
      state: row.state,
      attempt: row.attempt,
      reason: row.reason,
      error: row.error,
      intentAt: row.intentAt,
      sentAt: row.sentAt,
      answeredAt: row.answeredAt,
      settledAt: row.settledAt,
      settledBy: row.settledBy,
    }
  }
}

function keepKnown(vendorPinId: VendorPinId | null): SQL<string | null> {
  return sql`coalesce(${vendorPinId}, ${operation.vendorPinId})`
}

function windowColumns(window: CodeWindow | null) {
  if (window === null) return { windowKind: null, startsAt: null, endsAt: null }
  if (window.kind === 'permanent') return { windowKind: window.kind, startsAt: null, endsAt: null }
  return { windowKind: window.kind, startsAt: toIso(window.startMs), endsAt: toIso(window.endMs) }
}

function toWindow(row: OperationRow): CodeWindow | null {
  if (row.windowKind === null) return null
  if (row.windowKind === 'permanent') return PERMANENT
  if (row.startsAt === null || row.endsAt === null) throw new Error('A period without its dates')
  return { kind: 'period', startMs: fromIso(row.startsAt), endMs: fromIso(row.endsAt) }
}
