import { type Vault, VaultLockedError } from '../ports/vault.ts'
import type { ProfileVault } from '../vault/vault.ts'

/** The profile's vault as the store sees it: there may be none yet, and the one there is may be locked. */
export class VaultHolder implements Vault {
  #vault: ProfileVault | null = null

  get current(): ProfileVault | null {
    return this.#vault
  }

  hold(vault: ProfileVault | null): void {
    this.#vault = vault
  }

  get isOpen(): boolean {
    return this.#vault?.isOpen ?? false
  }

  seal(plaintext: string, aad: string): string {
    return this.#open().seal(plaintext, aad)
  }

  open(sealed: string, aad: string): string {
    return this.#open().open(sealed, aad)
  }

  hmac(purpose: Parameters<Vault['hmac']>[0], text: string): string {
    return this.#open().hmac(purpose, text)
  }

  #open(): ProfileVault {
    if (!this.#vault) throw new VaultLockedError()
    return this.#vault
  }
}
