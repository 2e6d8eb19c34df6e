import type { ReadableDoorPlan } from '../../domain/plan/doorPlan.ts'
import type { PlanLine } from '../../domain/plan/planLine.ts'
import { sentenceOf } from '../../domain/plan/sentences.ts'
import type { Store } from '../../ports/store.ts'

/** Why a line stands in a plan, said in the site's zone with the person's name. */
export function lineSentence(store: Store, plan: ReadableDoorPlan, line: PlanLine): string {
  return sentenceOf(line, {
    timezone: plan.timezone,
    nowMs: plan.plannedAtMs,
    personName: (personId) => store.people.get(personId)?.name ?? null,
  })
}
