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
}

export function secretValues(secrets: Iterable<string>): SecretValues {
  const pins = new Set<string>()
  const texts = new Set<string>()
  for (const secret of secrets) {
    if (PIN.test(secret)) pins.add(secret)
    else if (secret.length >= SHORTEST_TEXT_SECRET)
      for (const written of spellings(secret)) texts.add(written)
  }
  // Longest first: a secret that begins with another one must not leave its tail behind.
  const sorted = [...texts].sort((a, b) => b.length - a.length)
  const pattern = sorted.length === 0 ? null : new RegExp(sorted.map(escapeForRegExp).join('|'), 'gi')
  return { pins, texts: pattern }
}

export function hideSecretTexts(text: string, secrets: SecretValues): string {
  return secrets.texts === null ? text : text.replace(secrets.texts, HIDDEN)
}

export function hidePins(text: string, secrets: SecretValues): string {
  if (secrets.pins.size === 0) return text
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
