export const OPERATION_KINDS = ['add', 'change', 'delete', 'schedule'] as const
export type OperationKind = (typeof OPERATION_KINDS)[number]

/**
 * `intent`: decided, not sent. `sent`: on its way, outcome unknown until an answer and a read agree. `confirmed`: the
 * read-back shows it. `failed`: the provider refused. `unconfirmed`: sent, and no read could show or refute it.
 * `already_so`: the lock was so before anything was sent.
 */
export const OPERATION_STATES = [
  'intent',
  'sent',
  'confirmed',
  'failed',
  'unconfirmed',
  'already_so',
] as const
export type OperationState = (typeof OPERATION_STATES)[number]
