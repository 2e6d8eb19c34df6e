import type { Vault } from '../ports/vault.ts'

/** The sealed columns, as `table.column`. */
export type SealedColumn =
  | 'credential.pin_sealed'
  | 'actual_code.pin_sealed'
  | 'operation.pin_sealed'
  | 'unlock_record.pin_sealed'
  | 'integration_customer.client_secret_sealed'
  | 'integration_customer.password_md5_sealed'
  | 'integration_customer.token_sealed'
  | 'enforce_plan_door.inventory_sealed'

/** The row's primary key; its members in the order of the key. */
type RowKey = number | readonly (number | string)[]

/** Column encryption with the vault's key; each value is bound to its column and row. */
export class Sealer {
  readonly #vault: Vault

  constructor(vault: Vault) {
    this.#vault = vault
  }

  seal(column: SealedColumn, key: RowKey, plaintext: string): string {
    return this.#vault.seal(plaintext, nameCell(column, key))
  }

  open(column: SealedColumn, key: RowKey, sealed: string): string {
    return this.#vault.open(sealed, nameCell(column, key))
  }

  /** Equal PINs give equal hashes; without the vault's key nobody can try all PINs. */
  hashPin(pin: string): string {
    return this.#vault.hmac('pin', pin)
  }

  /** The same keyed hash that the planner gets for fingerprints and marks. */
  fingerprint(text: string): string {
    return this.#vault.hmac('fingerprint', text)
  }
}

function nameCell(column: SealedColumn, key: RowKey): string {
  return `${column}:${typeof key === 'number' ? key : key.join('/')}`
}
