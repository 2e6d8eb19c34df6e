/** What the TTLock client needs to sign in. The password is kept as md5: that is what the provider takes. */
export interface AccountSecrets {
  readonly clientId: string
  readonly clientSecret: string
  readonly username: string
  readonly passwordMd5: string
}

export interface AccountToken {
  readonly accessToken: string
  readonly refreshToken: string
  /** Epoch ms. */
  readonly expiresAtMs: number
}

/** Sealed storage of one account's secrets; reads throw only when the vault is locked. */
export interface AccountSecretStore {
  readSecrets(): AccountSecrets
  readToken(): AccountToken | null
  writeToken(token: AccountToken | null): void
}
