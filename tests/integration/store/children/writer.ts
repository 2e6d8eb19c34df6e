import type { JobId } from '../../../../src-main/domain/ids.ts'
import { writeStep } from '../../../support/numberedSteps.ts'
import type { DoorScene } from '../../../support/storeScene.ts'
import { openChildStore } from './openChildStore.ts'
import { tell } from './tell.ts'

// Writes one numbered step after the other and names it once it is committed, until it is killed:
// node writer.ts <dir> <first number> <job id> <door id> <device id> <site id> <account id>
const [dir = '', ...numbers] = process.argv.slice(2)
const [first = 0, jobId = 0, doorId = 0, deviceId = 0, siteId = 0, accountId = 0] = numbers.map(Number)
const store = openChildStore(dir)
const scene = { doorId, deviceId, siteId, accountId } as unknown as DoorScene

for (let step = first; ; step += 1) {
  writeStep(store, { ...scene, jobId: jobId as JobId }, step)
  tell(step)
}
