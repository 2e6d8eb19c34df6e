import type { Decision } from './decision.ts'
import { isDecisionActing } from './decision.ts'

/** Replaces that wait for one another's digits; all their deletes run first. */
export interface Chain {
  readonly chainId: string
  readonly length: number
}

/** Groups acting replaces by who waits for whom. A chain is named after its lowest credential; a lone replace is in none. */
export function findChains(decisions: readonly Decision[], doorId: number): ReadonlyMap<Decision, Chain> {
  const replaces = decisions.filter((decision) => decision.kind === 'replace' && isDecisionActing(decision))
  const byActual = new Map(replaces.map((decision) => [decision.actualIndex, decision]))
  const parentOf = new Map<Decision, Decision>()
  const rootOf = (decision: Decision): Decision => {
    let root = decision
    for (let parent = parentOf.get(root); parent; parent = parentOf.get(root)) root = parent
    if (root !== decision) parentOf.set(decision, root)
    return root
  }
  for (const decision of replaces) {
    for (const holder of decision.holders) {
      const other = byActual.get(holder)
      if (!other) continue
      const [a, b] = [rootOf(decision), rootOf(other)]
      if (a === b) continue
      const isOlder = a.expected.item.credentialId < b.expected.item.credentialId
      parentOf.set(isOlder ? b : a, isOlder ? a : b)
    }
  }
  const membersOf = new Map<Decision, Decision[]>()
  for (const decision of replaces) {
    const root = rootOf(decision)
    const members = membersOf.get(root)
    if (members) members.push(decision)
    else membersOf.set(root, [decision])
  }
  const chains = new Map<Decision, Chain>()
  for (const [root, members] of membersOf) {
    if (members.length < 2) continue
    const chain = { chainId: `d${doorId}/chain/c${root.expected.item.credentialId}`, length: members.length }
    for (const member of members) chains.set(member, chain)
  }
  return chains
}

/** A gateway command with its spacing takes about this long (7.8 s measured, 2 s apart). */
export const COMMAND_SECONDS = 10
const READ_BACK_SECONDS = 2

/**
 * How long a person is without a code, about: in a chain the other deletes, the read-back, and the adds up to
 * one's own, at worst the last.
 */
export function estimateSecondsWithoutCode(chainLength: number): number {
  return (chainLength - 1) * COMMAND_SECONDS + READ_BACK_SECONDS + chainLength * COMMAND_SECONDS
}
