import { lockFor } from './access.ts'
import type { Call } from './core.ts'
import { reportRecords } from './doorUse.ts'
import type { Answer } from './envelope.ts'
import { answerPage } from './paging.ts'
import { integerOf, textOf } from './parameters.ts'
import type { DoorRecord } from './world.ts'

/** The cloud keeps six months (facts 4.4). */
const keptMs = 183 * 86_400_000

/** `/v3/lockRecord/list` (facts 4.4): by operate time, newest first; 0 is unbounded. */
export function listRecords(call: Call): Answer {
  const found = lockFor(call, 'admin', 'authorised')
  if ('errcode' in found) return found
  const { lock } = found
  reportRecords(call.core, lock)
  const now = call.core.now()
  const startDate = integerOf(call.parameters, 'startDate') ?? 0
  const endDate = integerOf(call.parameters, 'endDate') ?? 0
  const recordType = integerOf(call.parameters, 'recordType')
  const search = textOf(call.parameters, 'searchStr')
  const rows = lock.records.filter(
    (record) =>
      record.serverDate !== null &&
      record.serverDate <= now &&
      record.lockDate >= Math.max(startDate, now - keptMs) &&
      (endDate === 0 || record.lockDate <= endDate) &&
      (recordType === null || record.recordType === recordType) &&
      (search === null || record.keyboardPwd === search || (record.username?.includes(search) ?? false)),
  )
  return answerPage({
    rows: rows.sort((a, b) => b.lockDate - a.lockDate),
    parameters: call.parameters,
    caps: { defaultSize: 20, maxSize: 200 },
    switches: call.core.world.switches,
    view: (record) => viewRecord(lock.lockId, record),
  })
}

function viewRecord(lockId: number, record: DoorRecord): Readonly<Record<string, unknown>> {
  return { ...record, lockId }
}
