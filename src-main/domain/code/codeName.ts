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
