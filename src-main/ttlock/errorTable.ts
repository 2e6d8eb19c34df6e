import type { ProviderErrorCause, ProviderErrorKind } from '../domain/providerError/providerError.ts'

/** What one TTLock errcode means; what the engine does about it follows from the kind (`consequenceOf`). */
export interface ErrorRow {
  readonly kind: ProviderErrorKind
  readonly cause: ProviderErrorCause
  /** For a person at the front desk: the cause, then the next step. */
  readonly sentence: string
}

/** What the engine does about a failed read or a busy lock. */
export const TRIED_AGAIN = 'It is tried again.'
/** More calls in a short time than the provider takes. */
export const TOO_MANY_CALLS = 30006
/** The application's calls of this month are used up. */
export const MONTH_USED_UP = 30007

const SAME_DIGITS = 'The lock has a code with these digits already.'

type Rows = Readonly<Record<number, ErrorRow>>

function row(kind: ProviderErrorKind, cause: ProviderErrorCause, sentence: string): ErrorRow {
  return { kind, cause, sentence }
}
function badData(sentence: string): ErrorRow {
  return row('fix_the_data', 'data', sentence)
}
function notSignedIn(sentence: string): ErrorRow {
  return row('stop_the_account', 'not_signed_in', sentence)
}
function unreachable(cause: ProviderErrorCause, sentence: string): ErrorRow {
  return row('unreachable', cause, sentence)
}

/**
 * Every code of the vendor's tables (facts of 2026; the sections after -3009 of its newest page were not readable, so
 * codes may be missing: an unknown one is an unknown outcome).
 */
const ROWS: Rows = {
  // General
  1: row(
    'unknown_outcome',
    'unknown',
    'The lock did not confirm the command. The list is read again to see what took effect.',
  ),
  [-1]: row('unknown_outcome', 'unknown', 'TTLock refused without saying why. The list is read again.'),
  [-3]: badData('TTLock did not accept a value in the request. Please send the trace to support.'),
  80002: badData('TTLock could not read a value in the request. Please send the trace to support.'),
  90000: row(
    'unknown_outcome',
    'provider_down',
    'TTLock had an error of its own. The list is read again before anything is repeated.',
  ),
  80000: row(
    'stop_the_account',
    'clock',
    'This PC’s clock is more than five minutes off. Set the time; nothing is sent until then.',
  ),

  // Application and sign-in
  10000: notSignedIn(
    'TTLock does not know this client id in this region. Check the id and the region in Settings, Accounts.',
  ),
  10001: notSignedIn('Client id and client secret do not belong together. Check them in Settings, Accounts.'),
  10002: notSignedIn('TTLock refused the sign-in code. Sign in again in Settings, Accounts.'),
  10003: notSignedIn('The sign-in to TTLock is not known any more. Sign in again in Settings, Accounts.'),
  10004: notSignedIn(
    'The sign-in to TTLock has expired or was withdrawn. Sign in again in Settings, Accounts.',
  ),
  10005: notSignedIn(
    'TTLock refused the rights this application asks for. Check the application in the TTLock portal.',
  ),
  10006: notSignedIn('TTLock has not approved this application yet. Check it in the TTLock portal.'),
  10007: notSignedIn(
    'User name or password is wrong. It must be the account of the TTLock app, not of the portal.',
  ),
  10008: notSignedIn(
    'The application’s redirect address is wrong. Check the application in the TTLock portal.',
  ),
  10009: notSignedIn('TTLock refused the kind of sign-in. Please send the trace to support.'),
  10010: notSignedIn('TTLock refused the kind of sign-in. Please send the trace to support.'),
  10011: notSignedIn(
    'The stored sign-in to TTLock is not valid any more. Sign in again in Settings, Accounts.',
  ),
  30005: notSignedIn('TTLock did not accept the form of the password. Type it again in Settings, Accounts.'),
  30001: badData('This application may not use this part of TTLock. Check its rights in the TTLock portal.'),

  // Users and ekeys
  20000: badData('TTLock does not know this account. Check the account in Settings, Accounts.'),
  20001: badData('The account has no right on this lock. Give it the lock in the TTLock app.'),
  20002: badData('The account is not an administrator of this lock. Make it one in the TTLock app.'),
  20003: badData('Lock and key of the account do not belong together. Run a sync, then try again.'),
  20004: badData('The account has no key for this lock any more. Give it one in the TTLock app.'),
  20005: badData('The lock has no backup password. Please ask the installer.'),
  20006: badData('The receiver is not known to TTLock. Check the name.'),
  20007: badData('The lock uses a code version that TTLock does not know. Please ask the installer.'),
  20008: badData('TTLock did not accept the name of the lock. Use another name.'),
  30002: badData('The user name may hold letters and digits only.'),
  30003: badData('This user is registered already.'),
  30004: badData('This user cannot be deleted by this application.'),
  [-1008]: badData('The key does not exist any more. Run a sync.'),
  [-1027]: badData('The receiver belongs to another account.'),
  [-2019]: badData('A key cannot be sent to oneself.'),
  [-2020]: badData('The administrator has a key already.'),
  [-2023]: badData('The period of this key cannot be changed now.'),
  [-3011]: badData('A lock cannot be handed over to the account that has it.'),
  [-3016]: badData('A gateway cannot be handed over to the account that has it.'),
  [-3039]: badData(
    'The account’s own key on this lock ends earlier than asked for. Extend that key in the TTLock app.',
  ),
  [-3046]: badData('The account may not open this lock from afar. The owner can allow it in the TTLock app.'),
  [-4063]: badData('All locks of the account must be deleted or handed over first.'),
  [-4064]: badData('The receiver of the key is not registered with TTLock.'),

  // Quota and region
  [TOO_MANY_CALLS]: unreachable(
    'throttled',
    'Too many calls to TTLock in a short time. Nothing is sent for a minute or a few.',
  ),
  [MONTH_USED_UP]: row(
    'stop_the_account',
    'quota',
    'This month’s calls to TTLock are used up. They are renewed on the 1st (Beijing time), or with a larger plan.',
  ),
  30008: row(
    'stop_the_account',
    'region',
    'The account lives in another region. Choose China for mainland China, Europe or Global for everywhere else, in Settings, Accounts.',
  ),

  // Locks
  [-1003]: badData(
    'TTLock does not know this lock. Check the lock id, or that the account still has the lock.',
  ),
  [-1016]: badData('This name is taken. Use another one.'),
  [-1018]: badData('The group does not exist any more. Run a sync.'),
  [-2018]: badData(
    'The account has no right to do this on the lock. Make it an administrator in the TTLock app.',
  ),
  [-2025]: badData('The lock is frozen. Unfreeze it in the TTLock app.'),
  [-4043]: badData('The lock cannot do this, or remote commands are switched off for it in the TTLock app.'),
  [-4082]: badData('The time for locking by itself is out of range.'),
  [-4056]: badData('The lock’s memory is full. Remove what is not needed any more.'),

  // Codes
  [-1007]: badData(
    'The lock has no code data at TTLock. Reset its codes in the TTLock app, next to the lock.',
  ),
  [-1026]: badData(
    'A generated code for exactly these hours was issued and deleted before. Choose another hour.',
  ),
  [-2009]: row('already_so', 'already_gone', 'The code is not on the lock any more.'),
  [-2032]: badData('The lock finds this code too simple. Use one without runs and repeated digits.'),
  [-3006]: badData('A code must have 4 to 9 digits.'),
  [-3007]: row('already_so', 'already_exists', `${SAME_DIGITS} The list is read again to see whose it is.`),
  [-3008]: badData('A generated code can be changed only after it was used once at the lock.'),
  [-3009]: badData('The lock holds as many codes as it can. Remove codes that are not needed any more.'),

  // Cards, fingerprints
  [-1021]: row('already_so', 'already_gone', 'The card is not on the lock any more.'),
  [-1023]: row('already_so', 'already_gone', 'The fingerprint is not on the lock any more.'),

  // Reaching the lock
  [-2012]: unreachable(
    'no_gateway',
    'No gateway is near the lock. Check that the gateway has power and stands close enough.',
  ),
  [-3002]: unreachable('gateway_offline', 'The gateway is offline. Check its power and its network.'),
  [-3003]: row('busy', 'busy', `The gateway is busy with another command. ${TRIED_AGAIN}`),
  [-3034]: unreachable(
    'lock_unreachable',
    'The lock’s Wi-Fi is not set up or not connected. Set it up in the TTLock app.',
  ),
  [-3035]: unreachable(
    'lock_unreachable',
    'The lock is asleep to save power. It goes on when somebody wakes it at its keypad.',
  ),
  [-3036]: unreachable(
    'lock_unreachable',
    'The lock is offline. Check its batteries and the network next to it.',
  ),
  [-3037]: row('busy', 'busy', `The lock is busy with another command. ${TRIED_AGAIN}`),
  [-4037]: badData('The gateway does not exist any more. Run a sync.'),
  [-4067]: unreachable('lock_unreachable', 'The lock is not registered with its network provider.'),
}

/** All codes that have a row. */
export const KNOWN_ERRCODES: readonly number[] = Object.keys(ROWS).map(Number)

/** Codes that say the access token is dead: it is renewed, whatever was asked. */
export function isTokenDead(errcode: number): boolean {
  return errcode === 10003 || errcode === 10004
}

/** What a call was to do; a code can mean different things to each. */
export type CallEffect = 'read' | 'add' | 'change' | 'delete' | 'sign_in'

/** The row for a code in answer to a call of this effect. Reads change nothing, so they never end unknown or already so. */
export function meaningOf(errcode: number, effect: CallEffect): ErrorRow {
  const known = ROWS[errcode] ?? unknownCode(errcode)
  if (effect === 'sign_in') return signInMeaning(known, errcode)
  if (effect === 'read') return readMeaning(known)
  if (known.cause === 'already_gone' && effect !== 'delete') return { ...known, kind: 'fix_the_data' }
  return known
}

/** Refusals that say nothing of who signs in. */
const NOT_OF_WHO_SIGNS_IN: readonly ProviderErrorCause[] = [
  'clock',
  'provider_down',
  'throttled',
  'quota',
  'region',
]

/**
 * A sign-in sends nothing but who signs in, so whatever else refuses it refuses that: never the code or lock that the
 * sign-in was for. What TTLock answers to a wrong password was recorded only once.
 */
function signInMeaning(known: ErrorRow, errcode: number): ErrorRow {
  if (NOT_OF_WHO_SIGNS_IN.includes(known.cause)) return readMeaning(known)
  if (known.kind === 'stop_the_account') return known
  if (known.cause === 'data') return notSignedIn(known.sentence)
  return notSignedIn(
    `TTLock refused the sign-in and does not say clearly why (${errcode}). Check the account in Settings, Accounts.`,
  )
}

function readMeaning(known: ErrorRow): ErrorRow {
  if (known.cause === 'already_exists') return { ...known, kind: 'fix_the_data', sentence: SAME_DIGITS }
  if (known.kind === 'already_so') return { ...known, kind: 'fix_the_data' }
  if (known.kind !== 'unknown_outcome') return known
  return { ...known, kind: 'busy', sentence: `TTLock could not answer. ${TRIED_AGAIN}` }
}

function unknownCode(errcode: number): ErrorRow {
  return row(
    'unknown_outcome',
    'unknown',
    `TTLock answered with a code this program does not know (${errcode}). The list is read again to see what took effect.`,
  )
}
