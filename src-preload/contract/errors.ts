/** Codes that a reply may carry. The renderer turns them into sentences; the main process never sends English. */
export const ERROR_CODES = [
  'unknown_route',
  'forbidden_sender',
  'too_large',
  'too_many_requests',
  'validation_failed',
  'not_signed_in',
  'not_allowed',
  'vault_locked',
  'not_found',
  'wrong_passcode',
  'too_many_attempts',
  'already_set_up',
  'plan_not_ready',
  'plan_not_approved',
  'plan_changed',
  'plan_expired',
  'plan_already_decided',
  'pin_not_taken',
  'code_is_protected',
  'undo_nothing_done',
  'undo_too_late',
  'undo_done_already',
  'undo_running',
  'undo_of_undo',
  'confirmation_needed',
  'safeguard_stands',
  'second_operator_needed',
  'site_observes',
  'no_such_safeguard',
  'nothing_asked',
  'job_not_cancellable',
  'job_not_retryable',
  'provider_refused',
  'profile_busy',
  'doors_not_read',
  'export_has_secret',
  'export_too_large',
  'bundle_refused',
  'file_not_read',
  'file_not_written',
  'debug_session_recording',
  'backup_not_whole',
  'backup_not_made',
  'backup_too_new',
  'restore_failed',
  'store_full',
  'store_read_only',
  'store_held',
  'store_broken',
  'internal',
] as const
export type ErrorCode = (typeof ERROR_CODES)[number]

/** Codes of a fault in one field of a request. */
export const FIELD_ERROR_CODES = [
  'required',
  'too_long',
  'too_short',
  'not_a_number',
  'not_an_id',
  'not_a_time',
  'not_in_list',
  'duplicate_name',
  'device_already_guards_door',
  'device_lacks_feature',
  'unknown_site',
  'unknown_device',
  'unknown_group',
  'choose_device_or_lock_id',
  'pin_length',
  'pin_not_digits',
  'pin_too_simple',
  'pin_in_use',
  'pin_given_away',
  'window_backwards',
  'window_in_past',
  'choose_doors',
  'choose_days',
  'hours_same',
  'device_lacks_open_schedule',
  'too_many_periods',
  'period_without_days',
  'period_backwards',
  'periods_overlap',
  'another_manager',
  'url_not_allowed',
  'zone_unknown',
  'out_of_range',
  'invalid',
] as const
export type FieldErrorCode = (typeof FIELD_ERROR_CODES)[number]

export interface FieldError {
  /** Name of the request's field, dotted for nested ones. */
  readonly path: string
  readonly code: FieldErrorCode
  /** What the sentence needs, e.g. `{ doorName: 'Front door' }`. Never a secret. */
  readonly facts?: Readonly<Record<string, string | number | null>>
}

export interface ReplyError {
  readonly code: ErrorCode
  readonly facts?: Readonly<Record<string, string | number | null>>
  readonly fields?: readonly FieldError[]
}
