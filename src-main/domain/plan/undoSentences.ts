import { capital } from './capital.ts'
import type { WhyFacts } from './planLine.ts'
import type { CannotUndo } from './undoStep.ts'

export interface UndoSpeaker {
  readonly facts: WhyFacts
  /** `the code of Ana Ruiz`, else `the code “cleaner”`, else `an unnamed code`. */
  readonly code: string
  /** The window that comes back, and the one that counts now, in words. */
  readonly wanted: string
  readonly listed: string
}

/** One line of an undo as a sentence. */
export function undoSentence(kind: string, say: UndoSpeaker): string {
  const { facts, code, wanted } = say
  switch (kind) {
    case 'add':
      return facts.undoes === 'delete'
        ? `The plan removed ${code}; it comes back with its old PIN and works ${wanted}.`
        : `${capital(code)} is off this lock; it comes back as it was before the plan and works ${wanted}.`
    case 'delete':
      return `The plan put ${code} here; it is taken off again.`
    case 'change':
      return `${capital(code)} ${backText(say)}.`
    case 'replace': {
      const seconds =
        typeof facts.secondsWithoutCode === 'number'
          ? ` Nobody can use it for about ${facts.secondsWithoutCode} seconds.`
          : ''
      return `${capital(code)} ${backText(say)}. For that it is removed and added again.${seconds}`
    }
    default:
      return `${DID_TEXT[String(facts.undoes)] ?? 'The plan changed'} ${code}. ${cannotText(facts.cannot)}`
  }
}

function backText({ facts, wanted, listed }: UndoSpeaker): string {
  const window = `works ${wanted} again instead of ${listed}`
  if (facts.changesPin === true && facts.changesWindow === true) return `gets its old PIN back and ${window}`
  return facts.changesPin === true ? 'gets its old PIN back' : window
}

const DID_TEXT: Readonly<Record<string, string>> = {
  add: 'The plan added',
  change: 'The plan changed',
  replace: 'The plan replaced',
  delete: 'The plan removed',
  schedule: 'The plan changed',
}

const CANNOT_TEXT: Readonly<Record<CannotUndo, string>> = {
  still_open: 'Nobody knows yet whether that reached the lock, so it is not undone. Check the door first.',
  generated_code: 'TTLock generated it, and such a code cannot be made again.',
  kind_not_offered: 'It worked at times of a kind that Lockstep does not set.',
  was_not_working: 'It did not open the door before, so there is nothing to put back.',
  pin_unknown: 'Its PIN is not known, so it cannot be made again.',
  pin_refused: 'A lock would refuse its old PIN.',
  pin_taken: 'Another code has its old PIN by now.',
  ended: 'Its time has ended meanwhile.',
  gone_already: 'It is not on the lock any more.',
  not_wanted_since: 'It was taken back since, so it is not put there again.',
  changed_since: 'Somebody changed it since, so it is left alone.',
  back_already: 'It already is as it was before.',
  expected_again: 'It is due on this door again; the next plan puts it there.',
  never_delete: 'It is marked never to be removed.',
  lock_full: 'The lock has no room for it.',
  cannot_be_sent: 'This lock cannot be reached from afar.',
  site_only_observes: 'This site only observes, so nothing is sent.',
  schedule_not_read: 'When the lock stands open now could not be read. Check the door first.',
}

function cannotText(cannot: WhyFacts[string] | undefined): string {
  // Made in undoLines.ts, where this is the type; a stored plan of a newer version falls through.
  return CANNOT_TEXT[cannot as CannotUndo] ?? 'That cannot be undone.'
}
