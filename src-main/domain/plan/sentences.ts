import type { PersonId } from '../ids.ts'
import { capital } from './capital.ts'
import type {
  DeleteReason,
  HeldReason,
  InvalidReason,
  LineCaution,
  LineKind,
  PlanLine,
  ReplaceReason,
  WhyFacts,
} from './planLine.ts'
import type { Safeguard } from './safeguards.ts'
import { scheduleSentence, undoScheduleSentence } from './scheduleSentences.ts'
import type { LeftOutReason } from './selection.ts'
import { periodText, timeText } from './timeText.ts'
import { undoSentence } from './undoSentences.ts'

/** What a sentence needs of a line; a stored line record gives it as well. */
export interface SentenceLine {
  readonly kind: LineKind
  readonly why: { readonly rule: string; readonly facts: WhyFacts }
  readonly cautions: readonly string[]
  readonly personId: number | null
  readonly codeName: string | null
}

export interface SentenceContext {
  /** IANA name of the site's zone: times are said in it. */
  readonly timezone: string
  readonly nowMs: number
  /** A person's name for display, or null where it is not known. */
  readonly personName: (personId: PersonId) => string | null
}

/** One line of a plan as a sentence or two that a site manager understands. Made on demand from codes and facts. */
export function sentenceOf(line: SentenceLine | PlanLine, context: SentenceContext): string {
  const isSchedule = line.why.rule === 'schedule'
  const say: Speaker = { facts: line.why.facts, isSchedule, ...namesOf(line, context), context }
  const main =
    line.why.rule === 'undo' && line.why.facts.undoes === 'schedule' && line.kind === 'schedule'
      ? undoScheduleSentence(line.why.facts)
      : line.why.rule === 'undo'
        ? undoSentence(line.kind, {
            ...say,
            wanted: windowText('wanted', say),
            listed: windowText('listed', say),
          })
        : mainSentence(line.kind, say)
  const sentences = [main, ...line.cautions.map(cautionSentence)]
  return sentences.filter((sentence) => sentence !== '').join(' ')
}

interface Speaker {
  readonly facts: WhyFacts
  readonly isSchedule: boolean
  /** `Ana Ruiz`, else the code's name, else `an unnamed code`. */
  readonly who: string
  /** `the code of Ana Ruiz`, else `the code “cleaner”`, else `an unnamed code`. */
  readonly code: string
  readonly context: SentenceContext
}

const OPEN_SCHEDULE = 'the open schedule'

function namesOf(line: SentenceLine | PlanLine, context: SentenceContext): Pick<Speaker, 'who' | 'code'> {
  if (line.why.facts.undoes === 'schedule') return { who: OPEN_SCHEDULE, code: OPEN_SCHEDULE }
  const personId = 'personId' in line ? line.personId : null
  // Ids come from a plan line or from its stored record; the brand is lost in the latter only.
  const name = personId === null ? null : context.personName(personId as PersonId)
  if (name !== null) return { who: name, code: `the code of ${name}` }
  if (line.codeName === null || line.codeName === '')
    return { who: 'an unnamed code', code: 'an unnamed code' }
  return { who: `“${line.codeName}”`, code: `the code “${line.codeName}”` }
}

function mainSentence(kind: LineKind, say: Speaker): string {
  if (say.isSchedule) {
    const held = kind === 'reported' ? heldSentence(say) : ''
    return `${scheduleSentence(kind, say.facts)} ${held}`.trim()
  }
  switch (kind) {
    case 'add':
      return addSentence(say)
    case 'change':
      return changeSentence(say)
    case 'replace':
      return replaceSentence(say)
    case 'delete':
      return `${removalSentence(say)}${bypassSentence(say)}`
    case 'blocked_by_grace':
      return `${removalSentence(say)} ${graceSentence(say)}`
    case 'invalid_expected':
      return invalidSentence(say)
    case 'reported':
      return `${wouldSentence(say)} ${heldSentence(say)}`
    case 'schedule':
      return scheduleSentence(kind, say.facts)
    case 'under_way':
      return 'TTLock is still working on this code; the lock is read again within 5 minutes.'
  }
}

function addSentence(say: Speaker): string {
  return `${say.who} should be able to open this door ${windowText('wanted', say)}, but the lock has no code for it.`
}

function changeSentence(say: Speaker): string {
  const { facts, code } = say
  const window = `works ${windowText('wanted', say)} instead of ${windowText('listed', say)}`
  if (facts.changesPin === true && facts.changesWindow === true)
    return `${capital(code)} gets a new PIN and ${window}.`
  if (facts.changesPin === true) return `${capital(code)} gets a new PIN.`
  return `${capital(code)} ${window}; the PIN stays.`
}

const REPLACE_TEXT: Readonly<Record<ReplaceReason, string>> = {
  window_kind_changes: 'a lock cannot turn a permanent code into a limited one, or back',
  generated_code: 'TTLock generated it, and such a code cannot be changed',
  pin_held_by_another_code: 'the new PIN is held by another code that must go first',
  not_on_lock: 'the lock never received it',
  listed_as_invalid: 'TTLock lists it as invalid although it should open the door',
  code_type_changes: 'it is of a kind that Lockstep does not use',
}

function replaceSentence(say: Speaker): string {
  const { facts, who, code } = say
  const reason = REPLACE_TEXT[facts.replaceReason as ReplaceReason] ?? 'it cannot be changed in place'
  const seconds =
    typeof facts.secondsWithoutCode === 'number'
      ? ` ${capital(who)} is without a code for about ${facts.secondsWithoutCode} seconds.`
      : ''
  return `${capital(code)} is removed and added again, because ${reason}.${seconds}`
}

const REVOCATION_TEXT: Readonly<Record<string, string>> = {
  credential_revoked: 'revoked it',
  person_blocked: 'blocked this person',
  person_removed: 'removed this person',
  grant_removed: 'took this door away',
  removal_asked: 'asked for its removal',
}

function removalSentence(say: Speaker): string {
  const { facts, who, code, context } = say
  // Facts are made in whyFacts.ts, where these are the types; a stored plan of a newer version falls through.
  switch (facts.reason as DeleteReason) {
    case 'expired':
      return `${capital(code)} ended ${timeText(facts.endedAtMs, context)}.`
    case 'duplicate':
      return facts.keptVendorPinId === undefined
        ? `A second code of ${who}; a new one is about to be put on the lock.`
        : `A second code of ${who}; the other one stays (${facts.keptVendorPinId} in the lock’s list).`
    case 'stray_unmanaged':
      return `Not a code you gave out: ${who}${madeText(say)}.${askedText(say)}`
    case 'undone':
      return `Taken off again by an undo: ${who}.`
    case 'credential_revoked_or_missing':
      break
  }
  if (typeof facts.revokedBy === 'string') {
    const what = REVOCATION_TEXT[String(facts.revocation)] ?? 'took it back'
    return `${capital(code)} should go: ${facts.revokedBy} ${what} ${timeText(facts.revokedAtMs, context)}.`
  }
  if (facts.isForeignNamesake === true) {
    return `${capital(who)} is named like a code of Lockstep, but it was not given out here; another installation may have put it there${madeText(say)}.`
  }
  return `${capital(code)} should not be on this door any more.`
}

function askedText({ facts, context }: Speaker): string {
  if (facts.revocation !== 'removal_asked') return ''
  return ` ${facts.revokedBy} asked for its removal ${timeText(facts.revokedAtMs, context)}.`
}

function madeText(say: Speaker): string {
  const { facts, context } = say
  const by =
    typeof facts.senderUsername === 'string' && facts.senderUsername !== ''
      ? ` by ${facts.senderUsername}`
      : ''
  const at = typeof facts.madeAtMs === 'number' ? ` ${timeText(facts.madeAtMs, context)}` : ''
  const kind = facts.isCustom === false ? ', generated' : ''
  return by === '' && at === '' ? kind : `, made${by}${at}${kind}`
}

function bypassSentence(say: Speaker): string {
  if (say.facts.graceBypassed !== true) return ''
  return ` It goes now, before its grace time ends ${timeText(say.facts.eligibleAtMs, say.context)}, because the mode is ultra strict.`
}

/** Without the time left, which is old a minute later; screens count it down themselves. */
function graceSentence({ facts, context }: Speaker): string {
  return `First seen ${timeText(facts.firstSeenAtMs, context)}; it may be removed from ${timeText(facts.eligibleAtMs, context)}.`
}

const INVALID_TEXT: Readonly<Record<InvalidReason, (who: string) => string>> = {
  pin_not_4_to_9_digits: (who) => `The PIN of ${who} must have 4 to 9 digits. Choose another PIN.`,
  pin_too_simple: (who) =>
    `The PIN of ${who} is too simple: locks refuse runs such as 1234 and repeats such as 1111. Choose another PIN.`,
  pin_not_on_keypad: (who) => `The PIN of ${who} has digits that this keypad lacks. Choose another PIN.`,
  same_pin_twice: (who) => `The PIN of ${who} belongs to somebody else on this door. Choose another PIN.`,
  pin_taken_by_unknown_code: (who) =>
    `A code you did not give out has the PIN of ${who} on this lock. Adopt that code, give ${who} a new PIN, or remove that code.`,
  pin_still_held: (who) =>
    `The PIN of ${who} is still held by another code on this lock that may not be removed or changed yet.`,
  backwards_window: (who) => `The code of ${who} ends before it begins. Correct its dates.`,
  device_lacks_passcodes: (who) => `This device takes no PIN codes, so ${who} cannot get one here.`,
  device_lacks_remote_management: (who) =>
    `Codes of this device cannot be managed from afar, so ${who} cannot get one here.`,
  device_lacks_open_schedule: () => 'This lock cannot stand open by a schedule.',
  device_out_of_reach: (who) =>
    `This lock has no gateway and no Wi-Fi, so the code of ${who} cannot be sent: only a phone at the door reaches it, by Bluetooth. Pair a gateway with the lock in the TTLock app, or add the code at the door with that app.`,
  lock_full: (who) =>
    `The lock is full, so the code of ${who} finds no room. Remove codes that are no longer needed.`,
}

function invalidSentence(say: Speaker): string {
  const { facts, who, code } = say
  const text = INVALID_TEXT[facts.invalid as InvalidReason]
  const taker =
    typeof facts.takenByName === 'string' && facts.takenByName !== ''
      ? ` It is “${facts.takenByName}”${madeText(say)}.`
      : ''
  return `${text ? text(who) : `${capital(code)} cannot be sent.`}${taker}`
}

function wouldSentence(say: Speaker): string {
  switch (say.facts.would) {
    case 'add':
      return addSentence(say)
    case 'change':
      return changeSentence(say)
    case 'replace':
      return replaceSentence(say)
    default:
      return removalSentence(say)
  }
}

const HELD_TEXT: Readonly<Record<HeldReason, string>> = {
  observe_mode: 'Only reported: this site is in observe mode.',
  after_restore:
    'Only reported: an older database was opened, and every site only observes until a manager ends it.',
  strays_kept_by_mode: 'Only reported: in this mode codes you did not give out stay.',
  never_delete: 'It is marked never to be removed',
  tolerated: 'It is tolerated',
  unknown_code_type: 'Only reported: Lockstep does not know this kind of code, so a person decides.',
  unknown_status: 'Only reported: TTLock gives it a status that Lockstep does not know.',
  paused_on_door: 'An undo left it as it is now; decide on the door’s page what becomes of it.',
  device_lacks_remote_management: 'It cannot be removed from afar: this device does not allow it.',
  device_out_of_reach:
    'It cannot be removed from here: this lock has no gateway and no Wi-Fi, so only a phone at the door reaches it, by Bluetooth. Pair a gateway with the lock in the TTLock app, or remove the code at the door with that app.',
  schedule_not_read: '',
  cannot_be_undone: 'It cannot be undone.',
}

function heldSentence(say: Speaker): string {
  const { facts, context } = say
  const held = facts.heldBecause as HeldReason
  const text = HELD_TEXT[held] ?? ''
  if (held !== 'never_delete' && held !== 'tolerated') return text
  const until =
    held === 'tolerated' && typeof facts.markUntilMs === 'number'
      ? ` until ${timeText(facts.markUntilMs, context)}`
      : ''
  return `${text}${until} by ${facts.markSetBy}: ${facts.markReason}.`
}

const CAUTION_TEXT: Readonly<Record<LineCaution, string>> = {
  generated_code_never_used: 'A generated code that was never used cannot be changed before its first use.',
  power_saving_lock_must_wake: 'This lock sleeps to save power: the command waits until it wakes.',
}

function cautionSentence(caution: string): string {
  return CAUTION_TEXT[caution as LineCaution] ?? ''
}

const SAFEGUARD_TEXT: Readonly<Record<Safeguard['kind'], (safeguard: Safeguard) => string>> = {
  too_many_deletes_on_door: (s) => manyDeletes(s, 'door'),
  too_many_deletes_on_site: (s) => manyDeletes(s, 'site'),
  expected_is_empty: (s) =>
    `Nobody should be able to open this door, yet its lock holds ${countCodes(s.codesHeld)}.`,
  first_run: () => 'This door is new, and nothing was sent to its lock yet.',
  foreign_namesake: (s) =>
    s.plannedDeletes === 1
      ? 'One of the codes to be removed is named like a code of Lockstep, but it was not given out here.'
      : `${s.plannedDeletes} of the codes to be removed are named like codes of Lockstep, but they were not given out here.`,
  confirm_delete_mark: (s) =>
    s.plannedDeletes === 1
      ? 'One of the codes to be removed has the mark “ask before removing”.'
      : `${s.plannedDeletes} of the codes to be removed have the mark “ask before removing”.`,
}

function manyDeletes({ plannedDeletes, codesHeld, recentDeletes }: Safeguard, place: string): string {
  const recent = recentDeletes === 0 ? '' : `, after ${recentDeletes} in the last 24 hours`
  return `${countCodes(plannedDeletes)} would be removed from a ${place} that holds ${codesHeld}${recent}. That is more than its limit.`
}

function countCodes(count: number): string {
  return count === 1 ? '1 code' : `${count} codes`
}

/** Which safeguard stands in the way of an unattended apply, and on what numbers. */
export function sentenceOfSafeguard(safeguard: Safeguard): string {
  return SAFEGUARD_TEXT[safeguard.kind](safeguard)
}

const LEFT_OUT_TEXT: Readonly<Record<LeftOutReason, string>> = {
  not_selected: 'Not selected.',
  needs_other_line: 'Left out: it needs the PIN of another code, and that code stays.',
  lock_full: 'Left out: the lock is full, and the removals that would make room were left out.',
  already_so: 'Nothing to do: the door is already so.',
  under_way: 'Left out: TTLock is still working on this code.',
  needs_approval_again:
    'Left out: what is to be done changed since the approval, so it needs approval again.',
}

export function sentenceOfLeftOut(reason: LeftOutReason): string {
  return LEFT_OUT_TEXT[reason]
}

function windowText(prefix: 'wanted' | 'listed', say: Speaker): string {
  const { facts, context } = say
  const kind = facts[`${prefix}Kind`]
  if (kind === 'permanent') return 'at any time'
  if (kind !== 'period') return 'at times of another kind'
  return periodText(facts[`${prefix}StartMs`], facts[`${prefix}EndMs`], context)
}
