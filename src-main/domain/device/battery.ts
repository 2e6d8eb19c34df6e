/** Below this share a lock's batteries want changing: the motor fails before the keypad does. */
const LOW_BATTERY_PERCENT = 20

/** @param percent as the provider last heard it; null while it never did */
export function isBatteryLow(percent: number | null): boolean {
  return percent !== null && percent < LOW_BATTERY_PERCENT
}
