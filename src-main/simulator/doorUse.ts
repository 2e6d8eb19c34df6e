import { settlePending } from './cloudList.ts'
import { canReport } from './commands.ts'
import type { Core } from './core.ts'
import { type DoorUseSeed, takeId } from './site.ts'
import { type DoorRecord, lockTimeAt, type MemoryPasscode, type SimulatedLock } from './world.ts'

type DoorUseOutcome = 'opened' | 'unknown code' | 'outside its window' | 'erased other codes'

export interface DoorUse {
  readonly outcome: DoorUseOutcome
  readonly record: DoorRecord
}

const hourMs = 3_600_000
const dayMs = 86_400_000
/** Records a lock keeps for itself (facts 4.4). */
const keptRecords = 500

/** Somebody types `pin` at the door: judged by the lock's memory and its own clock alone. Leaves a record. */
export function typeAtDoor(
  core: Core,
  lock: SimulatedLock,
  use: { readonly pin: string; readonly at?: number | undefined },
): DoorUse {
  settlePending(core, lock)
  const trueTime = use.at ?? core.now()
  const lockDate = lockTimeAt(lock, trueTime)
  const code = lock.memory.get(use.pin)
  const outcome = use.pin === lock.noKeyPwd ? 'opened' : judge(lock, code, lockDate)
  if (outcome === 'opened') lock.unlockedUntil = trueTime + Math.max(lock.autoLockTime, 0) * 1000
  const record: DoorRecord = {
    recordId: takeId(core.world, 'recordId'),
    ...recordTypes(use.pin === lock.noKeyPwd, outcome),
    username: [...lock.cloud.values()].find((row) => row.keyboardPwd === use.pin)?.keyboardPwdName ?? null,
    keyboardPwd: use.pin,
    lockDate,
    serverDate: null,
  }
  lock.records.push(record)
  if (lock.records.length > keptRecords) lock.records.shift()
  reportRecords(core, lock, trueTime)
  core.changed()
  return { outcome, record }
}

/** What happened at the doors before the simulation began. */
export function replayDoorUses(core: Core, uses: readonly DoorUseSeed[]): void {
  for (const { lockId, pin, at } of uses) {
    const lock = core.world.locks.get(lockId)
    if (lock !== undefined) typeAtDoor(core, lock, { pin, at })
  }
}

/** Hands the lock's records to the cloud once it can report; each shows after the record delay. */
export function reportRecords(core: Core, lock: SimulatedLock, from: number = core.now()): void {
  if (!canReport(core, lock)) return
  for (const record of lock.records) record.serverDate ??= from + core.world.switches.recordDelayMs
}

function judge(lock: SimulatedLock, code: MemoryPasscode | undefined, lockDate: number): DoorUseOutcome {
  if (code === undefined) return 'unknown code'
  if (code.via !== 'algorithm') return isWithin(code, lockDate) ? 'opened' : 'outside its window'
  if (!generatedCounts(lock, code, lockDate)) return 'outside its window'
  code.firstUsedAt ??= lockDate
  if (code.keyboardPwdType !== 4) return 'opened'
  lock.memory.clear()
  return 'erased other codes'
}

/** The rules of generated codes (facts 3.1, 3.3): one-time within 6 h, first use within 24 h, cyclic days. */
function generatedCounts(lock: SimulatedLock, code: MemoryPasscode, lockDate: number): boolean {
  if (lockDate < code.startDate) return false
  switch (code.keyboardPwdType) {
    case 1:
      return code.firstUsedAt === null && lockDate < code.startDate + 6 * hourMs
    case 2:
    case 3:
    case 4: {
      const inTime = code.firstUsedAt !== null || lockDate < code.startDate + dayMs
      return inTime && (code.endDate === 0 || lockDate < code.endDate)
    }
    default:
      return isWithin(code, lockDate) && isOnItsDay(lock, code, lockDate)
  }
}

function isOnItsDay(lock: SimulatedLock, code: MemoryPasscode, lockDate: number): boolean {
  const local = new Date(lockDate + lock.timezoneRawOffset)
  const minuteOf = (ms: number): number =>
    Math.floor((((ms + lock.timezoneRawOffset) % dayMs) + dayMs) % dayMs) / 60_000
  const minute = minuteOf(lockDate)
  const weekDay = local.getUTCDay()
  const isWeekend = weekDay === 0 || weekDay === 6
  if (minute < minuteOf(code.startDate) || minute >= minuteOf(code.endDate)) return false
  if (code.keyboardPwdType === 5) return isWeekend
  if (code.keyboardPwdType === 7) return !isWeekend
  if (code.keyboardPwdType >= 8) return weekDay === (code.keyboardPwdType - 7) % 7
  return true
}

function isWithin(code: MemoryPasscode, lockDate: number): boolean {
  return lockDate >= code.startDate && (code.endDate === 0 || lockDate < code.endDate)
}

/** Cloud and raw record types (facts 4.4): 4/4 opened, 4/7 unknown code, 4/11 out of its window, 92 admin code. */
function recordTypes(
  isAdminCode: boolean,
  outcome: DoorUseOutcome,
): Pick<DoorRecord, 'recordType' | 'recordTypeFromLock' | 'success'> {
  if (isAdminCode) return { recordType: 92, recordTypeFromLock: 92, success: 1 }
  switch (outcome) {
    case 'opened':
      return { recordType: 4, recordTypeFromLock: 4, success: 1 }
    case 'erased other codes':
      return { recordType: 4, recordTypeFromLock: 10, success: 1 }
    case 'unknown code':
      return { recordType: 4, recordTypeFromLock: 7, success: 0 }
    case 'outside its window':
      return { recordType: 4, recordTypeFromLock: 11, success: 0 }
    default: {
      const never: never = outcome
      return never
    }
  }
}
