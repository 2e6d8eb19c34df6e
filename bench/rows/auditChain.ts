import { createHash } from 'node:crypto'
import type Database from 'better-sqlite3'
import { toIso } from '../../src-main/domain/instant.ts'
import type { JobRecord } from '../../src-main/ports/stores/jobStore.ts'
import { comparedRow, measureInterleaved, timed } from '../rounds.ts'
import { atMost, type RowModule } from '../row.ts'
import { type BenchStore, openBenchStore, synchronousNote } from '../scenes/benchStore.ts'
import { claimJob, enqueueJobs, finishJob, workOff } from '../scenes/ourQueue.ts'

const JOBS = 300

const about = {
  id: 'audit-chain',
  what: 'claiming and finishing a job with a chained audit row in its transaction, synchronous FULL',
  unit: 'ms/job',
} as const

export const row: RowModule = {
  ...about,
  async run() {
    const chained = openBenchStore('FULL')
    const plain = openBenchStore('FULL')
    const none = openBenchStore('FULL')
    const insertPlain = preparePlainInsert(plain.sqlite)
    const times = await measureInterleaved({
      chained: () => perJob(chained, () => workOff(chained.store, JOBS, { hasAudit: true })),
      plain: () => perJob(plain, () => workOffWithPlainRows(plain, insertPlain)),
      none: () => perJob(none, () => workOff(none.store, JOBS, { hasAudit: false })),
    })
    const notes = [synchronousNote('ours', chained.sqlite)]
    return [
      comparedRow(about, {
        values: times.chained,
        against: 'the same with a plain audit row',
        againstValues: times.plain,
        aim: atMost(1.15),
        notes,
      }),
      comparedRow(
        { ...about, id: 'audit-chain/no-row' },
        {
          values: times.chained,
          against: 'the same without an audit row',
          againstValues: times.none,
          aim: null,
        },
      ),
    ]
  },
}

async function perJob({ store }: BenchStore, work: () => Promise<void>): Promise<number> {
  enqueueJobs(store, JOBS)
  return (await timed(work)) / JOBS
}

async function workOffWithPlainRows({ store }: BenchStore, insert: (job: JobRecord) => void): Promise<void> {
  for (let done = 0; done < JOBS; done++) {
    const job = claimJob(store)
    if (!job) throw new Error('a due job was not found')
    await Promise.resolve()
    store.write(() => {
      finishJob(store, job, { hasAudit: false })
      insert(job)
    })
  }
}

/** The same columns in the same table, but nothing read before and nothing hashed. */
function preparePlainInsert(sqlite: Database.Database): (job: JobRecord) => void {
  const insert = sqlite.prepare(`
    INSERT INTO app_audit
      (time, operator_id, entity, entity_id, action, before_json, after_json, correlation_id, chain_hash)
    VALUES (?, 0, ?, ?, 'job.done', ?, ?, ?, ?)`)
  const noHash = createHash('sha256').digest('hex')
  return (job) => {
    const before = JSON.stringify({ status: 'running', attempt: job.attemptCount })
    const after = JSON.stringify({ status: 'done' })
    insert.run(toIso(Date.now()), `Job #${job.id}`, job.id, before, after, job.correlationId, noHash)
  }
}
