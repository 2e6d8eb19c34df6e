import type { DoorPlan } from '../../src-main/domain/plan/doorPlan.ts'
import { planDoor } from '../../src-main/domain/plan/planDoor.ts'
import { gatherPlans } from '../../src-main/domain/plan/planScope.ts'
import { doorFacts, sharedFacts } from '../../src-main/planning/doorFacts.ts'
import { comparedRow, measureInterleaved, timed } from '../rounds.ts'
import { atMost, type RowModule } from '../row.ts'
import { fingerprintHmac, SCOPE } from '../scenes/doorScene.ts'
import { openFleetStore, prepareAntiJoins } from '../scenes/fleetStore.ts'

/** A site whose tables are larger than SQLite's cache, as a large site's are: on forty doors both sides read from memory. */
const DOORS = 1_000

const about = {
  id: 'plan-from-database',
  what: `from the database to the plan’s rows: ${DOORS} doors with 200 codes each, their PINs sealed`,
  unit: 'ms',
} as const

export const row: RowModule = {
  ...about,
  async run() {
    const { store, sqlite } = openFleetStore(DOORS)
    const differences = prepareAntiJoins(sqlite)
    const planAll = () => {
      const shared = sharedFacts(store)
      const plans = store.doors.allIds().map((doorId): DoorPlan => {
        const door = store.doors.get(doorId)
        if (!door) throw new Error('a door went')
        const codes = shared.lastCodesOf(door)
        const reading = { kind: 'known', codes, readAtMs: SCOPE.generatedAtMs } as const
        const now = { nowMs: SCOPE.generatedAtMs, clockOffsetMs: 0 }
        return planDoor(doorFacts(store, { door, reading, shared }, now), fingerprintHmac)
      })
      return gatherPlans(plans, SCOPE)
    }
    const lines = planAll().doors.reduce(
      (sum, door) => sum + (door.kind === 'planned' ? door.lines.length : 0),
      0,
    )
    const rows = differences()
    // Otherwise the two would not have done the same work.
    if (lines !== rows) throw new Error(`${lines} lines, but ${rows} rows`)
    const times = await measureInterleaved({
      ours: () => timed(planAll),
      joins: () => timed(differences),
    })
    store.close()
    return comparedRow(about, {
      values: times.ours,
      against: 'the same difference as SQL anti-joins',
      againstValues: times.joins,
      aim: atMost(1.5),
      notes: [`${lines} lines`],
    })
  },
}
