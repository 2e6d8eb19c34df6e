import { type JobId, SYSTEM_OPERATOR_ID } from '../../../../src-main/domain/ids.ts'
import { correlation, logRow, newOperation } from '../../../support/storeScene.ts'
import { openChildStore } from './openChildStore.ts'
import { tell } from './tell.ts'

// Writes one numbered step after the other and names it once it is committed, until it is killed:
// node writer.ts <dir> <first number> <job id> <door id> <device id> <site id> <account id>
const [dir = '', ...numbers] = process.argv.slice(2)
const [first = 0, jobId = 0, doorId = 0, deviceId = 0, siteId = 0, accountId = 0] = numbers.map(Number)
const store = openChildStore(dir)
const scene = { doorId, deviceId, siteId, accountId } as unknown as Parameters<typeof newOperation>[1]

for (let step = first; ; step += 1) {
  const atIso = new Date(Date.UTC(2026, 1, 5) + step).toISOString()
  const correlationId = correlation(`step-${step}`)
  store.write(() => {
    store.settings.write('last step', step)
    store.operations.insertIntent(
      newOperation(jobId as JobId, scene, { lineId: `step-${step}`, correlationId, pin: null }),
      atIso,
    )
    store.traces.appendLog(logRow({ correlationId, doorId }))
    store.traces.appendAudit(
      {
        ...{ operatorId: SYSTEM_OPERATOR_ID, entity: `Door #${doorId}`, entityId: doorId, action: 'step' },
        ...{ before: null, after: { step }, correlationId },
      },
      atIso,
    )
  })
  tell(step)
}
