import type { Core } from './core.ts'
import { eraseFromMemory, memoryRefusal, writeToMemory } from './lockMemory.ts'
import { takeId } from './site.ts'
import { takeOne } from './switches.ts'
import type { CloudPasscode, PasscodeValues, SimulatedAccount, SimulatedLock } from './world.ts'

/** The cloud's passcode list of a lock: its rows, its lag behind writes, and writes it carries out later. */

export function insertRow(
  core: Core,
  lock: SimulatedLock,
  row: {
    readonly values: PasscodeValues
    readonly keyboardPwdName: string | null
    readonly isCustom: 0 | 1
    readonly account: SimulatedAccount
    readonly status?: number
    readonly pending?: CloudPasscode['pending']
  },
): CloudPasscode {
  keepStaleList(core, lock)
  const inserted: CloudPasscode = {
    keyboardPwdId: takeId(core.world, 'keyboardPwdId'),
    ...row.values,
    keyboardPwdName: row.keyboardPwdName,
    sendDate: core.now(),
    isCustom: row.isCustom,
    status: row.status ?? 1,
    senderUsername: row.account.username,
    nickName: row.account.nickName,
    pending: row.pending ?? null,
  }
  lock.cloud.set(inserted.keyboardPwdId, inserted)
  core.changed()
  return inserted
}

export function updateRow(
  core: Core,
  lock: SimulatedLock,
  row: CloudPasscode,
  to: Partial<CloudPasscode>,
): void {
  keepStaleList(core, lock)
  Object.assign(row, to)
  core.changed()
}

export function removeRow(core: Core, lock: SimulatedLock, row: CloudPasscode): void {
  keepStaleList(core, lock)
  lock.cloud.delete(row.keyboardPwdId)
  if (row.isCustom === 0) lock.deletedValidities.add(validityKey(row))
  core.changed()
}

/** The rows the list shows now: those of `listLagMs` ago when the cloud lags. */
export function shownRows(core: Core, lock: SimulatedLock): readonly CloudPasscode[] {
  settlePending(core, lock)
  const now = core.now()
  lock.staleLists = lock.staleLists.filter((stale) => stale.until > now)
  return lock.staleLists[0]?.rows ?? [...lock.cloud.values()]
}

export function validityKey(values: Omit<PasscodeValues, 'keyboardPwd'>): string {
  return `${values.keyboardPwdType}:${values.startDate}:${values.endDate}`
}

/** Carries out the writes of type 4 whose time has come; a lock without network keeps them waiting. */
export function settlePending(core: Core, lock: SimulatedLock): void {
  if (lock.wifi === null || !lock.wifi.online || !lock.answers) return
  for (const row of [...lock.cloud.values()]) {
    if (row.pending !== null && row.pending.settlesAt <= core.now()) settle(core, lock, row)
  }
}

function settle(core: Core, lock: SimulatedLock, row: CloudPasscode): void {
  const { pending } = row
  if (pending === null) return
  row.pending = null
  core.changed()
  const fails = takeOne(core.world.switches, 'asyncWritesFail')
  switch (pending.kind) {
    case 'add': {
      const refused = fails || memoryRefusal(lock, row) !== null
      row.status = refused ? 5 : 1
      if (!refused) writeToMemory(lock, row, 'gateway')
      return
    }
    case 'change': {
      if (fails) {
        row.status = 7
        return
      }
      eraseFromMemory(lock, row.keyboardPwd)
      Object.assign(row, pending.to, { status: 1 })
      writeToMemory(lock, row, 'gateway')
      return
    }
    case 'delete': {
      if (fails) {
        row.status = 9
        return
      }
      eraseFromMemory(lock, row.keyboardPwd)
      removeRow(core, lock, row)
      return
    }
    default:
      pending satisfies never
  }
}

function keepStaleList(core: Core, lock: SimulatedLock): void {
  const { listLagMs } = core.world.switches
  if (listLagMs <= 0) return
  lock.staleLists.push({
    until: core.now() + listLagMs,
    rows: [...lock.cloud.values()].map((row) => ({ ...row })),
  })
}
