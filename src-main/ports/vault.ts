/** The profile's data key in use. Every method throws `VaultLockedError` while it is locked. */
export interface Vault {
  readonly isOpen: boolean
  /** `aad` names table, column and row, so that a sealed value cannot be moved to another row unnoticed. */
  seal(plaintext: string, aad: string): string
  open(sealed: string, aad: string): string
  /** Keyed hash (hex) with a key of its own for each purpose. */
  hmac(purpose: 'pin' | 'fingerprint' | 'audit_head', text: string): string
}

export class VaultLockedError extends Error {
  readonly code = 'vault_locked'
  constructor() {
    super('The vault is locked')
    this.name = 'VaultLockedError'
  }
}
