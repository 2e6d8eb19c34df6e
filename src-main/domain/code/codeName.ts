import type { CredentialId, PersonId } from '../ids.ts'

/** The name under which credential 6 of person 9 is put on a lock: `AB U9 C6`. */
export interface CodeName {
  readonly personId: PersonId
  readonly credentialId: CredentialId
}

const CODE_NAME = /^AB U([1-9]\d{0,14}) C([1-9]\d{0,14})$/

export function formatCodeName(name: CodeName): string {
  return `AB U${name.personId} C${name.credentialId}`
}

/** Null when the text is not a name of our pattern (a stray's name, or none at all). */
export function parseCodeName(text: string | null): CodeName | null {
  const match = text === null ? null : CODE_NAME.exec(text.trim())
  if (!match) return null
  return { personId: Number(match[1]) as PersonId, credentialId: Number(match[2]) as CredentialId }
}

const SOUGHT = /^(?:AB\s*)?(?:U(\d{1,15})\s*)?(?:C(\d{1,15}))?$/i

/**
 * What somebody who types a code's name or a part of it (`ab u9`, `U9 C6`, `c6`) looks for; null for any other text. Digits
 * alone are none, so that nobody searches by a PIN.
 */
export function readSoughtCode(
  text: string,
): { readonly personId: PersonId | null; readonly credentialId: CredentialId | null } | null {
  const [, person, credential] = SOUGHT.exec(text.trim()) ?? []
  if (person === undefined && credential === undefined) return null
  return {
    personId: person === undefined ? null : (Number(person) as PersonId),
    credentialId: credential === undefined ? null : (Number(credential) as CredentialId),
  }
}
