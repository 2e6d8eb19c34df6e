import { removeRow, updateRow } from './cloudList.ts'
import { sendCommand } from './commands.ts'
import type { Call } from './core.ts'
import { type Answer, done, refuse } from './envelope.ts'
import { eraseFromMemory } from './lockMemory.ts'
import { textOf } from './parameters.ts'
import { targetOf } from './passcodeChange.ts'
import { deliveryOf, supportRefusal } from './passcodeRules.ts'
import { takeOne } from './switches.ts'
import type { CloudPasscode, SimulatedLock } from './world.ts'

/** `/v3/keyboardPwd/delete` (facts 3.8). With type 1, the default, the code leaves the list and still opens the door. */
export function deletePasscode(call: Call): Answer | Promise<Answer> {
  const target = targetOf(call)
  return 'kind' in target ? target : remove(call, target.lock, target.row)
}

/** `/v3/keyboardPwd/deleteByCode`: the same by the digits. */
export function deletePasscodeByCode(call: Call): Answer | Promise<Answer> {
  const keyboardPwd = textOf(call.parameters, 'keyboardPwd')
  if (keyboardPwd === null) return refuse(-3)
  const target = targetOf(call, (lock) =>
    [...lock.cloud.values()].find((row) => row.keyboardPwd === keyboardPwd),
  )
  return 'kind' in target ? target : remove(call, target.lock, target.row)
}

function remove(call: Call, lock: SimulatedLock, row: CloudPasscode): Answer | Promise<Answer> {
  const { core } = call
  const delivery = deliveryOf(call, 'deleteType')
  if (typeof delivery !== 'number') return delivery
  switch (delivery) {
    case 1:
      call.entry.effect = 'cloud only'
      removeRow(core, lock, row)
      return done()
    case 2: {
      const neverUsed = row.isCustom === 0 && (lock.memory.get(row.keyboardPwd)?.firstUsedAt ?? null) === null
      if (neverUsed && core.world.switches.unusedGeneratedDelete === '-3008') return refuse(-3008)
      const unsupported = supportRefusal(lock)
      if (unsupported !== null) return unsupported
      return sendCommand(call, lock, () => {
        const lies = takeOne(core.world.switches, 'lyingDeletes')
        call.entry.effect = lies ? 'cloud only' : 'applied'
        if (!lies) eraseFromMemory(lock, row.keyboardPwd)
        removeRow(core, lock, row)
        return done()
      })
    }
    case 3:
      return refuse(-4067)
    case 4:
      if (!core.world.switches.typeFourForChangeAndDelete || lock.wifi === null) return refuse(-3)
      call.entry.effect = 'cloud only'
      updateRow(core, lock, row, {
        status: 8,
        pending: { kind: 'delete', settlesAt: core.now() + core.world.switches.asyncSettleMs },
      })
      return done()
    default: {
      const never: never = delivery
      return never
    }
  }
}
