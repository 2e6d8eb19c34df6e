import { permanentInMemory } from './site.ts'
import type { MemoryPasscode, PasscodeValues, SimulatedLock } from './world.ts'

/** The lock's own memory: what opens the door, whatever the cloud lists. */

/** Why the lock refuses one more custom code: the same digits (-3007) or no space (-3009). */
export function memoryRefusal(lock: SimulatedLock, values: PasscodeValues): -3007 | -3009 | null {
  if (lock.memory.has(values.keyboardPwd)) return -3007
  let custom = 0
  for (const code of lock.memory.values()) if (code.via !== 'algorithm') custom += 1
  return custom >= lock.customCapacity ? -3009 : null
}

/** Custom codes are kept to the minute; a permanent one has the far end date locks use (facts 3.1, 3.9). */
export function writeToMemory(
  lock: SimulatedLock,
  values: PasscodeValues,
  via: MemoryPasscode['via'],
  firstUsedAt: number | null = null,
): void {
  const window =
    values.keyboardPwdType === 2
      ? permanentInMemory
      : { startDate: floorToMinute(values.startDate), endDate: floorToMinute(values.endDate) }
  lock.memory.set(values.keyboardPwd, {
    keyboardPwd: values.keyboardPwd,
    keyboardPwdType: values.keyboardPwdType,
    ...window,
    via,
    firstUsedAt,
  })
}

export function eraseFromMemory(lock: SimulatedLock, keyboardPwd: string): void {
  lock.memory.delete(keyboardPwd)
}

function floorToMinute(ms: number): number {
  return Math.floor(ms / 60_000) * 60_000
}
