import { writeSync } from 'node:fs'
import { claimOne } from '../../../support/storeScene.ts'
import { openChildStore } from './openChildStore.ts'

// Claims until nothing is left, and names each job it got: node claimer.ts <dir> <lease token>
const [dir = '', leaseToken = ''] = process.argv.slice(2)
const store = openChildStore(dir)
const claim = { nowIso: '2026-02-05T18:00:00.000Z', leaseToken, leaseExpiresAt: '2026-02-05T18:05:00.000Z' }
for (let job = claimOne(store, claim); job; job = claimOne(store, claim)) {
  writeSync(1, `${job.id}\n`)
}
store.close()
