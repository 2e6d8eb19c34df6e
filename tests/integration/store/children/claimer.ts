import { writeSync } from 'node:fs'
import { openChildStore } from './openChildStore.ts'

// Claims until nothing is left, and names each job it got: node claimer.ts <dir> <lease token>
const [dir = '', leaseToken = ''] = process.argv.slice(2)
const store = openChildStore(dir)
const claim = { nowIso: '2026-02-05T18:00:00.000Z', leaseToken, leaseExpiresAt: '2026-02-05T18:05:00.000Z' }
for (let job = store.jobs.claimNext(claim); job; job = store.jobs.claimNext(claim)) {
  writeSync(1, `${job.id}\n`)
}
store.close()
