import type { ReadableDoorPlan } from '../../domain/plan/doorPlan.ts'
import type { PersonImpact } from '../../domain/plan/planImpact.ts'
import type { PlanLine } from '../../domain/plan/planLine.ts'
import type { Safeguard } from '../../domain/plan/safeguards.ts'
import type { Store } from '../../ports/store.ts'

export function lineSentence(_store: Store, _plan: ReadableDoorPlan, line: PlanLine): string {
  return line.why.rule
}
export function impactSentence(_store: Store, impact: PersonImpact): string {
  return impact.effect
}
export function safeguardSentence(safeguard: Safeguard): string {
  return safeguard.kind
}
