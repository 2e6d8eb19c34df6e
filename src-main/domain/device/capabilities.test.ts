import { describe, expect, it } from 'vitest'
import { CAPABILITY_LACKS, capabilitiesOf, lackOf, sentenceForLack } from './capabilities.ts'
import { FEATURE_BITS, type FeatureName } from './featureValue.ts'

function hexOf(...names: readonly FeatureName[]): string {
  return names.reduce((bits, name) => bits | (1n << BigInt(FEATURE_BITS[name])), 0n).toString(16)
}

describe('lackOf', () => {
  it.each([
    [null, true, 'features_unknown'],
    [hexOf('icCard'), true, 'no_passcodes'],
    [hexOf('passcode'), true, 'no_remote_management'],
    [hexOf('passcode', 'passcodeManagement'), false, 'no_way_to_reach'],
    [hexOf('passcode', 'passcodeManagement'), true, null],
    [hexOf('passcode', 'passcodeManagement', 'wifi'), false, null],
  ] as const)('with features %s and gateway %s, says %s', (featureValue, hasGateway, lack) => {
    expect(lackOf({ featureValue, hasGateway })).toBe(lack)
  })

  it.each(CAPABILITY_LACKS.map((lack) => [lack]))('with %s, has a sentence', (lack) => {
    expect(sentenceForLack(lack)).toMatch(/\.$/)
  })
})

describe('capabilitiesOf', () => {
  it('with an incomplete keypad, names the digits that may lack', () => {
    const featureValue = hexOf('passcode', 'incompleteKeypad')

    expect(capabilitiesOf({ featureValue, hasGateway: true })?.missingDigits).toBe('0789')
  })

  it('with Wi-Fi and power saving, says that adds can be queued', () => {
    const featureValue = hexOf('passcode', 'wifi', 'wifiPowerSaving')

    expect(capabilitiesOf({ featureValue, hasGateway: false })).toMatchObject({
      isWifi: true,
      canSavePower: true,
      isReachableRemotely: true,
    })
  })

  it('with passage mode, tells it from its automatic unlocking', () => {
    expect(capabilitiesOf({ featureValue: hexOf('passageMode'), hasGateway: true })).toMatchObject({
      hasPassageMode: true,
      hasAutoUnlockInPassageMode: false,
      hasClock: true,
    })
  })
})
