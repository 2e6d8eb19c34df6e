import { describe, expect, it } from 'vitest'
import type { PersonId } from '../ids.ts'
import { findingsOf } from './findings.ts'
import {
  credential,
  DAY_MS,
  HOUR_MS,
  linesOfKind,
  listed,
  MINUTE_MS,
  NOW_MS,
  onlyLine,
  period,
  personOf,
  planOf,
  receipt,
  revocation,
  stray,
} from './testSupport/doorPlanBuilder.ts'

describe('rule 5, deletes', () => {
  it('has the reason expired, and no grace, for a window that ended', () => {
    const window = { startMs: NOW_MS - DAY_MS, endMs: NOW_MS }
    const plan = planOf({
      credentials: [credential(1, { window })],
      codes: [
        listed(50, 1, { window: period(window.startMs, window.endMs), createdAtMs: NOW_MS - MINUTE_MS }),
      ],
      receipts: [receipt(50, 1, { receivedAtMs: NOW_MS - MINUTE_MS })],
    })
    expect(onlyLine(plan)).toMatchObject({
      kind: 'delete',
      reason: 'expired',
      countsTowardLimits: false,
      grace: { applies: false },
    })
  })

  it('has the reason expired by what was decided, also where the lock lists the code without an end', () => {
    const plan = planOf({
      credentials: [credential(1, { window: { startMs: NOW_MS - DAY_MS, endMs: NOW_MS } })],
      codes: [listed(50, 1, { createdAtMs: NOW_MS - MINUTE_MS })],
      receipts: [receipt(50, 1, { receivedAtMs: NOW_MS - MINUTE_MS })],
    })
    expect(onlyLine(plan)).toMatchObject({ kind: 'delete', reason: 'expired', grace: { applies: false } })
  })

  it('removes a code given ten minutes ago at once when a manager revokes it', () => {
    const plan = planOf({
      credentials: [credential(1, { isActive: false })],
      codes: [listed(50, 1, { createdAtMs: NOW_MS - 10 * MINUTE_MS })],
      receipts: [receipt(50, 1, { receivedAtMs: NOW_MS - 10 * MINUTE_MS })],
      revocations: [revocation(1)],
    })
    expect(onlyLine(plan)).toMatchObject({
      kind: 'delete',
      reason: 'credential_revoked_or_missing',
      countsTowardLimits: false,
      grace: { applies: false, isBypassed: false },
      why: { facts: { revokedBy: 'Maria', revocation: 'credential_revoked' } },
    })
  })

  it('removes all codes of a blocked person without grace', () => {
    const plan = planOf({
      codes: [
        listed(50, 1, { createdAtMs: NOW_MS }),
        listed(51, 2, { createdAtMs: NOW_MS, name: `AB U101 C2` }),
      ],
      revocations: [
        {
          kind: 'person_blocked',
          credentialId: null,
          personId: personOf(1),
          revokedAtMs: NOW_MS,
          revokedBy: 'Maria',
        },
      ],
    })
    expect(linesOfKind(plan, 'delete')).toHaveLength(2)
  })

  it('protects by grace what no operator revoked', () => {
    const plan = planOf({ codes: [listed(50, 1, { createdAtMs: NOW_MS - 10 * MINUTE_MS })] })
    expect(onlyLine(plan)).toMatchObject({
      kind: 'blocked_by_grace',
      grace: { eligibleAtMs: NOW_MS + 50 * MINUTE_MS, firstSeenSource: 'provider_send_date' },
    })
    expect(plan.nextDueAtMs).toBe(NOW_MS + 50 * MINUTE_MS)
  })

  it('calls a code that is not ours stray and says who sent it', () => {
    const plan = planOf({ codes: [stray(50)] })
    expect(onlyLine(plan)).toMatchObject({
      kind: 'delete',
      reason: 'stray_unmanaged',
      attribution: { senderUsername: 'owner@example.com', isCustom: true, codeType: 2 },
    })
  })
})

describe('a device that a removal does not reach', () => {
  it.each([
    [{ supportsRemoteManagement: false }, 'device_lacks_remote_management'],
    [{ reach: 'none' }, 'device_out_of_reach'],
  ] as const)('with %o, has it reported as a difference: %s', (capabilities, heldBecause) => {
    const plan = planOf({
      codes: [listed(50, 1)],
      receipts: [receipt(50, 1)],
      revocations: [revocation(1)],
      capabilities,
    })
    expect(onlyLine(plan)).toMatchObject({ kind: 'reported', would: 'delete', heldBecause })
    expect(findingsOf(plan)).toMatchObject({ differences: 1, unwanted: 1 })
  })
})

describe('modes', () => {
  const OURS = listed(50, 1, { createdAtMs: NOW_MS - MINUTE_MS })
  const OLD_OURS = listed(51, 2)
  const STRAY = stray(60, { createdAtMs: NOW_MS - MINUTE_MS })
  const OLD_STRAY = stray(61)
  const door = { credentials: [credential(3)], codes: [OURS, OLD_OURS, STRAY, OLD_STRAY] }

  it.each([
    ['observe', { 50: 'reported', 51: 'reported', 60: 'reported', 61: 'reported' }, 'reported'],
    ['managed_only', { 50: 'blocked_by_grace', 51: 'delete', 60: 'reported', 61: 'reported' }, 'add'],
    ['strict', { 50: 'blocked_by_grace', 51: 'delete', 60: 'blocked_by_grace', 61: 'delete' }, 'add'],
    ['ultra_strict', { 50: 'delete', 51: 'delete', 60: 'delete', 61: 'delete' }, 'add'],
  ] as const)('%s treats ours and strays, young and old, as the table says', (mode, kinds, addKind) => {
    const plan = planOf({ ...door, site: { mode } })
    const kindOf = Object.fromEntries(
      plan.lines.flatMap((line) =>
        line.kind !== 'add' && line.vendorPinId ? [[line.vendorPinId, line.kind]] : [],
      ),
    )
    expect(kindOf).toEqual(kinds)
    expect(plan.lines.find((line) => line.credentialId === 3)?.kind).toBe(addKind)
  })

  it('marks in ultra_strict only what goes before its time as bypassed', () => {
    const plan = planOf({ ...door, site: { mode: 'ultra_strict' } })
    const bypassed = linesOfKind(plan, 'delete').filter((line) => line.grace.isBypassed)
    expect(bypassed.map((line) => line.vendorPinId)).toEqual(['50', '60'])
    expect(plan.summary.graceBypassedDeletes).toBe(2)
  })

  it('is observe after a restore, whatever the site says, and deletes nothing of an old database', () => {
    const plan = planOf({ ...door, isAfterRestore: true, site: { mode: 'ultra_strict' } })
    expect(plan.mode).toBe('observe')
    expect(plan.lines.every((line) => line.kind === 'reported' && line.heldBecause === 'after_restore')).toBe(
      true,
    )
  })
})

describe('foreign namesakes', () => {
  const foreign = (vendorId: number, id: number) =>
    listed(vendorId, id, { name: `AB U${7_000 + id} C${7_000 + id}` })

  it('are treated as ours, but their delete needs approval', () => {
    const plan = planOf({ codes: [foreign(50, 1)], site: { mode: 'managed_only' } })
    expect(onlyLine(plan)).toMatchObject({
      kind: 'delete',
      reason: 'credential_revoked_or_missing',
      isForeignNamesake: true,
      needsApprovalBecause: ['foreign_namesake'],
    })
  })

  it('need none where the site allows first-run enforcement', () => {
    const plan = planOf({ codes: [foreign(50, 1)], site: { allowFirstRunUnattended: true } })
    expect(onlyLine(plan)).toMatchObject({ kind: 'delete', needsApprovalBecause: [] })
  })

  it('raise the suspicion of a second installation when they are many', () => {
    expect(planOf({ codes: [foreign(50, 1), foreign(51, 2)] }).isAnotherInstallationSuspected).toBe(false)
    const many = planOf({ codes: [foreign(50, 1), foreign(51, 2), foreign(52, 3)] })
    expect(many).toMatchObject({ foreignNamesakes: 3, isAnotherInstallationSuspected: true })
  })

  it('are not explained by a revocation or a window of ours', () => {
    const code = listed(50, 1, {
      name: 'AB U7001 C1',
      window: period(NOW_MS - DAY_MS, NOW_MS - HOUR_MS),
      createdAtMs: NOW_MS - MINUTE_MS,
    })
    const plan = planOf({ codes: [code], revocations: [revocation(1)], knownPersonIds: new Set<PersonId>() })
    expect(onlyLine(plan)).toMatchObject({
      kind: 'blocked_by_grace',
      reason: 'credential_revoked_or_missing',
    })
  })
})
