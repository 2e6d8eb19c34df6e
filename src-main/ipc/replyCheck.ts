import type { RouteName } from '../../src-preload/contract/contract.ts'

export interface ReplyFault {
  /** Dotted path of the value, e.g. `credentials.0.pin`. */
  readonly path: string
  readonly fault: 'not_plain_data' | 'secret_named_key' | 'circular'
}

/** Compared without case and separators, so that `client_secret` and `clientSecret` are one. */
const SECRET_NAMES: ReadonlySet<string> = new Set([
  'pin',
  'pins',
  'newpin',
  'keyboardpwd',
  'newkeyboardpwd',
  'password',
  'passwordmd5',
  'passcode',
  'newpasscode',
  'passcodehash',
  'secret',
  'clientsecret',
  'token',
  'accesstoken',
  'refreshtoken',
  'lockdata',
  'lockkey',
  'adminpwd',
  'nokeypwd',
  'recoverykey',
])

/** `lock_key` is the seed's name for an address such as `TTLOCK:28991110`. */
const HARMLESS_NAMES: ReadonlySet<string> = new Set(['lock_key'])

/** The only places where a secret is meant to be shown to a person. */
const SHOWN_ON_PURPOSE: Partial<Record<RouteName, string>> = {
  'people.giveCode': 'pin',
  'people.revealPin': 'pin',
  'codes.newPin': 'pin',
  'session.begin': 'recoveryKey',
  'session.recover': 'recoveryKey',
}

/** A value that redaction left behind: stars and at most four digits. */
const REDACTED = /^\*{3}\d{0,4}$/

/** The first reason why a reply must not leave the main process, or null. For development and test builds. */
export function findReplyFault(name: RouteName, reply: unknown): ReplyFault | null {
  return inspect(reply, { shownKey: SHOWN_ON_PURPOSE[name] ?? null, path: [], ancestors: new Set() })
}

interface Inspection {
  readonly shownKey: string | null
  readonly path: readonly string[]
  readonly ancestors: ReadonlySet<object>
}

function inspect(value: unknown, at: Inspection): ReplyFault | null {
  const path = at.path.join('.')
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'boolean') return null
  if (typeof value === 'number') return Number.isFinite(value) ? null : { path, fault: 'not_plain_data' }
  if (typeof value !== 'object') return { path, fault: 'not_plain_data' }
  if (at.ancestors.has(value)) return { path, fault: 'circular' }
  const isPlain = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype
  if (!isPlain) return { path, fault: 'not_plain_data' }

  const ancestors = new Set(at.ancestors).add(value)
  for (const [key, item] of Object.entries(value)) {
    const inner = [...at.path, key]
    const isShown = at.path.length === 0 && key === at.shownKey
    if (!isShown && isUnredactedSecret(key, item)) return { path: inner.join('.'), fault: 'secret_named_key' }
    const found = inspect(item, { shownKey: at.shownKey, path: inner, ancestors })
    if (found !== null) return found
  }
  return null
}

function isUnredactedSecret(key: string, value: unknown): boolean {
  if (HARMLESS_NAMES.has(key)) return false
  if (!SECRET_NAMES.has(key.toLowerCase().replace(/[_-]/g, ''))) return false
  if (value === null || value === undefined || typeof value === 'boolean') return false
  return typeof value !== 'string' || !REDACTED.test(value)
}
