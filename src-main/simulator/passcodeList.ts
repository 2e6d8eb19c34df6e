import { lockFor } from './access.ts'
import { shownRows } from './cloudList.ts'
import type { Call, Core } from './core.ts'
import type { Answer } from './envelope.ts'
import { answerPage, sortRows } from './paging.ts'
import { integerOf, textOf } from './parameters.ts'
import type { CloudPasscode, SimulatedLock } from './world.ts'

/** `/v3/lock/listKeyboardPwd` (facts 3.2): the cloud's list; `searchStr` is fuzzy on the name, exact on the code. */
export function listPasscodes(call: Call): Answer {
  const found = lockFor(call, 'admin', 'authorised')
  if ('errcode' in found) return found
  const search = textOf(call.parameters, 'searchStr')
  const rows = shownRows(call.core, found.lock).filter((row) => search === null || matches(row, search))
  return answerPage({
    rows: sortRows(rows, integerOf(call.parameters, 'orderBy'), {
      name: (row) => row.keyboardPwdName ?? '',
      time: (row) => row.sendDate,
    }),
    parameters: call.parameters,
    caps: { defaultSize: 20, maxSize: 200 },
    switches: call.core.world.switches,
    view: (row) => viewPasscode(call.core, found.lock, row),
  })
}

function matches(row: CloudPasscode, search: string): boolean {
  if (row.keyboardPwd === search) return true
  return row.keyboardPwdName?.toLowerCase().includes(search.toLowerCase()) ?? false
}

function viewPasscode(
  core: Core,
  lock: SimulatedLock,
  row: CloudPasscode,
): Readonly<Record<string, unknown>> {
  return {
    endDate: row.endDate,
    isCustom: row.isCustom,
    keyboardPwd: row.keyboardPwd,
    keyboardPwdId: row.keyboardPwdId,
    keyboardPwdName: row.keyboardPwdName,
    keyboardPwdType: row.keyboardPwdType,
    keyboardPwdVersion: 4,
    lockId: lock.lockId,
    nickName: row.nickName,
    receiverUsername: '',
    sendDate: row.sendDate,
    senderUsername: row.senderUsername,
    startDate: row.startDate,
    status: shownStatus(core, row),
  }
}

function shownStatus(core: Core, row: CloudPasscode): number {
  const isOver = row.endDate !== 0 && row.endDate <= core.now()
  return row.status === 1 && isOver && core.world.switches.expiredStatus === '2' ? 2 : row.status
}
