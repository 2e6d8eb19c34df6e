import type { CorrelationId, DoorId, JobId, OperatorId, PlanId } from '../../domain/ids.ts'
import type { ApplyDialog } from '../../domain/plan/applyDialog.ts'
import type { PlanDoorHead, PlanLineBrief } from '../../domain/plan/doorHead.ts'
import type { DoorPlan } from '../../domain/plan/doorPlan.ts'

export const PLAN_STATUSES = [
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
export type PlanStatus = (typeof PLAN_STATUSES)[number]

export type PlanScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'site' | 'group' | 'door'; readonly id: number }

export interface PlanSummary {
  readonly doors: number
  readonly adds: number
  readonly changes: number
  readonly replaces: number
  readonly deletes: number
  readonly blocked: number
  readonly graceBypassedDeletes: number
  readonly invalidExpected: number
  readonly reported: number
  readonly underWay: number
  readonly unreadableDoors: number
}

/** A person let one safeguard be crossed by this plan, and by no other. */
export interface SafeguardAllowance {
  /** The safeguard's `key`, which names its door or site. */
  readonly key: string
  readonly reason: string
  readonly by: OperatorId
  readonly at: string
}

export interface PlanRecord {
  readonly id: PlanId
  readonly correlationId: CorrelationId
  readonly debugSessionId: string | null
  readonly jobId: JobId | null
  readonly status: PlanStatus
  readonly scope: PlanScope
  readonly title: string
  readonly mode: string
  readonly graceWindowSeconds: number
  readonly digest: string | null
  readonly summary: PlanSummary | null
  readonly safeguards: readonly unknown[]
  readonly result: unknown
  readonly approvedBy: OperatorId | null
  readonly approvedAt: string | null
  readonly approvalReason: string | null
  readonly approvalExpiresAt: string | null
  /** The second manager, where the site asks for one. */
  readonly confirmedBy: OperatorId | null
  readonly confirmedAt: string | null
  readonly allowances: readonly SafeguardAllowance[]
  /** What its apply asked a person. */
  readonly dialog: ApplyDialog
  readonly decidedReason: string | null
  readonly stopRequestedAt: string | null
  readonly stopRequestedBy: OperatorId | null
  readonly createdAt: string
  readonly expiresAt: string | null
  /** The applied plan this one reverses; null for all others. */
  readonly undoOf: PlanId | null
}

export type LineResult = 'ok' | 'failed' | 'unconfirmed' | 'already_so' | 'stale' | 'skipped'

/** How far a door of a plan has come. */
export interface PlanDoorProgress {
  readonly planId: PlanId
  readonly doorId: DoorId
  readonly state: 'planned' | 'unreadable' | 'stale' | 'done' | 'skipped'
  readonly approvedLines: readonly string[] | null
  /** Calls to the provider that those lines take. */
  readonly approvedCalls: number | null
  readonly results: Readonly<
    Record<string, { readonly result: LineResult; readonly sentence: string | null }>
  >
}

/** A door of a plan without its lines: cheap for a thousand of them. */
export interface PlanDoorHeadRecord extends PlanDoorProgress {
  readonly head: PlanDoorHead
}

export interface PlanDoorRecord extends PlanDoorProgress {
  readonly fingerprint: string | null
  /** The domain's DoorPlan as JSON; holds no PIN. */
  readonly plan: unknown
}

export interface NewPlanDoor extends Pick<PlanDoorRecord, 'planId' | 'doorId' | 'state' | 'fingerprint'> {
  readonly plan: DoorPlan
  readonly inventory: unknown
}

/** What a list of plans shows. */
export type PlanListRecord = Pick<
  PlanRecord,
  'id' | 'correlationId' | 'status' | 'scope' | 'title' | 'mode' | 'summary' | 'createdAt'
>

export interface PlanStore {
  insert(plan: {
    correlationId: CorrelationId
    jobId: JobId | null
    scope: PlanScope
    title: string
    mode: string
    graceWindowSeconds: number
    undoOf?: PlanId | null
  }): PlanId
  get(id: PlanId): PlanRecord | null
  /** The newest first; from that id down where one is given. */
  list(limit: number, before?: PlanId | null): readonly PlanListRecord[]
  /** Previewed, approved or being applied: what somebody may still have to decide about, the newest first. */
  undecided(): readonly PlanRecord[]
  /** Previews that nobody decided about in time, and approvals that were not used in time. */
  overdue(nowIso: string): readonly PlanRecord[]
  update(
    id: PlanId,
    change: Partial<
      Pick<
        PlanRecord,
        | 'status'
        | 'jobId'
        | 'digest'
        | 'summary'
        | 'safeguards'
        | 'result'
        | 'approvedBy'
        | 'approvedAt'
        | 'approvalReason'
        | 'approvalExpiresAt'
        | 'confirmedBy'
        | 'confirmedAt'
        | 'allowances'
        | 'dialog'
        | 'decidedReason'
        | 'stopRequestedAt'
        | 'stopRequestedBy'
        | 'expiresAt'
      >
    >,
  ): void
  /** Inserts or replaces a door of the plan. `inventory` (with PINs) is sealed. */
  putDoor(door: NewPlanDoor): void
  /** With all lines of all doors: for deciding, not for showing. */
  doors(id: PlanId): readonly PlanDoorRecord[]
  doorHeads(id: PlanId): readonly PlanDoorHeadRecord[]
  /** The lines of all doors as far as they are searched, told and judged. */
  lineBriefs(id: PlanId): ReadonlyMap<DoorId, readonly PlanLineBrief[]>
  lineBriefsOfDoor(id: PlanId, doorId: DoorId): readonly PlanLineBrief[]
  door(id: PlanId, doorId: DoorId): PlanDoorRecord | null
  /** The sealed inventory the door's fingerprint was taken from. */
  inventory(id: PlanId, doorId: DoorId): unknown
  approveLines(
    id: PlanId,
    doorId: DoorId,
    approved: { readonly lineIds: readonly string[]; readonly calls: number },
  ): void
  setDoorState(id: PlanId, doorId: DoorId, state: PlanDoorRecord['state']): void
  setLineResult(id: PlanId, doorId: DoorId, lineId: string, result: LineResult, sentence: string | null): void
  /** The newest plan in `previewed` or `approved` that holds this door. */
  openPlanOfDoor(doorId: DoorId): PlanRecord | null
  /** The plans that reverse this one, oldest first. */
  undosOf(id: PlanId): readonly PlanRecord[]
  /**
   * Erases the sealed inventories of plans that ended, or whose preview or approval ran out, before this moment; of a
   * plan that is being undone only afterwards. How many.
   */
  eraseInventories(before: string): number
  ofCorrelation(correlationId: CorrelationId): readonly PlanId[]
  /** Plans that a check of this door is applying by itself, or was when it was broken off. */
  appliedUnasked(doorId: DoorId): readonly PlanId[]
}
