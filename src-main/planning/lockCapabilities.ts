import { capabilitiesOf } from '../domain/device/capabilities.ts'
import { CUSTOM_CODE_CAPACITY, type LockCapabilities } from '../domain/plan/doorPlanInput.ts'
import type { Store } from '../ports/store.ts'
import type { DeviceRecord } from '../ports/stores/accountStore.ts'

/** What a plan may ask of this lock, and how it is reached. */
export function lockCapabilities(store: Store, device: DeviceRecord): LockCapabilities {
  const can = capabilitiesOf(device)
  // A lock nobody has described yet is given the benefit of the doubt: the provider refuses what it cannot do.
  if (can === null) {
    return {
      supportsPasscodes: true,
      supportsRemoteManagement: true,
      supportsOpenSchedule: true,
      reach: 'gateway',
      keypadDigits: null,
      capacity: CUSTOM_CODE_CAPACITY,
      powerSavingChangesProven: false,
    }
  }
  return {
    supportsPasscodes: can.holdsPasscodes,
    supportsRemoteManagement: can.managesPasscodesRemotely,
    supportsOpenSchedule: can.hasPassageMode,
    reach: hasEverHadGateway(store, device)
      ? 'gateway'
      : can.isWifi && (device.savesPower ?? can.canSavePower)
        ? 'wifi_power_saving'
        : can.isWifi
          ? 'wifi'
          : 'none',
    keypadDigits: can.missingDigits === '' ? null : digitsWithout(can.missingDigits),
    capacity: CUSTOM_CODE_CAPACITY,
    powerSavingChangesProven: false,
  }
}

/** The provider forgets a gateway 30 minutes after it went; a lock that had one is out of reach for now, not for good. */
function hasEverHadGateway(store: Store, device: DeviceRecord): boolean {
  return device.hasGateway || store.accounts.gatewaysOfDevice(device.id, '').length > 0
}

function digitsWithout(missing: string): string {
  return [...'0123456789'].filter((digit) => !missing.includes(digit)).join('')
}
