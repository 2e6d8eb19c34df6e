import { DateTime } from 'luxon'
import type { ActionLine } from '../domain/plan/planLine.ts'
import type { ProviderErrorCause } from '../domain/providerError/providerError.ts'
import type { LineResult } from '../ports/stores/planStore.ts'
import type { SentOperation } from './operations.ts'

export interface LineOutcome {
  readonly line: ActionLine
  readonly result: LineResult
  /** Why it is not `ok`, for a person; null when it is. */
  readonly sentence: string | null
  /** True when another run may do better. */
  readonly isWorthRetrying: boolean
  /** Why the provider refused it; absent where it did not. */
  readonly cause?: ProviderErrorCause
  /** True when nothing but time is waited for: the provider's list comes to show it, or its rest ends. */
  readonly isAwaited?: true
  /** True when people decided otherwise since the plan was made: it is planned anew, never tried again. */
  readonly isDecidedOtherwise?: true
}

/** Whether all that is open waits for time to pass: looking again then costs no attempt. */
export function isOnlyAwaited(outcomes: readonly LineOutcome[]): boolean {
  const open = outcomes.filter((outcome) => outcome.sentence !== null)
  return open.length > 0 && open.every((outcome) => outcome.isAwaited === true)
}

/** What is waited for, for a person. */
export function awaitedSentence(outcomes: readonly LineOutcome[]): string {
  return outcomes.find((outcome) => outcome.isAwaited === true)?.sentence ?? QUEUED_SENTENCE
}

/** One command of a line and what became of it: a replace has two, the other kinds one. */
export interface Half {
  readonly state: 'confirmed' | 'failed' | 'unconfirmed' | 'already_so' | 'sent' | 'queued' | 'not_taken'
  readonly sent: Pick<SentOperation, 'id' | 'error' | 'answer'>
}

/** A code that is not sent, for it failed again and again. */
export interface Rest {
  /** Epoch ms. */
  readonly untilMs: number
  /** Where the door is. */
  readonly timezone: string
}

/** Rests are shorter than an hour: the time alone says when. */
function restSentence({ untilMs, timezone }: Rest): string {
  const until = DateTime.fromMillis(untilMs, { zone: timezone }).toFormat('HH:mm')
  return `This code failed three times in a row on this lock and rests until ${until}.`
}

const UNCONFIRMED_SENTENCES = {
  add: 'TTLock said the code was added, but its list does not show it yet.',
  change: 'TTLock said the code was changed, but its list still shows it as before.',
  replace: 'TTLock said the code was replaced, but its list does not show it yet.',
  delete: 'TTLock said the code was removed, but its list still shows it. It may still open the door.',
  schedule:
    'TTLock said the open schedule was set, but still gives the earlier one. The door may stand open by either.',
} as const
const NOT_DONE_SENTENCE = 'No answer came, and the list shows that it did not happen.'
const NOT_REACHED_SENTENCE = 'Not sent: the work on this door ended before it.'
const HALF_REPLACED_SENTENCE = 'The old code was removed, the new one was not put on the lock.'
const DECIDED_OTHERWISE_SENTENCE = 'Not sent: it was decided otherwise meanwhile.'
const DECIDED_AFTER_HALF_SENTENCE =
  'The old code was removed. The new one was not sent: it was decided otherwise meanwhile.'
const WAITED_FOR_SENTENCE = 'Not sent: what had to be removed first is still on the lock.'
const AWAITED_SENTENCE =
  'The lock has these digits already, most likely from an earlier try, but TTLock’s list does not show them yet. Lockstep looks again by itself.'
const GONE_AWAITED_SENTENCE =
  'The lock does not have this code any more, most likely since an earlier try, but TTLock’s list still shows it. Lockstep looks again by itself.'
export const QUEUED_SENTENCE =
  'TTLock keeps it for the lock, which takes it when it wakes up. Lockstep looks again by itself.'
export const NOT_TAKEN_SENTENCE = 'TTLock passed the code on, but the lock did not take it.'
const OPEN_SENTENCE = 'Sent, but no reading could show yet what became of it. The next one will.'

/** Whether a code that had to go first is proven to be gone. */
export function isGone(half: Half | undefined): boolean {
  return half?.state === 'confirmed' || half?.state === 'already_so'
}

/**
 * @param isBlocked it waited for a delete that is not proven
 * @param rest of its code, which failed too often
 * @param isDecidedOtherwise its next command was no longer what people decided
 */
export function outcomeOfLine(
  line: ActionLine,
  halves: {
    readonly removed: Half | undefined
    readonly written: Half | undefined
    readonly isBlocked: boolean
    readonly rest?: Rest | undefined
    readonly isDecidedOtherwise: boolean
  },
): LineOutcome {
  const { removed, written } = halves
  const half = line.kind === 'delete' ? removed : line.kind === 'replace' ? (written ?? removed) : written
  const isHalfReplaced = line.kind === 'replace' && !written && isGone(removed)
  if (halves.isDecidedOtherwise && (!half || isHalfReplaced)) {
    const sentence = isHalfReplaced ? DECIDED_AFTER_HALF_SENTENCE : DECIDED_OTHERWISE_SENTENCE
    return { line, result: 'skipped', sentence, isWorthRetrying: false, isDecidedOtherwise: true }
  }
  if (halves.rest) {
    const resting = restSentence(halves.rest)
    const sentence = isHalfReplaced ? `${HALF_REPLACED_SENTENCE} ${resting}` : resting
    return { line, result: 'skipped', sentence, isWorthRetrying: true, isAwaited: true }
  }
  if (!half) return skipped(line, halves.isBlocked ? WAITED_FOR_SENTENCE : NOT_REACHED_SENTENCE)
  if (isHalfReplaced) {
    return { line, result: 'failed', sentence: HALF_REPLACED_SENTENCE, isWorthRetrying: true }
  }
  const { error } = half.sent
  switch (half.state) {
    case 'confirmed':
      return { line, result: 'ok', sentence: null, isWorthRetrying: false }
    case 'already_so':
      return { line, result: 'already_so', sentence: null, isWorthRetrying: false }
    case 'failed':
      return {
        line,
        result: 'failed',
        sentence: error?.sentence ?? NOT_DONE_SENTENCE,
        // Digits that the lock holds and the list does not show are refused again, whenever they are sent.
        isWorthRetrying: error?.kind !== 'fix_the_data' && error?.cause !== 'already_exists',
        ...(error && { cause: error.cause }),
      }
    case 'unconfirmed':
      if (half.sent.answer === 'refused_as_ours') {
        return {
          line,
          result: 'unconfirmed',
          sentence: half === removed ? GONE_AWAITED_SENTENCE : AWAITED_SENTENCE,
          isWorthRetrying: true,
          isAwaited: true,
        }
      }
      return {
        line,
        result: 'unconfirmed',
        sentence: UNCONFIRMED_SENTENCES[line.kind],
        isWorthRetrying: true,
      }
    case 'queued':
      return {
        line,
        result: 'unconfirmed',
        sentence: QUEUED_SENTENCE,
        isWorthRetrying: true,
        isAwaited: true,
      }
    case 'not_taken':
      return { line, result: 'failed', sentence: NOT_TAKEN_SENTENCE, isWorthRetrying: true }
    case 'sent':
      return {
        line,
        result: 'unconfirmed',
        sentence: error?.sentence ?? OPEN_SENTENCE,
        isWorthRetrying: true,
      }
  }
}

function skipped(line: ActionLine, sentence: string): LineOutcome {
  return { line, result: 'skipped', sentence, isWorthRetrying: true }
}
