import type { PlanImpactSums, PlanImpactView } from '../../../src-preload/contract/views/plans.ts'
import { formatCodeName } from '../../domain/code/codeName.ts'
import type { DoorId, PlanId } from '../../domain/ids.ts'
import type { DoorPlan } from '../../domain/plan/doorPlan.ts'
import { impactSentence } from '../../domain/plan/impactSentence.ts'
import { formatScheduleLineId } from '../../domain/plan/lineId.ts'
import { type ImpactEffect, impactOfDoor, type PersonImpact } from '../../domain/plan/planImpact.ts'
import type { Store } from '../../ports/store.ts'

import { lineSentence } from './lineSentence.ts'

/** Told one by one; the sum counts all. */
const MOST_SCHEDULES = 100

const SUM_OF: Readonly<Record<ImpactEffect, keyof PlanImpactSums>> = {
  gains: 'gains',
  gains_second: 'changes',
  loses: 'losses',
  loses_one: 'changes',
  ended: 'ended',
  changes: 'changes',
  interrupted: 'interrupted',
}

/** What hurts most is told first; the rest of the order is the plan's own. */
const RANKS: Readonly<Record<ImpactEffect, number>> = {
  loses: 1,
  interrupted: 2,
  changes: 3,
  loses_one: 3,
  gains: 4,
  gains_second: 4,
  ended: 5,
}

interface AskedImpact {
  /** Lines that a person took out; once the plan is approved, what was approved counts instead. */
  readonly leftOut: readonly string[]
  readonly from: number
  readonly most: number
}

/** Doors that are read before others get their turn. */
const DOORS_A_TURN = 100

/** Who gains or loses which door by the lines that are chosen. Null where there is no such plan. */
export async function planImpact(
  store: Store,
  planId: PlanId,
  asked: AskedImpact,
): Promise<PlanImpactView | null> {
  const plan = store.plans.get(planId)
  if (!plan) return null
  const isOpen = plan.status === 'reading' || plan.status === 'previewed'
  const leftOut = new Set(asked.leftOut)
  const heads = store.plans.doorHeads(planId)
  const sums = {
    gains: 0,
    losses: 0,
    lossesInStay: 0,
    changes: 0,
    interrupted: 0,
    ended: 0,
    unknownCodes: 0,
    schedules: 0,
  }
  const people: PersonImpact[] = []
  const schedules: string[] = []
  const doorsWithLines = heads.filter(({ head }) => Object.keys(head.counts).length > 0)
  for (const [index, { doorId, approvedLines, head }] of doorsWithLines.entries()) {
    if (index % DOORS_A_TURN === DOORS_A_TURN - 1) await new Promise((resolve) => setImmediate(resolve))
    const approved = isOpen || approvedLines === null ? null : new Set(approvedLines)
    const isSent = (lineId: string) =>
      approved === null ? !(isOpen && leftOut.has(lineId)) : approved.has(lineId)
    if ((head.counts.schedule ?? 0) > 0 && isSent(formatScheduleLineId(doorId, 'schedule'))) {
      sums.schedules += 1
      const said = schedules.length < MOST_SCHEDULES ? scheduleOfDoor(store, planId, doorId) : null
      if (said !== null) schedules.push(`${head.doorName}: ${said}`)
    }
    const ofDoor = impactOfDoor(doorId, store.plans.lineBriefsOfDoor(planId, doorId), isSent)
    sums.unknownCodes += ofDoor.unknownCodesRemoved
    for (const impact of ofDoor.people) {
      sums[SUM_OF[impact.effect]] += 1
      if (rankOf(impact) === 0) sums.lossesInStay += 1
      people.push(impact)
    }
  }
  people.sort((a, b) => rankOf(a) - rankOf(b))
  const names = store.people.names()
  const places = new Map(heads.map(({ doorId, head }) => [doorId, head]))
  const nowMs = Date.parse(plan.createdAt)
  return {
    schedules,
    sums,
    total: people.length,
    sentences: people.slice(asked.from, asked.from + asked.most).map((impact) => {
      const place = places.get(impact.doorId)
      // A foreign namesake: this database never had that person.
      const person = names.get(impact.personId) ?? `Whoever holds “${formatCodeName(impact)}”`
      const said = { person, door: place?.doorName ?? `door ${impact.doorId}` }
      return impactSentence(impact, said, { timezone: place?.timezone ?? 'UTC', nowMs })
    }),
  }
}

function scheduleOfDoor(store: Store, planId: PlanId, doorId: DoorId): string | null {
  // The column is written by the engine from the domain's DoorPlan only.
  const plan = store.plans.door(planId, doorId)?.plan as DoorPlan | undefined
  if (plan?.kind !== 'planned') return null
  const line = plan.lines.find(({ kind }) => kind === 'schedule')
  return line ? lineSentence(store, plan, line) : null
}

function rankOf({ effect, isInsideWindow }: PersonImpact): number {
  return effect === 'loses' && isInsideWindow ? 0 : RANKS[effect]
}
