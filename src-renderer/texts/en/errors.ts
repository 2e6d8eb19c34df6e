import type { ErrorCode, FieldErrorCode } from '../../../src-preload/contract/errors.ts'

type Facts = Readonly<Record<string, string | number | null>>

/** What happened, then what to do now. */
export interface ErrorSentence {
  readonly what: string
  readonly next: string
}

const sentences: Record<ErrorCode, (facts: Facts) => ErrorSentence> = {
  unknown_route: () => ({
    what: 'This part of Lockstep did not answer.',
    next: 'Close and open Lockstep. If it happens again, send support the trace.',
  }),
  forbidden_sender: () => ({
    what: 'This window may not do that.',
    next: 'Use the main window of Lockstep.',
  }),
  too_large: () => ({
    what: 'That was too much in one step.',
    next: 'Select fewer rows or shorten the text, then try again.',
  }),
  too_many_requests: () => ({
    what: 'Too many requests in a short time.',
    next: 'Wait a few seconds, then try again.',
  }),
  validation_failed: () => ({
    what: 'Some fields need another look.',
    next: 'The reason stands at each field. Nothing was stored.',
  }),
  not_signed_in: () => ({
    what: 'Nobody is signed in.',
    next: 'Sign in, then do it again. Nothing was changed.',
  }),
  not_allowed: () => ({
    what: 'Your role does not include this.',
    next: 'Ask a manager to do it, or to sign in here. Nothing was changed.',
  }),
  vault_locked: () => ({
    what: 'The vault with the PINs and passwords is locked.',
    next: 'Sign in with a passcode, or open it with the recovery key.',
  }),
  doors_not_read: (facts) => ({
    what:
      facts.doors === 1
        ? '1 door was not read yet since the older database was opened.'
        : `${String(facts.doors ?? 'Some')} doors were not read yet since the older database was opened.`,
    next: 'Press Check now on the Overview. See to locks that cannot be reached, then end observing.',
  }),
  not_found: () => ({
    what: 'It is not here any more.',
    next: 'Go back to the list; somebody may have removed it.',
  }),
  wrong_passcode: () => ({
    what: 'That passcode does not match.',
    next: 'Type it again. Upper and lower case count.',
  }),
  too_many_attempts: (facts) => ({
    what: 'Too many wrong attempts.',
    next: `Wait ${waitText(facts)}, then try again.`,
  }),
  already_set_up: () => ({
    what: 'This profile already has an operator.',
    next: 'Sign in instead.',
  }),
  plan_not_ready: () => ({
    what: 'The locks are still being read.',
    next: 'Wait until every door was read, then approve.',
  }),
  plan_not_approved: () => ({
    what: 'This plan waits for approval. Nothing was sent.',
    next: 'Approve it first.',
  }),
  plan_changed: () => ({
    what: 'The plan changed while you were reading it. Nothing was approved.',
    next: 'Look at the plan as it is now, then approve it again.',
  }),
  plan_expired: () => ({
    what: 'This plan has expired: a preview counts for 24 hours, an approval for 8. Nothing was sent.',
    next: 'Preview the plan again.',
  }),
  plan_already_decided: () => ({
    what: 'Somebody has already decided about this plan.',
    next: 'Preview a new plan if doors are still out of step.',
  }),
  pin_not_taken: () => ({
    what: 'That code no longer holds this PIN. Nothing was changed.',
    next: 'Check the door and look again.',
  }),
  code_is_protected: () => ({
    what: 'That code is marked never to be removed, or tolerated for a time. Nothing was changed.',
    next: 'Remove the mark first, or choose a new PIN.',
  }),
  undo_nothing_done: () => ({
    what: 'This plan changed nothing on any lock.',
    next: 'There is nothing to undo.',
  }),
  undo_too_late: () => ({
    what: 'A plan can be undone for 24 hours. After that the old PINs are erased.',
    next: 'Give codes out anew where somebody misses one.',
  }),
  undo_done_already: () => ({
    what: 'This plan was undone already.',
    next: 'What is left to decide stands on each door’s page.',
  }),
  undo_running: () => ({
    what: 'This plan is being undone right now.',
    next: 'Watch it under Enforce plan.',
  }),
  undo_of_undo: () => ({
    what: 'An undo cannot be undone.',
    next: 'Decide on each door’s page what becomes of the codes it put back or took off.',
  }),
  confirmation_needed: (facts) => ({
    what: 'This plan removes more codes than the limit allows without a check.',
    next:
      typeof facts.deletes === 'number'
        ? `Type ${facts.deletes}, the number of codes to remove, then approve.`
        : 'Type the number of codes to remove, then approve.',
  }),
  safeguard_stands: () => ({
    what: 'A safeguard stands in the way of these lines. Nothing was approved.',
    next: 'Allow it once, with a reason, or take out the lines it is about. If none is shown, preview again.',
  }),
  no_such_safeguard: () => ({
    what: 'This plan has no such safeguard any more.',
    next: 'Look at the plan as it is now.',
  }),
  nothing_asked: () => ({
    what: 'This was answered already, or the apply has gone on.',
    next: 'Look at the plan as it is now.',
  }),
  second_operator_needed: () => ({
    what: 'This site asks for a second manager in ultra strict. Nothing was sent.',
    next: 'Let another manager confirm the plan with their own passcode, then apply it.',
  }),
  site_observes: () => ({
    what: 'The site of this plan only observes. Nothing was sent.',
    next: 'Choose another mode in Settings, Enforcement. After an older database was opened, end observing first.',
  }),
  job_not_cancellable: () => ({
    what: 'This job has ended or is past the point where it can stop.',
    next: 'Look at its trace to see what was done.',
  }),
  job_not_retryable: () => ({
    what: 'This job cannot run again.',
    next: 'Check the door now instead; that makes a new job.',
  }),
  provider_refused: (facts) => ({
    what: text(facts.sentence) ?? 'TTLock refused the request.',
    next: 'Correct what it names, then try again.',
  }),
  profile_busy: () => ({
    what: 'The profile is being opened or closed.',
    next: 'Wait a moment, then try again.',
  }),
  export_has_secret: (facts) => ({
    what: `The export was stopped: ${text(facts.where) ?? 'a record'} holds what looks like ${facts.what === 'pin' ? 'a PIN' : 'a token or password'}. Nothing was written.`,
    next: 'Tell support the place named here; it should have been hidden when it was recorded.',
  }),
  export_too_large: () => ({
    what: 'This is too large for one Lockstep file: no computer could open it again. Nothing was written.',
    next: 'Export the trace as JSON Lines, or a shorter stretch of work.',
  }),
  debug_session_recording: (facts) => ({
    what: `A debug session is recording already (${text(facts.code) ?? 'unknown'}).`,
    next: 'Stop it first, or wait until it ends. Nothing was changed.',
  }),
  bundle_refused: (facts) => ({
    what: `This file was not opened: ${refusalText(facts)}`,
    next: 'Nothing was changed. Ask for the file to be exported again.',
  }),
  file_not_read: (facts) => ({
    what: `The file could not be read (${text(facts.reason) ?? 'unknown'}).`,
    next: 'Check that it is still there and that you may read it.',
  }),
  file_not_written: (facts) => ({
    what: `The file could not be written (${text(facts.reason) ?? 'unknown'}). Nothing was left behind.`,
    next: 'Check that there is room on the disk and that you may write to the folder.',
  }),
  backup_not_made: () => ({
    what: 'The backup could not be made.',
    next: 'Check that there is room on the disk and that Lockstep may write to its data folder.',
  }),
  backup_not_whole: () => ({
    what: 'This backup is damaged and cannot be used.',
    next: 'Choose another one. Nothing was changed.',
  }),
  backup_too_new: () => ({
    what: 'This backup was made by a newer Lockstep.',
    next: 'Install that version or a later one, then restore it. Nothing was changed.',
  }),
  restore_failed: (facts) => ({
    what: `The backup could not be put in place (${String(facts.code ?? 'unknown')}).`,
    next: 'Everything is as it was. Check that there is room on the disk, then try again.',
  }),
  store_full: () => ({
    what: 'The disk is full. This was not stored, and nothing was sent.',
    next: 'Make room on the disk, then do it again.',
  }),
  store_read_only: () => ({
    what: 'The database may only be read. This was not stored, and nothing was sent.',
    next: 'Let Lockstep write to its data folder again, then do it again. Settings, Data shows the folder.',
  }),
  store_held: () => ({
    what: 'Another program holds the database. This was not stored, and nothing was sent.',
    next: 'End that program, such as a backup or a database viewer, then do it again.',
  }),
  store_broken: () => ({
    what: 'The database cannot be written. This was not stored, and nothing was sent.',
    next: 'Check the disk. If it goes on, close and open Lockstep, which then checks the file.',
  }),
  internal: () => ({
    what: 'Something in Lockstep went wrong. Nothing was sent to a lock by this click.',
    next: 'Try again. If it happens again, close and open Lockstep.',
  }),
}

const fieldSentences: Record<FieldErrorCode, (facts: Facts) => string> = {
  required: () => 'Fill this in.',
  too_long: ({ most }) =>
    typeof most === 'number' ? `This is too long. Use at most ${most} characters.` : 'This is too long.',
  too_short: () => 'This is too short. Use at least 6 characters.',
  not_a_number: () => 'Use digits only.',
  not_an_id: () => 'Choose one from the list.',
  not_a_time: () => 'Choose a date and a time.',
  not_in_list: () => 'Choose one from the list.',
  duplicate_name: (facts) =>
    text(facts.siteName) === null
      ? 'This name is taken. Choose another.'
      : `${facts.siteName} already has a door with this name. Choose another.`,
  device_already_guards_door: (facts) =>
    `This lock already guards ${text(facts.doorName) ?? 'another door'}. Choose another lock, or open that door.`,
  device_lacks_feature: () =>
    'This lock cannot take PIN codes through a gateway, so Lockstep cannot manage it.',
  unknown_site: () => 'This site does not exist any more. Choose another.',
  unknown_device: () => 'The account does not list this lock any more. Choose another.',
  unknown_group: () => 'This group does not exist at the chosen site. Choose another.',
  choose_device_or_lock_id: () => 'Choose a device, or type the lock ID when it is not in the list.',
  pin_length: () => 'A PIN has 4 to 9 digits.',
  pin_not_digits: () => 'A PIN has digits only.',
  pin_too_simple: () => 'Locks refuse runs and repeated digits. Choose a less simple PIN.',
  pin_in_use: (facts) =>
    `${text(facts.doorName) ?? 'One of these doors'} already has a code with this PIN. Choose another PIN.`,
  pin_given_away: () =>
    'Somebody else has this PIN on one of its doors by now. Give the person a new code instead.',
  window_backwards: () => 'The end lies before the start.',
  window_in_past: () => 'This lies in the past.',
  choose_days: () => 'Choose at least one day.',
  device_lacks_open_schedule: () =>
    'This lock cannot stand open by a schedule. Choose “Never” or another device.',
  too_many_periods: () => 'A lock holds at most 5 periods. Put days with the same times together.',
  period_without_days: () => 'Choose at least one day.',
  period_backwards: () =>
    'The end must be later than the start, on the same day. For a night make two periods that meet at midnight.',
  periods_overlap: () => 'This period overlaps another one on the same day.',
  hours_same: () => 'The end must differ from the start. For a whole day type 00:00 twice.',
  another_manager: () => 'Choose a manager other than the one who approved.',
  choose_doors: () => 'Choose at least one door or group.',
  url_not_allowed: (facts) =>
    text(facts.sentence) ?? 'Use an https address. Plain http is allowed on this PC only.',
  zone_unknown: () => 'Choose a time zone from the list.',
  out_of_range: ({ least, most }) =>
    typeof least === 'number' && typeof most === 'number'
      ? `Use a number from ${least.toLocaleString('en')} to ${most.toLocaleString('en')}.`
      : 'This is outside the allowed range.',
  invalid: () => 'This is not valid here.',
}

export function errorSentence(code: ErrorCode, facts: Facts = {}): ErrorSentence {
  return sentences[code](facts)
}

export function fieldSentence(code: FieldErrorCode, facts: Facts = {}): string {
  return fieldSentences[code](facts)
}

const refusals: Readonly<Record<string, (where: string) => string>> = {
  too_large: () => 'it is larger than a trace can be (128 MB).',
  not_text: () => 'it is not a text file.',
  not_json: () => 'it is not JSON.',
  too_deep: () => 'its values are nested deeper than any trace.',
  unsafe_field: (where) => `it has a field that no trace has (${where}).`,
  broken_text: (where) => `the text at ${where} is damaged.`,
  not_a_number: (where) => `the number at ${where} is none.`,
  too_many_values: () => 'it holds more values than a trace can.',
  wrong_version: (where) => `it has version ${where} of the format, and this Lockstep reads version 1.`,
  not_a_trace: () => 'it is JSON, but no trace.',
  bad_shape: (where) => `${where} is missing or is not what it should be.`,
}

function refusalText(facts: Facts): string {
  const sentence = refusals[text(facts.reason) ?? '']
  return sentence === undefined ? 'it cannot be read.' : sentence(text(facts.where) ?? 'a value')
}

function text(fact: string | number | null | undefined): string | null {
  return typeof fact === 'string' && fact !== '' ? fact : null
}

function waitText(facts: Facts): string {
  const { seconds } = facts
  if (typeof seconds !== 'number') return 'a minute'
  return seconds < 90 ? `${Math.ceil(seconds)} seconds` : `${Math.ceil(seconds / 60)} minutes`
}
