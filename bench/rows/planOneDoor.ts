import { planDoor } from '../../src-main/domain/plan/planDoor.ts'
import { gatherPlans, planScope } from '../../src-main/domain/plan/planScope.ts'
import { comparedRow, measureInterleaved, timed } from '../rounds.ts'
import { atMost, type RowModule } from '../row.ts'
import { fingerprintHmac, makeDoors, SCOPE, withOneCodeLess } from '../scenes/doorScene.ts'

const about = {
  id: 'plan-one-door',
  what: 'planning again after one of 1,000 doors changed',
  unit: 'ms',
} as const

export const row: RowModule = {
  ...about,
  async run() {
    const { inputs } = makeDoors(1_000, 200)
    const plans = planScope(inputs, SCOPE).doors
    const [first] = inputs
    if (!first) throw new Error('there is no door')
    const changed = withOneCodeLess(first)
    const times = await measureInterleaved({
      door: () => timed(() => planDoor(changed, fingerprintHmac)),
      gathered: () =>
        timed(() => gatherPlans([planDoor(changed, fingerprintHmac), ...plans.slice(1)], SCOPE)),
      all: () => timed(() => planScope(inputs, SCOPE)),
    })
    const against = 'planning all 1,000 doors'
    return [
      comparedRow(about, { values: times.door, against, againstValues: times.all, aim: atMost(0.01) }),
      comparedRow(
        {
          ...about,
          id: 'plan-one-door/gathered',
          what: `${about.what}, and putting it together with the 999 other plans under a new digest`,
        },
        { values: times.gathered, against, againstValues: times.all, aim: null },
      ),
    ]
  },
}
