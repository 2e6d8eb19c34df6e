import { describe, expect, it } from 'vitest'
import type { CredentialId, DoorId, PersonId } from '../ids.ts'
import { toPlanRecord } from './planRecord.ts'
import { planScope } from './planScope.ts'
import { DEFAULT_SAFEGUARD_LIMITS, guardedDoors, judgeSafeguards } from './safeguards.ts'
import { doorInput, listed, MINUTE_MS, period, testHmac } from './testSupport/doorPlanBuilder.ts'

/** The seed's trace: the list came at 16:29:01, the code's sendDate is 1770305080000 (15:24:40). */
const LISTED_AT_MS = Date.UTC(2026, 1, 5, 16, 29, 1)
const MADE_AT_MS = 1_770_305_080_000

function firstDoor(createdAtMs: number) {
  const input = doorInput({
    doorName: 'ttlock',
    nowMs: LISTED_AT_MS,
    isFirstRun: true,
    codes: [
      listed(50_957_532, 6, {
        name: 'AB U9 C6',
        pin: '48201111',
        window: period(1_770_305_016_424, 1_801_841_076_424),
        createdAtMs,
        senderUsername: 'owner@example.com',
      }),
    ],
    knownPersonIds: new Set<PersonId>(),
    knownCredentialIds: new Set<CredentialId>(),
    site: {
      mode: 'ultra_strict',
      policy: 'auto',
      allowFirstRunUnattended: true,
      allowEmptyExpectedUnattended: true,
    },
  })
  return planScope([input], {
    generatedAtMs: LISTED_AT_MS,
    filters: {
      doorId: null,
      siteId: null,
      doorGroupId: null,
      integrationDeviceId: input.integrationDeviceId,
      providerType: 'TTLOCK',
    },
    hmac: testHmac,
  })
}

describe('the first door, end to end', () => {
  it("case A, the seed's times: one delete, first seen by the provider's date, no grace bypassed", () => {
    const record = toPlanRecord(firstDoor(MADE_AT_MS))
    expect(record).toMatchObject({
      filters: { door_id: null, integration_device_id: 1, provider_type: 'TTLOCK' },
      generated_at: '2026-02-05T16:29:01.000Z',
      grace_window_seconds: 3_600,
      mode: 'ultra_strict',
      summary: { adds: 0, blocked: 0, deletes: 1, doors: 1, grace_bypassed_deletes: 0, invalid_expected: 0 },
      doors: [
        {
          actual: [
            {
              code_name: 'AB U9 C6',
              provider_receipt_id: null,
              source: 'lock',
              vendor_pin_id: '50957532',
            },
          ],
          adds: [],
          blocked_by_grace: [],
          deletes: [
            {
              code_name: 'AB U9 C6',
              eligible_at: '2026-02-05T16:24:40.000Z',
              first_seen_at: '2026-02-05T15:24:40.000Z',
              first_seen_source: 'provider_send_date',
              grace_bypassed: false,
              provider_receipt_id: null,
              reason: 'credential_revoked_or_missing',
              source: 'lock',
              vendor_pin_id: '50957532',
            },
          ],
          door_id: 2,
          expected: [],
          external_device_id: '28991110',
          integration_device_id: 1,
          invalid_expected: [],
          provider_type: 'TTLOCK',
          summary: { adds: 0, blocked: 0, deletes: 1, grace_bypassed_deletes: 0, invalid_expected: 0 },
        },
      ],
    })
  })

  it('case B, a code 10 minutes old: the grace is bypassed 50 minutes ahead of its end', () => {
    const record = toPlanRecord(firstDoor(LISTED_AT_MS - 10 * MINUTE_MS))
    expect(record.summary).toMatchObject({ deletes: 1, grace_bypassed_deletes: 1 })
    expect(record.doors[0]?.deletes[0]).toMatchObject({
      first_seen_source: 'provider_send_date',
      first_seen_at: '2026-02-05T16:19:01.000Z',
      eligible_at: '2026-02-05T17:19:01.000Z',
      grace_bypassed: true,
    })
  })

  it('needs nobody, because the site allows first-run and empty-expected enforcement unattended', () => {
    const judged = judgeSafeguards({
      doors: guardedDoors(firstDoor(MADE_AT_MS)),
      limitsOf: () => DEFAULT_SAFEGUARD_LIMITS,
      recentDeletes: { byDoor: new Map<DoorId, number>(), bySite: new Map() },
      codesHeldBySite: new Map(),
      allowOnce: new Set(),
      selectedLineIds: null,
      isUndo: false,
    })
    expect(judged).toEqual({ decision: 'apply', tripped: [], allowed: [] })
  })

  it('holds no PIN in its record', () => {
    expect(JSON.stringify(toPlanRecord(firstDoor(MADE_AT_MS)))).not.toContain('48201111')
  })
})
