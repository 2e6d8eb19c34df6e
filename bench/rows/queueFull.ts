import { DEFAULT_ENGINE_SETTINGS } from '../../src-main/engine/engineContext.ts'
import { comparedRow, measureInterleaved, timed } from '../rounds.ts'
import { atLeast, type RowModule } from '../row.ts'
import { openBenchStore, synchronousNote } from '../scenes/benchStore.ts'
import { enqueueJobs, workOffByEngine, workOffTogether } from '../scenes/ourQueue.ts'
import { openRawQueue } from '../scenes/rawQueue.ts'

const JOBS = 300

const about = {
  id: 'queue-full',
  what: `jobs that do nothing, ${DEFAULT_ENGINE_SETTINGS.jobsAtOnce} at once as the engine works: claimed under leases, ended with transition and chained audit row, synchronous FULL`,
  unit: 'jobs/s',
} as const

export const row: RowModule = {
  ...about,
  async run() {
    const ours = openBenchStore('FULL')
    const engine = openBenchStore('FULL')
    const raw = openRawQueue('FULL')
    const rates = await measureInterleaved({
      ours: async () => {
        enqueueJobs(ours.store, JOBS)
        return perSecond(await timed(() => workOffTogether(ours.store, JOBS, { hasAudit: true })))
      },
      raw: async () => {
        raw.add(JOBS)
        return perSecond(await timed(() => raw.workOff(JOBS)))
      },
      engine: async () => {
        enqueueJobs(engine.store, JOBS)
        return perSecond(await timed(() => workOffByEngine(engine.store)))
      },
    })
    const against = 'bare claim and finish on better-sqlite3, FULL'
    const notes = [
      synchronousNote('ours', ours.sqlite),
      synchronousNote('the bare one', raw.sqlite),
      'ours: as many are claimed in one commit as have a place, and those that end in the same turn are ended in one; the bare one has two commits a job',
    ]
    return [
      comparedRow(about, { values: rates.ours, against, againstValues: rates.raw, aim: atLeast(0.8), notes }),
      comparedRow(
        {
          ...about,
          id: 'queue-full/engine',
          what: 'the same jobs through scheduler and worker, with two trace rows each and no audit row',
        },
        { values: rates.engine, against, againstValues: rates.raw, aim: null },
      ),
    ]
  },
}

function perSecond(ms: number): number {
  return (JOBS / ms) * 1_000
}
