import { planScope } from '../../src-main/domain/plan/planScope.ts'
import { comparedRow, measureInterleaved, timed } from '../rounds.ts'
import { atMost, type RowModule } from '../row.ts'
import { makeDoors, SCOPE } from '../scenes/doorScene.ts'
import { differenceOfFlatRows } from '../scenes/flatRowDifference.ts'
import { differenceByNestedMaps } from '../scenes/nestedMapDifference.ts'

const about = {
  id: 'plan-pure',
  what: 'planScope over 1,000 doors with 200 codes each: lines, reasons, fingerprints, digest',
  unit: 'ms',
} as const

const noHash = () => ''

export const row: RowModule = {
  ...about,
  async run() {
    const scene = makeDoors(1_000, 200)
    const plan = planScope(scene.inputs, SCOPE)
    const lines = plan.doors.reduce((sum, door) => sum + (door.kind === 'planned' ? door.lines.length : 0), 0)
    const differences = differenceByNestedMaps(scene.inputs).length
    // Otherwise the two would not have done the same work.
    if (lines !== differences) throw new Error(`${lines} lines, but ${differences} differences`)

    const times = await measureInterleaved({
      ours: () => timed(() => planScope(scene.inputs, SCOPE)),
      unhashed: () => timed(() => planScope(scene.inputs, { ...SCOPE, hmac: noHash })),
      maps: () => timed(() => differenceByNestedMaps(scene.inputs)),
      flat: () => timed(() => differenceOfFlatRows(scene.desired, scene.actual)),
    })
    const maps = { against: 'difference by nested Maps, same data', againstValues: times.maps }
    return [
      comparedRow(about, {
        values: times.ours,
        ...maps,
        aim: atMost(4),
        notes: [`${lines} lines in ${scene.desired.length} expected codes`],
      }),
      comparedRow(
        {
          ...about,
          id: 'plan-pure/unhashed',
          what: 'the same with the fingerprints’ texts made but not hashed',
        },
        { values: times.unhashed, ...maps, aim: null },
      ),
      comparedRow(
        {
          ...about,
          id: 'plan-pure/flat-rows',
          what: 'the same against a difference of flat rows in which each code is already with its credential',
        },
        {
          values: times.ours,
          against: 'difference by nested Maps, rows joined before',
          againstValues: times.flat,
          aim: null,
        },
      ),
    ]
  },
}
