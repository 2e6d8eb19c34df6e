import { describe, expect, it } from 'vitest'
import { FEATURE_BITS, featureNames, hasFeature, parseFeatureValue } from './featureValue.ts'

describe('parseFeatureValue', () => {
  it('with the vendor example F44354CD5F3, finds its bits and no others of ours', () => {
    const features = parseFeatureValue('F44354CD5F3')

    expect(features).not.toBeNull()
    const names = featureNames(features ?? 0n)
    expect(names).toEqual(
      expect.arrayContaining(['passcode', 'icCard', 'passcodeManagement', 'unlockViaGateway', 'passageMode']),
    )
    expect(names).not.toEqual(expect.arrayContaining(['fingerprint']))
    expect(names).not.toContain('doorSensor')
    expect(names).not.toContain('wifi')
  })

  it('with the vendor example 10C2F44754CF5F7, finds Wi-Fi and the door sensor', () => {
    expect(featureNames(parseFeatureValue('10C2F44754CF5F7') ?? 0n)).toEqual(
      expect.arrayContaining(['wifi', 'doorSensor']),
    )
  })

  it('with a bit above 64, finds it', () => {
    const value = (1n << BigInt(FEATURE_BITS.wifiPowerSaving)).toString(16)

    expect(hasFeature(parseFeatureValue(value) ?? 0n, 'wifiPowerSaving')).toBe(true)
    expect(hasFeature(parseFeatureValue(value) ?? 0n, 'passcode')).toBe(false)
  })

  it.each([[null], [''], ['xyz'], ['-1'], ['12 34'], ['f'.repeat(65)]])(
    'with %j, says unknown and not none',
    (value) => {
      expect(parseFeatureValue(value)).toBeNull()
    },
  )

  it('with small letters, spaces around and 0x before, reads the same', () => {
    expect(parseFeatureValue(' 0xf44354cd5f3 ')).toBe(parseFeatureValue('F44354CD5F3'))
  })
})
