import type { ErrorCode } from '../../src-preload/contract/errors.ts'
import type { JobId, PlanId } from '../domain/ids.ts'
import { fromIso, toIso } from '../domain/instant.ts'
import type { Store } from '../ports/store.ts'
import type { PlanRecord } from '../ports/stores/planStore.ts'
import { audit } from './audit.ts'
import { enqueueForPerson } from './enqueueJob.ts'
import { RequestError } from './requestError.ts'
import type { Actor, UseCaseContext } from './useCaseContext.ts'

/** How long an applied plan can be undone, counted from the last thing it did. */
const UNDO_LIFE_MS = 24 * 3_600_000

export type UndoState =
  | { readonly kind: 'open'; readonly until: string }
  | { readonly kind: 'refused'; readonly because: ErrorCode; readonly until: string | null }

/** Whether a plan can be undone now, or why not. Null for a plan that was never applied. */
export function undoStateOf(store: Store, plan: PlanRecord, nowMs: number): UndoState | null {
  if (plan.status !== 'applied' && plan.status !== 'partly_applied') return null
  if (plan.undoOf !== null) return refused('undo_of_undo', null)
  const lastAt = store.operations.lastConfirmedOfPlan(plan.id)
  if (lastAt === null) return refused('undo_nothing_done', null)
  const until = toIso(fromIso(lastAt) + UNDO_LIFE_MS)
  const undos = store.plans.undosOf(plan.id)
  if (undos.some((undo) => undo.status === 'applied' && isWhole(store, undo))) {
    return refused('undo_done_already', until)
  }
  if (undos.some((undo) => undo.status === 'applying')) return refused('undo_running', until)
  return fromIso(until) <= nowMs ? refused('undo_too_late', until) : { kind: 'open', until }
}

/** It took back all there was: no door was unreadable, nothing could not be undone, and no line was left out. */
function isWhole(store: Store, undo: PlanRecord): boolean {
  const { summary } = undo
  if (!summary || summary.unreadableDoors > 0 || summary.reported > 0) return false
  const lines = summary.adds + summary.changes + summary.replaces + summary.deletes
  const approved = store.plans
    .doorHeads(undo.id)
    .reduce((count, door) => count + (door.approvedLines ?? []).length, 0)
  return approved === lines
}

function refused(because: ErrorCode, until: string | null): UndoState {
  return { kind: 'refused', because, until }
}

/** Stores the reverse of an applied plan, to be read, approved and applied like any other. Sends nothing to a lock. */
export function undoPlan(
  context: UseCaseContext,
  actor: Actor,
  planId: PlanId,
): { readonly planId: PlanId; readonly jobId: JobId } {
  const { store, clock } = context
  const made = store.write(() => {
    const undone = store.plans.get(planId)
    if (!undone) throw new RequestError('not_found')
    const state = undoStateOf(store, undone, clock.nowMs())
    if (state === null) throw new RequestError('undo_nothing_done')
    if (state.kind === 'refused') throw new RequestError(state.because)
    supersedeEarlier(context, undone.id)
    const undoId = store.plans.insert({
      correlationId: actor.correlationId,
      jobId: null,
      scope: undone.scope,
      title: `Undo of ${undone.title}`,
      mode: undone.mode,
      graceWindowSeconds: undone.graceWindowSeconds,
      undoOf: undone.id,
    })
    const link = { undo_plan_id: undoId, undo_correlation_id: actor.correlationId }
    const about = { undone_plan_id: undone.id, undone_correlation_id: undone.correlationId }
    audit(context, actor, { entity: 'Plan', id: undoId, action: 'preview_undo', before: null, after: about })
    // The story of what was done leads to the story of how it was taken back.
    const inOldStory = { ...actor, correlationId: undone.correlationId }
    audit(context, inOldStory, { entity: 'Plan', id: undone.id, action: 'undo', before: null, after: link })
    const jobId = enqueueForPerson(context, actor, {
      type: 'drift_check',
      door: null,
      target: `plan:${undoId}`,
      accountId: null,
      planId: undoId,
      reason: `preview drift_check plan:${undoId} undo of plan:${undone.id}`,
      source: 'plan route',
    })
    store.plans.update(undoId, { jobId })
    return { planId: undoId, jobId }
  })
  context.wake.wake()
  return made
}

/** Of several previews of an undo the newest counts. */
function supersedeEarlier({ store }: UseCaseContext, planId: PlanId): void {
  for (const undo of store.plans.undosOf(planId)) {
    if (undo.status === 'reading' || undo.status === 'previewed' || undo.status === 'approved')
      store.plans.update(undo.id, { status: 'superseded' })
  }
}

/** An undo is approved and applied within the time of the plan it reverses: after it the digits are erased. */
export function refuseLateUndo({ store, clock }: UseCaseContext, plan: PlanRecord): void {
  const undone = plan.undoOf === null ? null : store.plans.get(plan.undoOf)
  if (!undone) return
  const state = undoStateOf(store, undone, clock.nowMs())
  if (state?.kind === 'refused') throw new RequestError(state.because)
}
