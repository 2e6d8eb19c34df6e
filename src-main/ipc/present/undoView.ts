import type { PlanLink, PlanView } from '../../../src-preload/contract/views/plans.ts'
import type { Store } from '../../ports/store.ts'
import type { PlanRecord } from '../../ports/stores/planStore.ts'
import { undoStateOf } from '../../useCases/undoPlan.ts'

/** What a plan's page says of undoing it, or of what it undoes. */
export function undoFacts(
  store: Store,
  plan: PlanRecord,
  nowMs: number,
): Pick<PlanView, 'undo' | 'undoOf' | 'undoneBy'> {
  const state = undoStateOf(store, plan, nowMs)
  const undone = plan.undoOf === null ? null : store.plans.get(plan.undoOf)
  const done = store.plans
    .undosOf(plan.id)
    .findLast(({ status }) => status === 'applying' || status === 'applied' || status === 'partly_applied')
  return {
    undo: state && {
      isOpen: state.kind === 'open',
      until: state.until,
      because: state.kind === 'refused' ? state.because : null,
    },
    undoOf: undone && link(undone),
    undoneBy: done ? link(done) : null,
  }
}

function link(plan: PlanRecord): PlanLink {
  return { planId: plan.id, title: plan.title }
}
