import { lockFor } from './access.ts'
import { insertRow } from './cloudList.ts'
import { sendCommand } from './commands.ts'
import type { Call } from './core.ts'
import { type Answer, data, type Refusal, refuse } from './envelope.ts'
import { memoryRefusal, writeToMemory } from './lockMemory.ts'
import { integerOf, textOf } from './parameters.ts'
import {
  deliveryOf,
  digitsRefusal,
  duplicateRefusal,
  supportRefusal,
  windowRefusal,
} from './passcodeRules.ts'
import { takeOne } from './switches.ts'
import type { PasscodeValues, SimulatedLock } from './world.ts'

/** `/v3/keyboardPwd/add` (facts 3.5): a code of the caller's choice, permanent (2) or for one period (3, the default). */
export function addPasscode(call: Call): Answer | Promise<Answer> {
  const found = lockFor(call, 'admin', 'authorised')
  if ('errcode' in found) return found
  const { lock } = found
  const { core } = call
  const values = readValues(call, lock)
  if ('errcode' in values) return values
  const delivery = deliveryOf(call, 'addType')
  if (typeof delivery !== 'number') return delivery
  const refusal = duplicateRefusal(call, lock, values.keyboardPwd) ?? fullRefusal(lock)
  if (refusal !== null) return refusal
  switch (delivery) {
    case 1:
      call.entry.effect = 'cloud only'
      return created(call, lock, values)
    case 2:
      return sendCommand(call, lock, () => {
        const refused = memoryRefusal(lock, values)
        if (refused !== null) return refuse(refused)
        const lies = takeOne(core.world.switches, 'lyingAdds')
        call.entry.effect = lies ? 'cloud only' : 'applied'
        if (!lies) writeToMemory(lock, values, 'gateway')
        return created(call, lock, values)
      })
    case 3:
      return refuse(-4067)
    case 4: {
      if (lock.wifi === null) return refuse(-4043)
      call.entry.effect = 'cloud only'
      const row = insertRow(core, lock, {
        values,
        keyboardPwdName: textOf(call.parameters, 'keyboardPwdName'),
        isCustom: 1,
        account: call.account,
        status: 4,
        pending: { kind: 'add', settlesAt: core.now() + core.world.switches.asyncSettleMs },
      })
      return data({ keyboardPwdId: row.keyboardPwdId })
    }
    default: {
      const never: never = delivery
      return never
    }
  }
}

function created(call: Call, lock: SimulatedLock, values: PasscodeValues): Answer {
  const row = insertRow(call.core, lock, {
    values,
    keyboardPwdName: textOf(call.parameters, 'keyboardPwdName'),
    isCustom: 1,
    account: call.account,
  })
  return data({ keyboardPwdId: row.keyboardPwdId })
}

function readValues(call: Call, lock: SimulatedLock): PasscodeValues | Refusal {
  const unsupported = supportRefusal(lock)
  if (unsupported !== null) return unsupported
  const keyboardPwd = textOf(call.parameters, 'keyboardPwd') ?? ''
  const badDigits = digitsRefusal(call, lock, keyboardPwd)
  if (badDigits !== null) return badDigits
  const keyboardPwdType = integerOf(call.parameters, 'keyboardPwdType') ?? 3
  if (keyboardPwdType !== 2 && keyboardPwdType !== 3) return refuse(-3)
  const startDate = integerOf(call.parameters, 'startDate')
  const endDate = integerOf(call.parameters, 'endDate')
  if (Number.isNaN(startDate) || Number.isNaN(endDate)) return refuse(-3)
  if (keyboardPwdType === 2) {
    return { keyboardPwd, keyboardPwdType, startDate: startDate ?? call.core.now(), endDate: 0 }
  }
  if (startDate === null || endDate === null) return refuse(-3)
  return windowRefusal(call, startDate, endDate) ?? { keyboardPwd, keyboardPwdType, startDate, endDate }
}

function fullRefusal(lock: SimulatedLock): Refusal | null {
  let custom = 0
  for (const row of lock.cloud.values()) if (row.isCustom === 1) custom += 1
  return custom >= lock.customCapacity ? refuse(-3009) : null
}
