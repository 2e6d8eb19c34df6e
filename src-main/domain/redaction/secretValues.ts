import type { FieldKind } from './fieldKinds.ts'
import { HIDDEN, maskPin } from './masks.ts'

/** Shorter values would hide half of every text; no token, password or key is that short. */
const SHORTEST_TEXT_SECRET = 6
const PIN = /^\d{4,10}$/

/** Values known to be secret, ready to be found in text. */
export interface SecretValues {
  /** PINs are found as whole digit runs, so that `12345` does not tear the id 9123456 apart. */
  readonly pins: ReadonlySet<string>
  /** Tokens and the like are found anywhere, in any case, plain or as URLs and JSON write them; null when none. */
  readonly texts: RegExp | null
  /** Names of fields found to hold none of these texts, no e-mail and nothing like a PIN, with their kinds. */
  readonly cleanNames: Map<string, FieldKind>
}

export function secretValues(secrets: Iterable<string>): SecretValues {
  const pins = new Set<string>()
  const texts = new Set<string>()
  for (const secret of secrets) {
    if (PIN.test(secret)) pins.add(secret)
    else if (secret.length >= SHORTEST_TEXT_SECRET) texts.add(secret)
  }
  return { pins, ...searchFor(texts) }
}

type TextSearch = Pick<SecretValues, 'texts' | 'cleanNames'>

/** The token and the account's secrets are the same from call to call, and to compile them costs more than to search. */
let last: { readonly of: ReadonlySet<string>; readonly search: TextSearch } | null = null

/** PINs alone: asked for between any two calls, it must not push out what those share. */
const noTexts: TextSearch = { texts: null, cleanNames: new Map() }

function searchFor(texts: ReadonlySet<string>): TextSearch {
  if (texts.size === 0) return noTexts
  if (last !== null && isSame(texts, last.of)) return last.search
  const search = { texts: patternOf(texts), cleanNames: new Map<string, FieldKind>() }
  last = { of: texts, search }
  return search
}

function isSame(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  if (a.size !== b.size) return false
  for (const text of a) if (!b.has(text)) return false
  return true
}

function patternOf(texts: ReadonlySet<string>): RegExp {
  const written = new Set<string>()
  for (const text of texts) for (const spelling of spellings(text)) written.add(spelling)
  // Longest first: a secret that begins with another one must not leave its tail behind.
  const sorted = [...written].sort((a, b) => b.length - a.length)
  return new RegExp(sorted.map(escapeForRegExp).join('|'), 'gi')
}

/** A hostile body must not fill the memory with names. */
const MOST_CLEAN_NAMES = 2_000

export function rememberCleanName(name: string, kind: FieldKind, { cleanNames }: SecretValues): void {
  // The PINs differ from call to call.
  if (/\d{4}/.test(name)) return
  if (cleanNames.size >= MOST_CLEAN_NAMES) cleanNames.clear()
  cleanNames.set(name, kind)
}

export function hideSecretTexts(text: string, secrets: SecretValues): string {
  if (secrets.texts === null || text.length < SHORTEST_TEXT_SECRET) return text
  return text.replace(secrets.texts, HIDDEN)
}

export function hidePins(text: string, secrets: SecretValues): string {
  if (secrets.pins.size === 0 || !/\d{4}/.test(text)) return text
  return text.replace(/\d+/g, (run) => (secrets.pins.has(run) ? maskPin(run) : run))
}

function spellings(secret: string): readonly string[] {
  const inJson = JSON.stringify(secret).slice(1, -1)
  const inForm = new URLSearchParams([['', secret]]).toString().slice(1)
  return [secret, inJson, inForm, inUrl(secret)].filter((text) => text.length >= SHORTEST_TEXT_SECRET)
}

function inUrl(secret: string): string {
  // A lone surrogate cannot be written in a URL; the plain spelling covers it.
  return /\p{Surrogate}/u.test(secret) ? secret : encodeURIComponent(secret)
}

function escapeForRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')
}
