import { describe, expect, it } from 'vitest'
import { planDoor } from './planDoor.ts'
import { toDoorPlanRecord, toPlanRecord } from './planRecord.ts'
import {
  credential,
  DAY_MS,
  doorInput,
  listed,
  NOW_MS,
  planOf,
  receipt,
  revocation,
  scopeOf,
  stray,
  testHmac,
} from './testSupport/doorPlanBuilder.ts'

describe('the record of a plan', () => {
  it('names an unreadable door with its reason and no lines, and counts it as unreadable', () => {
    const plan = planDoor(
      doorInput({ reading: { kind: 'unreadable', reason: 'page 2 failed', atMs: NOW_MS } }),
      testHmac,
    )
    const record = toPlanRecord(scopeOf([plan]))
    expect(record.doors[0]).toMatchObject({
      unreadable: { reason: 'page 2 failed', at: '2026-02-05T09:00:00.000Z' },
      fingerprint: null,
      deletes: [],
      actual: [],
    })
    expect(record.summary).toMatchObject({ doors: 1, unreadable_doors: 1, deletes: 0 })
  })

  it('says expected entries by credential, person, code name and window', () => {
    const window = { startMs: NOW_MS, endMs: NOW_MS + DAY_MS }
    expect(toDoorPlanRecord(planOf({ credentials: [credential(1, { window })] })).expected).toEqual([
      {
        credential_id: 1,
        person_id: 101,
        code_name: 'AB U101 C1',
        window: { kind: 'period', start_at: '2026-02-05T09:00:00.000Z', end_at: '2026-02-06T09:00:00.000Z' },
        is_later: false,
      },
    ])
  })

  it("lists changes, replaces, unchanged and adopted codes beside the seed's fields", () => {
    const record = toDoorPlanRecord(
      planOf({
        credentials: [
          credential(1),
          credential(2, { pin: '480913' }),
          credential(3, { window: { startMs: NOW_MS, endMs: NOW_MS + DAY_MS } }),
        ],
        codes: [listed(50, 1), listed(51, 2), listed(52, 3), listed(53, 4)],
        receipts: [receipt(51, 2), receipt(52, 3), receipt(53, 4)],
        revocations: [revocation(4)],
      }),
    )
    expect(record.unchanged).toEqual([{ credential_id: 1, vendor_pin_id: '50', rule: 'name' }])
    expect(record.adopted).toEqual([{ credential_id: 1, vendor_pin_id: '50', rule: 'name' }])
    expect(record.changes).toMatchObject([
      { line_id: 'd2/change/c2/p51', provider_receipt_id: 1051, changes_pin: true },
    ])
    expect(record.replaces).toMatchObject([{ line_id: 'd2/replace/c3/p52', reason: 'window_kind_changes' }])
    expect(record.deletes).toMatchObject([{ line_id: 'd2/delete/p53', grace_applies: false }])
    expect(record.summary).toMatchObject({ changes: 1, replaces: 1, deletes: 1, unchanged: 1, adds: 0 })
  })

  it('gives no time for a date of the provider that no calendar has', () => {
    const record = toDoorPlanRecord(planOf({ codes: [stray(50, { createdAtMs: -1e300 })] }))
    expect(record.deletes[0]).toMatchObject({ first_seen_at: null, attribution: { created_at: null } })
  })

  it('says mode and grace of a scope only where all doors share them', () => {
    const strict = planOf({})
    const observing = planOf({ doorId: 3 as typeof strict.doorId, site: { mode: 'observe' } })
    expect(toPlanRecord(scopeOf([observing, strict]))).toMatchObject({
      mode: null,
      grace_window_seconds: 3_600,
    })
    expect(toPlanRecord(scopeOf([observing, strict])).doors.map((door) => door.door_id)).toEqual([2, 3])
  })
})
