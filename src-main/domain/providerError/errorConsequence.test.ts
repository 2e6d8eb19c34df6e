import { describe, expect, it } from 'vitest'
import { consequenceOf, waitReasonOf } from './errorConsequence.ts'
import { PROVIDER_ERROR_CAUSES } from './providerError.ts'

describe('consequenceOf', () => {
  it.each([
    ['busy', 'soon', true, false, false],
    ['unreachable', 'when_reachable', false, false, false],
    ['fix_the_data', 'never', true, false, false],
    ['stop_the_account', 'when_mended', false, false, true],
    ['already_so', 'after_reading', true, true, false],
    ['unknown_outcome', 'after_reading', true, true, false],
  ] as const)('with %s, retries %s', (kind, retry, costsAttempt, readFirst, stopsAccount) => {
    expect(consequenceOf(kind)).toEqual({ retry, costsAttempt, readFirst, stopsAccount })
  })
})

describe('waitReasonOf', () => {
  it('with every cause, gives a wait reason exactly for those a job waits for', () => {
    expect(PROVIDER_ERROR_CAUSES.filter((cause) => waitReasonOf(cause) !== null)).toEqual([
      'no_network',
      'provider_down',
      'gateway_offline',
      'lock_unreachable',
      'no_gateway',
      'not_signed_in',
      'quota',
    ])
  })
})
