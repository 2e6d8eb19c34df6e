import { and, asc, eq, getTableColumns } from 'drizzle-orm'
import { z } from 'zod'
import {
  enforcePlanDoorTable as doorTable,
  enforcePlanDoorStateTable as stateTable,
} from '../../../db/schema/enforcePlan.ts'
import type { DoorId, PlanId } from '../../domain/ids.ts'
import {
  outlineOfDoor,
  type PlanDoorHead,
  type PlanDoorOutline,
  type PlanLineBrief,
} from '../../domain/plan/doorHead.ts'
import type { DoorPlan } from '../../domain/plan/doorPlan.ts'
import type {
  LineResult,
  NewPlanDoor,
  PlanDoorHeadRecord,
  PlanDoorProgress,
  PlanDoorRecord,
  PlanStore,
} from '../../ports/stores/planStore.ts'
import { asId, fromJson, given, toJson } from '../columns.ts'
import { directRun, directSelect } from '../directStatement.ts'
import type { StoreContext } from '../storeContext.ts'

type StateRow = typeof stateTable.$inferSelect

const lineIdsSchema = z.array(z.string())
const resultsSchema = z.record(
  z.string(),
  z.object({
    result: z.enum(['ok', 'failed', 'unconfirmed', 'already_so', 'stale', 'skipped']),
    sentence: z.string().nullable(),
  }),
)

/** The doors of plans: as they were planned, and how far each has come. */
export class PlanDoors {
  readonly #context: StoreContext
  readonly #heads
  readonly #lines
  readonly #linesOfDoor
  readonly #state
  readonly #approve

  constructor(context: StoreContext) {
    this.#context = context
    const { linesJson, ...lean } = getTableColumns(stateTable)
    const { db } = context
    this.#heads = db
      .select(lean)
      .from(stateTable)
      .where(eq(stateTable.enforcePlanId, given('planId')))
      .orderBy(asc(stateTable.doorId))
      .prepare()
    this.#lines = db
      .select({ doorId: stateTable.doorId, linesJson })
      .from(stateTable)
      .where(eq(stateTable.enforcePlanId, given('planId')))
      .orderBy(asc(stateTable.doorId))
      .prepare()
    const lines = db.select({ linesJson }).from(stateTable).where(isGivenDoor())
    this.#linesOfDoor = directSelect(context.sqlite, lines, { linesJson })
    this.#state = db.select(lean).from(stateTable).where(isGivenDoor()).prepare()
    const approve = db
      .update(stateTable)
      .set({ approvedLinesJson: given('approvedLinesJson'), approvedCalls: given('approvedCalls') })
      .where(isGivenDoor())
    this.#approve = directRun(context.sqlite, approve)
  }

  put(door: NewPlanDoor): void {
    const { planId, doorId } = door
    const inventory = toJson(door.inventory)
    const planned = {
      fingerprint: door.fingerprint,
      planJson: JSON.stringify(door.plan),
      inventorySealed:
        inventory &&
        this.#context.sealer.seal('enforce_plan_door.inventory_sealed', [planId, doorId], inventory),
    }
    const { head, lines } = outlineOfDoor(door.plan)
    const state = {
      state: door.state,
      headJson: JSON.stringify(head),
      // The lines are new ones: what was approved or done of the old ones does not carry over.
      approvedLinesJson: null,
      approvedCalls: null,
      resultsJson: '{}',
      linesJson: JSON.stringify(lines),
    }
    const { db, transactions } = this.#context
    transactions.writeTouching(['plans'], () => {
      db.insert(doorTable)
        .values({ enforcePlanId: planId, doorId, ...planned })
        .onConflictDoUpdate({ target: [doorTable.enforcePlanId, doorTable.doorId], set: planned })
        .run()
      db.insert(stateTable)
        .values({ enforcePlanId: planId, doorId, ...state })
        .onConflictDoUpdate({ target: [stateTable.enforcePlanId, stateTable.doorId], set: state })
        .run()
    })
  }

  all(id: PlanId): readonly PlanDoorRecord[] {
    return this.#whole(eq(stateTable.enforcePlanId, id))
      .orderBy(asc(stateTable.doorId))
      .all()
      .map(({ state, door }) => toRecord(state, door))
  }

  get(id: PlanId, doorId: DoorId): PlanDoorRecord | null {
    const row = this.#whole(isDoorOf(stateTable, id, doorId)).get()
    return row ? toRecord(row.state, row.door) : null
  }

  heads(id: PlanId): readonly PlanDoorHeadRecord[] {
    const rows = this.#heads.all({ planId: id })
    const toHead = (row: (typeof rows)[number]): PlanDoorHeadRecord => ({
      ...toProgress(row),
      head:
        row.headJson === null
          ? this.#outlineAnew(id, asId(row.doorId)).head
          : // Written from a domain `PlanDoorHead` alone.
            (JSON.parse(row.headJson) as PlanDoorHead),
    })
    const isOld = rows.some((row) => row.headJson === null)
    return isOld ? this.#context.transactions.run([], () => rows.map(toHead)) : rows.map(toHead)
  }

  lineBriefs(id: PlanId): ReadonlyMap<DoorId, readonly PlanLineBrief[]> {
    const rows = this.#lines.all({ planId: id })
    return new Map(
      rows.map(({ doorId, linesJson }) => [asId<DoorId>(doorId), this.#briefs(id, asId(doorId), linesJson)]),
    )
  }

  lineBriefsOf(id: PlanId, doorId: DoorId): readonly PlanLineBrief[] {
    const [row] = this.#linesOfDoor({ planId: id, doorId })
    if (!row) throw new Error('No such door in the plan')
    return this.#briefs(id, doorId, row.linesJson)
  }

  inventory(id: PlanId, doorId: DoorId): unknown {
    const sealed = this.#planned(id, doorId)?.inventorySealed ?? null
    if (sealed === null) return null
    return fromJson(this.#context.sealer.open('enforce_plan_door.inventory_sealed', [id, doorId], sealed))
  }

  approveLines(...[id, doorId, { lineIds, calls }]: Parameters<PlanStore['approveLines']>): void {
    this.#context.transactions.run(['plans'], () => {
      const approved = { approvedLinesJson: JSON.stringify(lineIds), approvedCalls: calls }
      mustChange(this.#approve({ ...approved, planId: id, doorId }))
    })
  }

  setState(id: PlanId, doorId: DoorId, state: PlanDoorProgress['state']): void {
    this.#update(id, doorId, { state })
  }

  setLineResult(
    id: PlanId,
    doorId: DoorId,
    lineId: string,
    result: { readonly result: LineResult; readonly sentence: string | null },
  ): void {
    this.#context.transactions.writeTouching(['plans'], () => {
      const row = this.#state.get({ planId: id, doorId })
      if (!row) throw new Error('No such door in the plan')
      const results = resultsSchema.parse(JSON.parse(row.resultsJson))
      this.#update(id, doorId, { resultsJson: JSON.stringify({ ...results, [lineId]: result }) })
    })
  }

  #whole(where: ReturnType<typeof and>) {
    const isSameDoor = and(
      eq(doorTable.enforcePlanId, stateTable.enforcePlanId),
      eq(doorTable.doorId, stateTable.doorId),
    )
    return this.#context.db
      .select({
        state: stateTable,
        door: { fingerprint: doorTable.fingerprint, planJson: doorTable.planJson },
      })
      .from(stateTable)
      .innerJoin(doorTable, isSameDoor)
      .where(where)
  }

  #planned(id: PlanId, doorId: DoorId) {
    return this.#context.db
      .select()
      .from(doorTable)
      .where(isDoorOf(doorTable, id, doorId))
      .get()
  }

  #briefs(id: PlanId, doorId: DoorId, linesJson: string | null): readonly PlanLineBrief[] {
    if (linesJson === null) return this.#outlineAnew(id, doorId).lines
    // Written from domain `PlanLineBrief`s alone.
    return JSON.parse(linesJson) as readonly PlanLineBrief[]
  }

  /** Of a door that was stored before there were outlines. It is kept: the whole plan it is made from is long. */
  #outlineAnew(id: PlanId, doorId: DoorId): PlanDoorOutline {
    const row = this.#planned(id, doorId)
    if (!row) throw new Error('No such door in the plan')
    // The column is written by the engine from a domain `DoorPlan` only.
    const outline = outlineOfDoor(JSON.parse(row.planJson) as DoorPlan)
    // Nothing that a screen shows changes.
    this.#context.transactions.run([], () => this.#setOutline(id, doorId, outline))
    return outline
  }

  #setOutline(id: PlanId, doorId: DoorId, { head, lines }: PlanDoorOutline): void {
    const made = { headJson: JSON.stringify(head), linesJson: JSON.stringify(lines) }
    this.#context.db
      .update(stateTable)
      .set(made)
      .where(isDoorOf(stateTable, id, doorId))
      .run()
  }

  #update(id: PlanId, doorId: DoorId, change: Partial<StateRow>): void {
    this.#context.transactions.run(['plans'], () => {
      const where = isDoorOf(stateTable, id, doorId)
      mustChange(this.#context.db.update(stateTable).set(change).where(where).run())
    })
  }
}

function mustChange({ changes }: { readonly changes: number }): void {
  if (changes === 0) throw new Error('No such door in the plan')
}

function isGivenDoor() {
  return and(eq(stateTable.enforcePlanId, given('planId')), eq(stateTable.doorId, given('doorId')))
}

function isDoorOf(table: typeof doorTable | typeof stateTable, id: PlanId, doorId: DoorId) {
  return and(eq(table.enforcePlanId, id), eq(table.doorId, doorId))
}

function toProgress(row: Omit<StateRow, 'linesJson'>): PlanDoorProgress {
  return {
    planId: asId(row.enforcePlanId),
    doorId: asId(row.doorId),
    state: row.state,
    approvedLines:
      row.approvedLinesJson === null ? null : lineIdsSchema.parse(JSON.parse(row.approvedLinesJson)),
    approvedCalls: row.approvedCalls,
    results: row.resultsJson === '{}' ? {} : resultsSchema.parse(JSON.parse(row.resultsJson)),
  }
}

function toRecord(
  state: StateRow,
  door: { readonly fingerprint: string | null; readonly planJson: string },
): PlanDoorRecord {
  return { ...toProgress(state), fingerprint: door.fingerprint, plan: fromJson(door.planJson) }
}
