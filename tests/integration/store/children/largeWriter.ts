import { setImmediate as nextTurn } from 'node:timers/promises'
import { startTestCheckpointThread } from '../../../support/checkpointThread.ts'
import { correlation, logRow } from '../../../support/storeScene.ts'
import { openChildStore } from './openChildStore.ts'
import { tell } from './tell.ts'

// Commits twenty pages at a time beside the checkpoint thread and names each commit, until it is killed:
// node largeWriter.ts <dir> <first number>
const [dir = '', first = '0'] = process.argv.slice(2)
const store = openChildStore(dir, { startCheckpointThread: startTestCheckpointThread })
const request = { filler: 'x'.repeat(80_000) }

for (let step = Number(first); ; step += 1) {
  store.write(() => {
    store.settings.write('last step', step)
    store.traces.appendLog(logRow({ correlationId: correlation(`step-${step}`), request }))
  })
  tell(step)
  await nextTurn()
}
