export type KeyringReading =
  | { readonly kind: 'ok'; readonly secret: string; readonly shouldProtectAgain: boolean }
  /** The keyring could not give it back: another user, another machine, or a keyring that was reset. */
  | { readonly kind: 'failed' }

/** The operating system's keyring. Usable only after the app is ready. */
export interface Keyring {
  /** What stands behind it, for people: `keychain`, `dpapi`, `gnome_libsecret`, `kwallet6`, or `none`. */
  backend(): string
  /** False wherever the secret would lie unprotected, e.g. with Chromium's `basic_text`. */
  isAvailable(): Promise<boolean>
  /** Base64 text that only this user on this machine can turn back. Throws when the keyring is not available. */
  protect(secret: string): Promise<string>
  reveal(protectedText: string): Promise<KeyringReading>
}
