import type { ActualCode } from '../code/actualCode.ts'
import type { Decision, Removal } from './decision.ts'
import { isDecisionActing, isRemovalActing } from './decision.ts'

/** How many codes a line adds to the lock: a replace of a custom code needs no room of its own. */
function roomNeeded(decision: Decision): number {
  if (decision.kind === 'change') return 0
  return decision.kind === 'replace' && decision.actual?.isCustom ? 0 : 1
}

/** True where nobody held the code before. */
function isNew(decision: Decision): boolean {
  return decision.kind === 'add' && !decision.isRestOfReplace
}

function opensAtMs(decision: Decision): number {
  return decision.window?.kind === 'period' ? decision.window.startMs : Number.NEGATIVE_INFINITY
}

/**
 * Custom codes listed − deletes + adds must not exceed the capacity. Replaces come first (somebody holds that
 * code now), then adds in the order their windows open, then by credential id; what finds no room is `lock_full`.
 */
export function findRoom(
  decisions: readonly Decision[],
  removals: readonly Removal[],
  lock: { readonly actual: readonly ActualCode[]; readonly capacity: number },
): void {
  const needy = decisions.filter((decision) => isDecisionActing(decision) && roomNeeded(decision) > 0)
  if (needy.length === 0) return
  let room = lock.capacity
  for (const code of lock.actual) if (code.isCustom) room--
  for (const removal of removals) if (removal.actual.isCustom && isRemovalActing(removal)) room++
  if (needy.length <= room) return
  needy.sort(
    (a, b) =>
      Number(isNew(a)) - Number(isNew(b)) ||
      compare(opensAtMs(a), opensAtMs(b)) ||
      a.expected.item.credentialId - b.expected.item.credentialId,
  )
  for (const decision of needy.slice(Math.max(0, room))) decision.invalid = 'lock_full'
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1
}
