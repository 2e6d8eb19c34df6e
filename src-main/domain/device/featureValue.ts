/**
 * Bits of TTLock's `featureValue` (vendor page `lock/featureValue`), by the names used in this program.
 * Only the bits something here asks for; a value has others.
 */
export const FEATURE_BITS = {
  passcode: 0,
  icCard: 1,
  fingerprint: 2,
  autoLockTime: 4,
  clearPasscodes: 5,
  passcodeManagement: 7,
  lockCommand: 8,
  unlockViaGateway: 10,
  freeze: 11,
  cyclicPasscodes: 12,
  doorSensor: 13,
  remoteUnlockSwitch: 14,
  nbIot: 16,
  readSuperPasscode: 18,
  noClockChip: 20,
  passageMode: 22,
  autoUnlockSwitch: 23,
  wirelessKeypad: 24,
  tamperAlert: 28,
  resetButton: 29,
  privacyLock: 30,
  deadlock: 32,
  passageModeExceptions: 33,
  openDirection: 36,
  autoUnlockInPassageMode: 46,
  wirelessDoorSensor: 50,
  wifi: 56,
  incompleteKeypad: 60,
  dualAuthentication: 63,
  wifiPowerSaving: 83,
} as const
export type FeatureName = keyof typeof FEATURE_BITS

/** The features of a lock as bits. They change when settings change (the remote-unlock switch), so read them anew. */
export type FeatureSet = bigint

/** Null when the text is no hexadecimal number: unknown features, which is not the same as none. */
export function parseFeatureValue(hex: string | null): FeatureSet | null {
  if (hex === null) return null
  const digits = hex.trim().replace(/^0x/i, '')
  return /^[0-9a-f]{1,64}$/i.test(digits) ? BigInt(`0x${digits}`) : null
}

export function hasFeature(features: FeatureSet, name: FeatureName): boolean {
  return ((features >> BigInt(FEATURE_BITS[name])) & 1n) === 1n
}

/** The names of all set bits we know, in the order of their bits. */
export function featureNames(features: FeatureSet): readonly FeatureName[] {
  const names = Object.keys(FEATURE_BITS) as FeatureName[]
  return names.filter((name) => hasFeature(features, name))
}
