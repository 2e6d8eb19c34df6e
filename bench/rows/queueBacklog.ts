import { comparedRow, measureInterleaved, timed } from '../rounds.ts'
import { atLeast, type RowModule } from '../row.ts'
import { openBenchStore, synchronousNote } from '../scenes/benchStore.ts'
import { enqueueJobs, workOff } from '../scenes/ourQueue.ts'

const JOBS = 300
const FEW = 10_000
const MANY = 100_000

const about = {
  id: 'queue-backlog',
  what: 'claim and finish with 100,000 jobs waiting, against 10,000; synchronous NORMAL, so that no disk hides it',
  unit: 'jobs/s',
} as const

export const row: RowModule = {
  ...about,
  async run() {
    const few = openBenchStore('NORMAL')
    const many = openBenchStore('NORMAL')
    enqueueJobs(few.store, FEW)
    for (let made = 0; made < MANY; made += FEW) enqueueJobs(many.store, FEW)
    const rateOf = ({ store }: typeof few) => {
      return async () => {
        const ms = await timed(() => workOff(store, JOBS, { hasAudit: false }))
        enqueueJobs(store, JOBS)
        return (JOBS / ms) * 1_000
      }
    }
    const rates = await measureInterleaved({ many: rateOf(many), few: rateOf(few) }, { rounds: 9 })
    return comparedRow(about, {
      values: rates.many,
      against: '10,000 waiting',
      againstValues: rates.few,
      aim: atLeast(0.8),
      notes: [synchronousNote('ours', many.sqlite)],
    })
  },
}
