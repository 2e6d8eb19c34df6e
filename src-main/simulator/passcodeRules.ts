import type { Call } from './core.ts'
import { type Refusal, refuse } from './envelope.ts'
import { feature, hasFeature } from './features.ts'
import { integerOf } from './parameters.ts'
import type { SimulatedLock } from './world.ts'

/** How a write is delivered (facts 3.5): 1 cloud bookkeeping only, and the default; 2 gateway or Wi-Fi; 3 NB-IoT; 4 later. */
export type Delivery = 1 | 2 | 3 | 4

export function deliveryOf(call: Call, name: 'addType' | 'changeType' | 'deleteType'): Delivery | Refusal {
  const value = integerOf(call.parameters, name) ?? 1
  return value === 1 || value === 2 || value === 3 || value === 4 ? value : refuse(-3)
}

/** What the rules say against these digits on this lock; null when nothing. */
export function digitsRefusal(call: Call, lock: SimulatedLock, keyboardPwd: string): Refusal | null {
  if (!/^\d{4,9}$/.test(keyboardPwd)) return refuse(-3006)
  if (call.core.world.switches.simplePasscodes === 'refused' && isTooSimple(keyboardPwd)) return refuse(-2032)
  // No code is documented for digits the keypad lacks (facts 2.10); -3 is our choice.
  for (const digit of keyboardPwd) if (!lock.keypadDigits.includes(digit)) return refuse(-3)
  return null
}

/** -3007 is per lock and for all its codes, whatever their windows (facts 3.5 and quirk 4). */
export function duplicateRefusal(
  call: Call,
  lock: SimulatedLock,
  keyboardPwd: string,
  exceptId?: number,
): Refusal | null {
  for (const row of lock.cloud.values()) {
    if (row.keyboardPwd !== keyboardPwd || row.keyboardPwdId === exceptId) continue
    if (row.isCustom === 1 || call.core.world.switches.uniquenessCoversGenerated) return refuse(-3007)
  }
  return null
}

export function supportRefusal(lock: SimulatedLock): Refusal | null {
  return hasFeature(lock.featureValue, feature.passcodeManagement) ? null : refuse(-4043)
}

export function windowRefusal(call: Call, startDate: number, endDate: number): Refusal | null {
  if (endDate > startDate) return null
  return call.core.world.switches.backwardsWindow === '-3' ? refuse(-3) : null
}

/** Runs such as 1234 or 98765 and repeats such as 7777. */
function isTooSimple(keyboardPwd: string): boolean {
  const steps = new Set<number>()
  for (let index = 1; index < keyboardPwd.length; index += 1) {
    steps.add(keyboardPwd.charCodeAt(index) - keyboardPwd.charCodeAt(index - 1))
  }
  const [only] = steps
  return steps.size === 1 && (only === 0 || only === 1 || only === -1)
}
