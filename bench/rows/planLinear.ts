import { planScope } from '../../src-main/domain/plan/planScope.ts'
import { comparedRow, measureInterleaved, timed } from '../rounds.ts'
import { atMost, type RowModule } from '../row.ts'
import { makeDoors, SCOPE } from '../scenes/doorScene.ts'

const about = {
  id: 'plan-linear',
  what: 'planScope over 1,000 doors with 200 codes each, against a tenth of the doors',
  unit: 'ms',
} as const

export const row: RowModule = {
  ...about,
  async run() {
    const few = makeDoors(100, 200).inputs
    const many = makeDoors(1_000, 200).inputs
    const times = await measureInterleaved({
      many: () => timed(() => planScope(many, SCOPE)),
      few: () => timed(() => planScope(few, SCOPE)),
    })
    return comparedRow(about, {
      values: times.many,
      against: '100 doors',
      againstValues: times.few,
      aim: atMost(12),
    })
  },
}
