import { lockFor } from './access.ts'
import { insertRow, validityKey } from './cloudList.ts'
import type { Call } from './core.ts'
import { type Answer, data, type Refusal, refuse } from './envelope.ts'
import { integerOf, textOf } from './parameters.ts'
import { digitsOf } from './random.ts'
import type { CloudPasscode, PasscodeValues, SimulatedLock } from './world.ts'

const hourMs = 3_600_000
/** How many codes exist for one start (facts 3.1). */
const perStart: ReadonlyMap<number, number> = new Map([
  [1, 200],
  [2, 20],
])

/**
 * `/v3/keyboardPwd/get` (facts 3.6): a code that cloud and lock compute alike, so no gateway is needed.
 * Times are floored to the hour. A validity that was issued and deleted before is refused with -1026.
 */
export function generatePasscode(call: Call): Answer {
  const found = lockFor(call, 'admin', 'authorised')
  if ('errcode' in found) return found
  const { lock } = found
  if (!lock.hasPasscodeData) return refuse(-1007)
  const validity = readValidity(call, lock)
  if ('errcode' in validity) return validity
  if (lock.deletedValidities.has(validityKey(validity))) return refuse(-1026)
  const issued = [...lock.cloud.values()].filter(
    (row) => row.isCustom === 0 && validityKey(row) === validityKey(validity),
  )
  const [same] = issued
  const limit = perStart.get(validity.keyboardPwdType) ?? 1
  if (issued.length >= limit) return limit === 1 && same !== undefined ? answerRow(same) : refuse(-3009)
  const values = { ...validity, keyboardPwd: compute(call.core.world.seed, lock, validity, issued.length) }
  lock.memory.set(values.keyboardPwd, { ...values, via: 'algorithm', firstUsedAt: null })
  call.entry.effect = 'applied'
  return answerRow(
    insertRow(call.core, lock, {
      values,
      keyboardPwdName: textOf(call.parameters, 'keyboardPwdName'),
      isCustom: 0,
      account: call.account,
    }),
  )
}

function answerRow(row: CloudPasscode): Answer {
  return data({ keyboardPwd: row.keyboardPwd, keyboardPwdId: row.keyboardPwdId })
}

function readValidity(call: Call, lock: SimulatedLock): Omit<PasscodeValues, 'keyboardPwd'> | Refusal {
  const keyboardPwdType = integerOf(call.parameters, 'keyboardPwdType')
  const startDate = integerOf(call.parameters, 'startDate')
  const endDate = integerOf(call.parameters, 'endDate')
  if (keyboardPwdType === null || !(keyboardPwdType >= 1 && keyboardPwdType <= 14)) return refuse(-3)
  if (startDate === null || Number.isNaN(startDate) || Number.isNaN(endDate)) return refuse(-3)
  const start = Math.floor(startDate / hourMs) * hourMs
  const needsEnd = keyboardPwdType === 3 || keyboardPwdType >= 5
  if (!needsEnd)
    return { keyboardPwdType, startDate: start, endDate: keyboardPwdType === 1 ? start + 6 * hourMs : 0 }
  if (endDate === null) return refuse(-3)
  const end = Math.floor(endDate / hourMs) * hourMs
  if (end <= start || (keyboardPwdType === 3 && isTooLong(call, lock, start, end))) return refuse(-3)
  return { keyboardPwdType, startDate: start, endDate: end }
}

/** Over a year: English documents take whole months of the same day and time, the newer Chinese ones nothing (facts 3.6). */
function isTooLong(call: Call, lock: SimulatedLock, start: number, end: number): boolean {
  const from = new Date(start + lock.timezoneRawOffset)
  const to = new Date(end + lock.timezoneRawOffset)
  if (to.getTime() <= new Date(from).setUTCFullYear(from.getUTCFullYear() + 1)) return false
  const isWholeMonths = from.getUTCDate() === to.getUTCDate() && from.getUTCHours() === to.getUTCHours()
  return call.core.world.switches.generatedOverAYear === '-3' || !isWholeMonths
}

/** Seven digits that no other code of the lock has. */
function compute(
  seed: string,
  lock: SimulatedLock,
  validity: Omit<PasscodeValues, 'keyboardPwd'>,
  serial: number,
): string {
  for (let attempt = 0; ; attempt += 1) {
    const candidate = digitsOf(`${seed}:${lock.lockId}:${validityKey(validity)}:${serial}:${attempt}`, 7)
    const fits = [...candidate].every((digit) => lock.keypadDigits.includes(digit))
    if (fits && !lock.memory.has(candidate)) return candidate
  }
}
