/** The hash under which a mark remembers digits. Bound to the lock: the same PIN on two locks has two hashes. */
export function hashPin(pin: string, externalDeviceId: string, hmac: (text: string) => string): string {
  return hmac(`pin-mark:${externalDeviceId}:${pin}`)
}
