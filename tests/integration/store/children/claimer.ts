import { errorCode } from '../../../../src-main/store/health.ts'
import { claimOne } from '../../../support/storeScene.ts'
import { openChildStore } from './openChildStore.ts'
import { tell } from './tell.ts'

// Claims until nothing is left, and names each job it got: node claimer.ts <dir> <lease token>
const [dir = '', leaseToken = ''] = process.argv.slice(2)
const store = openChildStore(dir)
const claim = { nowIso: '2026-02-05T18:00:00.000Z', leaseToken, leaseExpiresAt: '2026-02-05T18:05:00.000Z' }
for (let job = claimPatiently(); job; job = claimPatiently()) tell(job.id)
store.close()

/** The other process may hold the file longer than a statement waits; the engine asks again then as well. */
function claimPatiently(): ReturnType<typeof claimOne> {
  for (;;) {
    try {
      return claimOne(store, claim)
    } catch (cause) {
      if (!errorCode(cause).startsWith('SQLITE_BUSY')) throw cause
    }
  }
}
