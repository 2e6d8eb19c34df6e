import { lockFor } from './access.ts'
import { settlePending, updateRow } from './cloudList.ts'
import { sendCommand } from './commands.ts'
import type { Call } from './core.ts'
import { type Answer, done, type Refusal, refuse } from './envelope.ts'
import { eraseFromMemory, writeToMemory } from './lockMemory.ts'
import { integerOf, textOf } from './parameters.ts'
import {
  deliveryOf,
  digitsRefusal,
  duplicateRefusal,
  supportRefusal,
  windowRefusal,
} from './passcodeRules.ts'
import { takeOne } from './switches.ts'
import type { CloudPasscode, PasscodeValues, SimulatedLock } from './world.ts'

/**
 * `/v3/keyboardPwd/change` (facts 3.7, quirk 3). A new name alone is a matter of the cloud. All else needs both dates:
 * without them the call reports success and does nothing. Of new digits alone that is the harsher reading.
 */
export function changePasscode(call: Call): Answer | Promise<Answer> {
  const target = targetOf(call)
  if ('kind' in target) return target
  const { lock, row } = target
  const { core } = call
  const delivery = deliveryOf(call, 'changeType')
  if (typeof delivery !== 'number') return delivery
  const wanted = readWanted(call, row)
  if (wanted === 'no-op') return done()
  if ('errcode' in wanted) return wanted
  const keyboardPwdName = textOf(call.parameters, 'keyboardPwdName') ?? row.keyboardPwdName
  if (isSame(wanted, row)) {
    call.entry.effect = 'cloud only'
    updateRow(core, lock, row, { keyboardPwdName })
    return done()
  }
  const refusal = supportRefusal(lock) ?? valuesRefusal(call, lock, row, wanted)
  if (refusal !== null) return refusal
  switch (delivery) {
    case 1:
      call.entry.effect = 'cloud only'
      updateRow(core, lock, row, { ...wanted, keyboardPwdName })
      return done()
    case 2:
      return sendCommand(call, lock, () => {
        const lies = takeOne(core.world.switches, 'lyingChanges')
        if (!lies) {
          const refused = changeInMemory(lock, row, wanted)
          if (refused !== null) return refused
        }
        call.entry.effect = lies ? 'cloud only' : 'applied'
        updateRow(core, lock, row, { ...wanted, keyboardPwdName })
        return done()
      })
    case 3:
      return refuse(-4067)
    case 4:
      if (!core.world.switches.typeFourForChangeAndDelete || lock.wifi === null) return refuse(-3)
      call.entry.effect = 'cloud only'
      updateRow(core, lock, row, {
        keyboardPwdName,
        status: 6,
        pending: { kind: 'change', settlesAt: core.now() + core.world.switches.asyncSettleMs, to: wanted },
      })
      return done()
    default: {
      const never: never = delivery
      return never
    }
  }
}

/** The lock and row that a change or delete names; an unknown id is -2009 or a mere 0 (facts 3.8). */
export function targetOf(
  call: Call,
  pick: (lock: SimulatedLock) => CloudPasscode | undefined = (lock) => rowById(call, lock),
): { readonly lock: SimulatedLock; readonly row: CloudPasscode } | Answer {
  const found = lockFor(call, 'admin', 'authorised')
  if ('errcode' in found) return found
  settlePending(call.core, found.lock)
  const row = pick(found.lock)
  if (row !== undefined) return { lock: found.lock, row }
  return call.core.world.switches.deleteTwiceAnswers === '0' ? done() : refuse(-2009)
}

function rowById(call: Call, lock: SimulatedLock): CloudPasscode | undefined {
  return lock.cloud.get(integerOf(call.parameters, 'keyboardPwdId') ?? Number.NaN)
}

function readWanted(call: Call, row: CloudPasscode): PasscodeValues | Refusal | 'no-op' {
  const startDate = integerOf(call.parameters, 'startDate')
  const endDate = integerOf(call.parameters, 'endDate')
  if (Number.isNaN(startDate) || Number.isNaN(endDate)) return refuse(-3)
  const newDigits = textOf(call.parameters, 'newKeyboardPwd')
  const isNameAlone = startDate === null && endDate === null && newDigits === null
  if (isNameAlone) return valuesOf(row)
  if (startDate === null || endDate === null) return 'no-op'
  const keyboardPwd = newDigits ?? row.keyboardPwd
  const keyboardPwdType = row.isCustom === 0 ? row.keyboardPwdType : endDate === 0 ? 2 : 3
  return { keyboardPwd, keyboardPwdType, startDate, endDate }
}

function valuesRefusal(
  call: Call,
  lock: SimulatedLock,
  row: CloudPasscode,
  wanted: PasscodeValues,
): Refusal | null {
  if (row.isCustom === 0 && (lock.memory.get(row.keyboardPwd)?.firstUsedAt ?? null) === null)
    return refuse(-3008)
  if (wanted.keyboardPwdType !== row.keyboardPwdType && call.core.world.switches.changeKind === '-3')
    return refuse(-3)
  if (wanted.keyboardPwd !== row.keyboardPwd) {
    const bad =
      digitsRefusal(call, lock, wanted.keyboardPwd) ??
      duplicateRefusal(call, lock, wanted.keyboardPwd, row.keyboardPwdId)
    if (bad !== null) return bad
  }
  return wanted.endDate === 0 ? null : windowRefusal(call, wanted.startDate, wanted.endDate)
}

/** A lock that does not hold the code any more says so: the list was wrong about it. */
function changeInMemory(lock: SimulatedLock, row: CloudPasscode, wanted: PasscodeValues): Refusal | null {
  const held = lock.memory.get(row.keyboardPwd)
  if (held === undefined) return refuse(1)
  if (wanted.keyboardPwd !== row.keyboardPwd && lock.memory.has(wanted.keyboardPwd)) return refuse(-3007)
  eraseFromMemory(lock, row.keyboardPwd)
  writeToMemory(lock, wanted, held.via, held.firstUsedAt)
  return null
}

function valuesOf(row: CloudPasscode): PasscodeValues {
  const { keyboardPwd, keyboardPwdType, startDate, endDate } = row
  return { keyboardPwd, keyboardPwdType, startDate, endDate }
}

function isSame(a: PasscodeValues, b: PasscodeValues): boolean {
  return (
    a.keyboardPwd === b.keyboardPwd &&
    a.keyboardPwdType === b.keyboardPwdType &&
    a.startDate === b.startDate &&
    a.endDate === b.endDate
  )
}
