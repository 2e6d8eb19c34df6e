import { gatherPlans } from '../../src-main/domain/plan/planScope.ts'
import { sharedFacts } from '../../src-main/planning/doorFacts.ts'
import { planFromReading } from '../../src-main/planning/planFromLastReading.ts'
import { planLines } from '../../src-main/planning/planLines.ts'
import { createTestVault } from '../../tests/support/testVault.ts'
import { comparedRow, measureInterleaved, timed } from '../rounds.ts'
import { atMost, type RowModule } from '../row.ts'
import { SCOPE } from '../scenes/doorScene.ts'
import { openFleetStore, prepareAntiJoins } from '../scenes/fleetStore.ts'

/** A site whose tables are larger than SQLite's cache, as a large site's are: on forty doors both sides read from memory. */
const DOORS = 1_000

const about = {
  id: 'plan-from-database',
  what: `from the database to the plan’s rows: ${DOORS.toLocaleString('en')} doors with 200 codes each, their PINs sealed`,
  unit: 'ms',
} as const

export const row: RowModule = {
  ...about,
  async run() {
    const { store, sqlite } = openFleetStore(DOORS)
    const differences = prepareAntiJoins(sqlite)
    const nowMs = SCOPE.generatedAtMs
    const plan = (planOne: typeof planLines) => {
      const run = { store, vault: createTestVault(), shared: sharedFacts(store), nowMs }
      const plans = store.doors.allIds().map((doorId) => {
        const door = store.doors.get(doorId)
        if (!door) throw new Error('a door went')
        return planOne(run, door, nowMs)
      })
      return gatherPlans(plans, SCOPE)
    }
    const made = plan(planLines)
    const lines = made.doors.reduce((sum, door) => sum + (door.kind === 'planned' ? door.lines.length : 0), 0)
    const rows = differences()
    // Otherwise the two would not have done the same work.
    if (lines !== rows) throw new Error(`${lines} lines, but ${rows} rows`)
    if (made.digest !== plan(planFromReading).digest)
      throw new Error('the planner makes another plan of all codes')
    const times = await measureInterleaved({
      ours: () => timed(() => plan(planLines)),
      joins: () => timed(differences),
      all: () => timed(() => plan(planFromReading)),
    })
    store.close()
    const joins = { against: 'the same difference as SQL anti-joins', againstValues: times.joins }
    return [
      comparedRow(about, { values: times.ours, ...joins, aim: atMost(1.5), notes: [`${lines} lines`] }),
      comparedRow(
        {
          ...about,
          id: 'plan-from-database/all-codes',
          what: 'the same with every code read as an object and judged by the planner',
        },
        { values: times.all, ...joins, aim: null },
      ),
    ]
  },
}
