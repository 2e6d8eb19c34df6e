import { formatCodeName } from '../../domain/code/codeName.ts'
import type { ReadableDoorPlan } from '../../domain/plan/doorPlan.ts'
import type { PersonImpact } from '../../domain/plan/planImpact.ts'
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

/** What a plan does to one person at one door. */
export function impactSentence(store: Store, impact: PersonImpact): string {
  // A foreign namesake: this database never had that person.
  const person = store.people.get(impact.personId)?.name ?? `Whoever holds “${formatCodeName(impact)}”`
  const door = store.doors.get(impact.doorId)?.name ?? `door ${impact.doorId}`
  const urgency = impact.isInsideWindow && impact.effect === 'loses' ? ' Their stay is running.' : ''
  switch (impact.effect) {
    case 'gains':
      return `${person} will be able to open ${door}.`
    case 'loses':
      return `${person} will no longer be able to open ${door}.${urgency}`
    case 'changes':
      return `${person} keeps ${door}; the code there changes.`
    case 'interrupted':
      return `${person} cannot open ${door} for about ${impact.secondsWithoutCode ?? 0} seconds while the code is replaced.`
  }
}
