import type { Fault } from '../../src-main/simulator/faults.ts'
import type { Random } from '../../src-main/simulator/random.ts'
import type { Command } from './commands.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const HAS_FAULTS_SHARE = 0.5
const LIST = '/v3/lock/listKeyboardPwd'

/** How a round's process is ended. `boot` is counted from its birth, `time` from when its engine runs; both in ms. */
export type Ending =
  | { readonly kind: 'step'; readonly step: number }
  | { readonly kind: 'time'; readonly afterMs: number }
  | { readonly kind: 'boot'; readonly afterMs: number }

export interface Round {
  readonly commands: readonly Command[]
  readonly faults: readonly Fault[]
  readonly ending: Ending
  /** The step in which the process that recovers is killed as well; null when it is left alone. */
  readonly secondStep: number | null
}

export interface RoundFacts {
  readonly doorIds: readonly number[]
  /** Codes that may be revoked or extended. */
  readonly liveCredentialIds: readonly number[]
  readonly nowMs: number
}

/** What is done and how it is cut off, by the seed alone. */
export function planRound(random: Random, facts: RoundFacts): Round {
  const commands = Array.from({ length: random.integer(1, 4) }, () => anyCommand(random, facts))
  const hasFaults = random.fraction() < HAS_FAULTS_SHARE
  return {
    commands,
    faults: hasFaults ? Array.from({ length: random.integer(1, 3) }, () => anyFault(random)) : [],
    ending: anyEnding(random),
    secondStep: random.fraction() < 0.2 ? random.integer(1, 8) : null,
  }
}

function anyCommand(random: Random, facts: RoundFacts): Command {
  const { doorIds, liveCredentialIds } = facts
  const isFull = liveCredentialIds.length > 3 * doorIds.length
  const dice = random.fraction()
  const credentialId = pick(random, liveCredentialIds)
  if (credentialId !== null && (isFull || dice < 0.3)) return { kind: 'revoke', credentialId }
  if (credentialId !== null && dice < 0.55) {
    return { kind: 'extend', credentialId, endsAt: someDay(random, facts.nowMs) }
  }
  const some = Array.from({ length: random.integer(1, 3) }, () => pick(random, doorIds) ?? 0)
  if (dice < 0.62) return { kind: 'check', doorIds: [...new Set(some)] }
  const endsAt = random.fraction() < 0.5 ? null : someDay(random, facts.nowMs)
  return { kind: 'give', doorIds: [...new Set(some)], endsAt }
}

function someDay(random: Random, nowMs: number): string {
  return new Date(Math.floor(nowMs / MINUTE_MS) * MINUTE_MS + random.integer(2, 60) * DAY_MS).toISOString()
}

function anyFault(random: Random): Fault {
  const path = `/v3/keyboardPwd/${pick(random, ['add', 'change', 'delete'])}`
  const faults: readonly Fault[] = [
    { kind: 'drop', path, effect: 'none' },
    { kind: 'drop', path, effect: 'applied' },
    { kind: 'cut off', path },
    { kind: 'html', path, effect: 'applied' },
    { kind: 'errcode', path, errcode: -3003, count: 2 },
    { kind: 'errcode', path, errcode: 1, effect: 'applied' },
    { kind: 'slow', path, delayMs: 50 },
    // Lists that stay away or come in part for several tries: nothing may be concluded from them.
    { kind: 'http', path: LIST, httpStatus: 503, skip: random.integer(0, 3), count: random.integer(1, 6) },
    { kind: 'truncated', path: LIST, skip: random.integer(0, 3), count: random.integer(1, 6) },
  ]
  return pick(random, faults) ?? { kind: 'slow', path, delayMs: 50 }
}

function anyEnding(random: Random): Ending {
  const dice = random.fraction()
  if (dice < 0.5) return { kind: 'step', step: random.integer(1, 24) }
  if (dice < 0.92) return { kind: 'time', afterMs: random.integer(0, 220) }
  return { kind: 'boot', afterMs: random.integer(20, 400) }
}

function pick<T>(random: Random, values: readonly T[]): T | null {
  return values[random.integer(0, values.length - 1)] ?? null
}
