import { comparedRow } from '../rounds.ts'
import { type Aim, atMost, type Row, type RowModule } from '../row.ts'
import { type ApplyRun, openApplyScene, SPACING_MS } from '../scenes/applyRun.ts'
import { spansOf } from '../scenes/lanesRun.ts'

const ROUNDS = 5
/** Of the jobs, which only inform: with as many the row would take longer than all others. */
const ROUNDS_OF_JOBS = 3

const about = {
  id: 'apply-makespan',
  what: 'an approved plan of 160 doors on 40 gateways, 4 codes each, through the whole engine, 10 times faster than real: from Apply to the end of the job',
  unit: 'ms',
} as const

export const row: RowModule = {
  ...about,
  async run() {
    const scene = await openApplyScene()
    const plans: ApplyRun[] = []
    const jobs: ApplyRun[] = []
    for (let round = 0; round < ROUNDS; round++) {
      plans.push(await scene.byPlan())
      if (round < ROUNDS_OF_JOBS) jobs.push(await scene.byJobs())
    }
    await scene.close()
    return [
      compared(about, plans, { commands: scene.commands, aim: atMost(1.1) }),
      compared(
        {
          ...about,
          id: 'apply-makespan/jobs',
          what: 'the same codes where nobody is asked: 160 jobs, one for each door',
        },
        jobs,
        { commands: scene.commands, aim: null },
      ),
    ]
  },
}

function compared(
  of: Pick<Row, 'id' | 'what' | 'unit'>,
  runs: readonly ApplyRun[],
  { commands, aim }: { readonly commands: number; readonly aim: Aim | null },
): Row {
  return comparedRow(of, {
    values: runs.map(({ makespanMs }) => makespanMs),
    against: 'the busiest gateway: its commands and the rests between them; no list before or after them',
    againstValues: runs.map((run) => idealOf(run, commands)),
    aim,
  })
}

/** No schedule ends before the gateway with the most to do. */
function idealOf({ journal }: ApplyRun, commands: number): number {
  const spans = spansOf(journal)
  if (spans.length !== commands) throw new Error(`${spans.length} of ${commands} commands were sent`)
  const busyMs = new Map<number, number>()
  for (const { gatewayId, from, to } of spans) {
    busyMs.set(gatewayId, (busyMs.get(gatewayId) ?? -SPACING_MS) + (to - from) + SPACING_MS)
  }
  return Math.max(...busyMs.values())
}
