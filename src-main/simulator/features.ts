/** Bits of `featureValue` that the simulator reacts to (facts 2.10). */
export const feature = {
  passcodeManagement: 7,
  doorSensor: 13,
  noClockChip: 20,
  passageMode: 22,
  passageAutoUnlock: 46,
  incompleteKeypad: 60,
  wifiPowerSaving: 83,
} as const

/** Recorded values: a gateway lock, and a lock with its own Wi-Fi (facts 2.10). */
export const gatewayLockFeatures = 'F44354CD5F3'
export const wifiLockFeatures = '10C2F44754CF5F7'

export function hasFeature(featureValue: string, bit: number): boolean {
  return ((BigInt(`0x${featureValue}`) >> BigInt(bit)) & 1n) === 1n
}

export function withFeature(featureValue: string, bit: number): string {
  return (BigInt(`0x${featureValue}`) | (1n << BigInt(bit))).toString(16).toUpperCase()
}

export function withoutFeature(featureValue: string, bit: number): string {
  return (BigInt(`0x${featureValue}`) & ~(1n << BigInt(bit))).toString(16).toUpperCase()
}
