import { type FeatureSet, hasFeature, parseFeatureValue } from './featureValue.ts'

/** What can be done with a lock, from its features and the way it is reached. */
export interface DeviceCapabilities {
  readonly holdsPasscodes: boolean
  /** Codes can be added, changed and deleted from afar. */
  readonly managesPasscodesRemotely: boolean
  readonly hasPassageMode: boolean
  readonly hasAutoUnlockInPassageMode: boolean
  /** Reached through a gateway, or over its own Wi-Fi. */
  readonly isReachableRemotely: boolean
  readonly isWifi: boolean
  /**
   * A Wi-Fi lock with hours for its sleep, which most likely sleeps: adds are queued for it (`addType` 4). Others can sleep
   * too; whether a lock does, `DeviceRecord.savesPower` tells.
   */
  readonly canSavePower: boolean
  /** Without a clock chip a lock loses its time with its battery. */
  readonly hasClock: boolean
  /** Digits the keypad may lack: `0789` on the cylinder locks with six keys, none on others. */
  readonly missingDigits: string
}

export interface DeviceFacts {
  readonly featureValue: string | null
  readonly hasGateway: boolean
}

/** Null when the features are unknown: a device not read yet, or a value that cannot be read. */
export function capabilitiesOf(device: DeviceFacts): DeviceCapabilities | null {
  const features = parseFeatureValue(device.featureValue)
  return features === null ? null : fromFeatures(features, device.hasGateway)
}

function fromFeatures(features: FeatureSet, hasGateway: boolean): DeviceCapabilities {
  const isWifi = hasFeature(features, 'wifi')
  return {
    holdsPasscodes: hasFeature(features, 'passcode'),
    managesPasscodesRemotely: hasFeature(features, 'passcode') && hasFeature(features, 'passcodeManagement'),
    hasPassageMode: hasFeature(features, 'passageMode'),
    hasAutoUnlockInPassageMode: hasFeature(features, 'autoUnlockInPassageMode'),
    isReachableRemotely: hasGateway || isWifi,
    isWifi,
    canSavePower: isWifi && hasFeature(features, 'wifiPowerSaving'),
    hasClock: !hasFeature(features, 'noClockChip'),
    missingDigits: hasFeature(features, 'incompleteKeypad') ? '0789' : '',
  }
}

/** Why a door cannot be enforced with this lock. */
export const CAPABILITY_LACKS = [
  'features_unknown',
  'no_passcodes',
  'no_remote_management',
  'no_way_to_reach',
] as const
export type CapabilityLack = (typeof CAPABILITY_LACKS)[number]

/** The first thing that keeps codes from being managed on this lock, or null when nothing does. */
export function lackOf(device: DeviceFacts): CapabilityLack | null {
  const can = capabilitiesOf(device)
  if (can === null) return 'features_unknown'
  if (!can.holdsPasscodes) return 'no_passcodes'
  if (!can.managesPasscodesRemotely) return 'no_remote_management'
  return can.isReachableRemotely ? null : 'no_way_to_reach'
}

export function sentenceForLack(lack: CapabilityLack): string {
  switch (lack) {
    case 'features_unknown':
      return 'What this lock can do is not known yet. It will be after the next sync.'
    case 'no_passcodes':
      return 'This lock has no keypad for codes.'
    case 'no_remote_management':
      return 'This lock takes codes only from a phone next to it, not over the internet.'
    case 'no_way_to_reach':
      return 'No gateway has this lock and it has no Wi-Fi of its own, so nothing can be sent to it.'
    default: {
      const never: never = lack
      return never
    }
  }
}
