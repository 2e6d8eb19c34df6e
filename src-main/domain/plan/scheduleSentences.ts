import { scheduleWords } from '../schedule/scheduleWords.ts'
import type { InvalidReason, LineKind, WhyFacts } from './planLine.ts'

/** A line about the open schedule as a site manager says it. */
export function scheduleSentence(kind: LineKind, facts: WhyFacts): string {
  if (kind === 'invalid_expected') return invalidSentence(facts)
  if (facts.listedSchedule === undefined) return unreadSentence(facts)
  const now = `now: ${words(facts.listedSchedule)}`
  if (facts.wantedSchedule === '') return `The door will not stand open any more; ${now}.`
  return `The door will stand open ${words(facts.wantedSchedule)}; ${now}. ${openingText(facts)}`
}

/** The same of an undo. */
export function undoScheduleSentence(facts: WhyFacts): string {
  const now = `now: ${words(facts.listedSchedule)}`
  return facts.wantedSchedule === ''
    ? `Before the plan the door did not stand open, and it will not again; ${now}.`
    : `The door will stand open as before the plan, ${words(facts.wantedSchedule)}; ${now}. ${openingText(facts)}`
}

function openingText({ unlocksByItself }: WhyFacts): string {
  return unlocksByItself === true
    ? 'The lock unlocks by itself when such a time begins.'
    : 'The lock stays unlocked from the first opening in such a time until its end.'
}

function unreadSentence(facts: WhyFacts): string {
  const reason = typeof facts.notReadBecause === 'string' ? `: ${facts.notReadBecause}` : '.'
  return `The door should stand open ${words(facts.wantedSchedule)}, but when its lock stands open could not be read${reason}`
}

const INVALID_TEXT: Readonly<Partial<Record<InvalidReason, string>>> = {
  device_lacks_open_schedule: 'This lock cannot stand open by a schedule',
  device_out_of_reach: 'This lock has no gateway and no Wi-Fi, so the open schedule cannot be sent',
}

function invalidSentence(facts: WhyFacts): string {
  const text = INVALID_TEXT[facts.invalid as InvalidReason] ?? 'The open schedule cannot be sent'
  const wanted =
    facts.wantedSchedule === '' ? 'not to stand open' : `to stand open ${words(facts.wantedSchedule)}`
  const next =
    facts.invalid === 'device_out_of_reach'
      ? ' Pair a gateway with the lock in the TTLock app, or set it at the door with that app.'
      : ''
  return `${text}; it was decided ${wanted}.${next}`
}

function words(week: WhyFacts[string] | undefined): string {
  return typeof week === 'string' ? scheduleWords(week) : 'at times we do not know'
}
