import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { looksOf } from '../domain/code/codeLooks.ts'
import { hashPin } from '../domain/code/pinHash.ts'
import type { CredentialId } from '../domain/ids.ts'
import type { DoorPlan, DoorPlanLines } from '../domain/plan/doorPlan.ts'
import type { DoorPlanInput, ReceiptOnDoor } from '../domain/plan/doorPlanInput.ts'
import { digestsOf } from '../domain/plan/fingerprint.ts'
import { expectedOf, linesOf, planDoor, sortedCodes } from '../domain/plan/planDoor.ts'
import { anyDoor } from '../domain/plan/testSupport/doorArbitrary.ts'
import {
  credential,
  type DoorInputChanges,
  doorInput,
  listed,
  NOW_MS,
  period,
  receipt,
  stray,
  testHmac,
} from '../domain/plan/testSupport/doorPlanBuilder.ts'
import type { CodeAtAGlance } from '../ports/stores/lockCodeStore.ts'
import { expectedLooks, isNameOfOneInStep, partCodes } from './codesInStep.ts'

/** A door as the store can have it, some of its expected codes on the lock as they should be. */
const anyDoorPartlyInStep = fc
  .tuple(
    anyDoor,
    fc.array(fc.record({ isCustom: fc.boolean(), isNamed: fc.boolean() }), { maxLength: 4 }),
    fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 2 }),
    fc.nat({ max: 8 }),
  )
  .map(([any, good, cutOff, askedFrom]) => {
    if (any.reading.kind === 'unreadable') return any
    const door = { ...any, unfinishedReplaces: new Set(cutOff.map((id) => id as CredentialId)) }
    const codes = [...any.reading.codes]
    const receipts: ReceiptOnDoor[] = []
    for (const [index, { isCustom, isNamed }] of good.entries()) {
      const wanted = expectedOf(door).codes[index]
      const window = wanted?.alternativeWindow ?? wanted?.item.window
      if (!wanted || !window) continue
      const { credentialId } = wanted.item
      const changes = { pin: wanted.pin, window, isCustom, ...(!isNamed && { name: 'front desk' }) }
      codes.push(listed(900 + index, credentialId, changes))
      receipts.push(receipt(900 + index, credentialId))
    }
    receipts.push(...door.receipts)
    const removalsAsked = codes.slice(askedFrom).map(({ vendorPinId, pin }) => ({
      ...{ vendorPinId, askedBy: 'Ada', askedAtMs: NOW_MS },
      pinHash: hashPin(pin, door.externalDeviceId, testHmac),
    }))
    return withReceiptsOfAStore({ ...door, receipts, removalsAsked, reading: { ...any.reading, codes } })
  })

/** As the store has it: one live receipt for a code and one for a credential. */
function withReceiptsOfAStore(door: DoorPlanInput): DoorPlanInput {
  const codes = new Set<string>()
  const credentials = new Set<number>()
  const receipts = door.receipts.filter(({ vendorPinId, credentialId }) => {
    if (codes.has(vendorPinId) || credentials.has(credentialId)) return false
    codes.add(vendorPinId)
    credentials.add(credentialId)
    return true
  })
  return { ...door, receipts }
}

/** The plan made of the rest alone, with digits in place of their hashes; null where all codes have to be looked at. */
function planOfRest(door: DoorPlanInput): { readonly plan: DoorPlanLines; readonly inStep: number } | null {
  if (door.reading.kind === 'unreadable') return null
  const { codes, readAtMs } = door.reading
  const at = expectedOf(door)
  const pins = new Map(door.credentials.map(({ credentialId, pin }) => [credentialId, pin]))
  const owners = new Map(door.receipts.map(({ vendorPinId, credentialId }) => [vendorPinId, credentialId]))
  const glance = codes.map(
    ({ vendorPinId, window, pin, status, isCustom }): CodeAtAGlance => [
      vendorPinId,
      status === 'settled' && window.kind !== 'other' ? looksOf(pin, window) : null,
      isCustom ? 1 : 0,
      owners.get(vendorPinId) ?? null,
    ],
  )
  const looks = expectedLooks(at, (id: CredentialId) => pins.get(id) ?? '')
  const parted = partCodes(glance, looks)
  if (!parted) return null
  const rest = codes.filter(({ vendorPinId }) => parted.listed.includes(vendorPinId))
  const receipts = door.receipts.filter(({ credentialId }) => parted.receiptsOf.includes(credentialId))
  if (isNameOfOneInStep(rest, receipts, parted)) return null
  const plan = linesOf(
    { ...door, receipts, reading: { kind: 'known', codes: rest, readAtMs } },
    {
      expected: { ...at, codes: parted.expected },
      actual: sortedCodes(rest),
      readAtMs,
      inStep: parted.inStep,
      digests: digestsOf({ actual: codes, expected: at.codes }, testHmac),
    },
    testHmac,
  )
  return { plan, inStep: parted.inStep.pairs }
}

function withoutLists(plan: DoorPlan): unknown {
  if (plan.kind === 'unreadable') return plan
  const { expected, actual, unchanged, ...lines } = plan
  return lines
}

function planned(changes: DoorInputChanges): ReturnType<typeof planOfRest> {
  return planOfRest(doorInput(changes))
}

describe('a plan made of the codes that are not in step', { timeout: 120_000 }, () => {
  it('is the plan made of all codes, for any door', () => {
    let planned = 0
    let pairs = 0
    fc.assert(
      fc.property(anyDoorPartlyInStep, (door) => {
        const made = planOfRest(door)
        if (!made) return
        expect(made.plan).toEqual(withoutLists(planDoor(door, testHmac)))
        if (made.inStep > 0) planned++
        pairs += made.inStep
      }),
      { numRuns: 2_000 },
    )
    // Otherwise it would have shown nothing.
    expect(planned).toBeGreaterThan(200)
    expect(pairs).toBeGreaterThan(planned)
  })

  it('of a lock that the codes in step fill, has no room for another', () => {
    const full = {
      credentials: [credential(1), credential(2)],
      codes: [listed(50, 1)],
      receipts: [receipt(50, 1)],
      capabilities: { capacity: 1 },
    }
    expect(planned(full)?.plan.lines).toMatchObject([{ kind: 'invalid_expected', reason: 'lock_full' }])
  })
})

describe('all codes are looked at', () => {
  const inStep = {
    credentials: [credential(1), credential(2)],
    codes: [listed(50, 1), listed(51, 2)],
    receipts: [receipt(50, 1), receipt(51, 2)],
  }

  it('never where each is in step', () => {
    expect(planned(inStep)?.inStep).toBe(2)
  })

  it.each<[string, DoorInputChanges]>([
    ['a code of the same name stands beside', { codes: [...inStep.codes, listed(52, 2)] }],
    [
      'another with the same digits is to be put on the lock',
      { credentials: [...inStep.credentials, credential(3, { pin: credential(1).pin })] },
    ],
  ])('where %s', (_situation, changes) => {
    expect(planned({ ...inStep, ...changes })).toBeNull()
  })

  it.each<[string, DoorInputChanges]>([
    ['with other digits', { codes: [listed(50, 1, { pin: '480913' }), listed(51, 2)] }],
    ['with another window', { codes: [listed(50, 1, { window: period(0, 60_000) }), listed(51, 2)] }],
    ['under way', { codes: [listed(50, 1, { status: 'under_way' }), listed(51, 2)] }],
    ['whose receipt is another’s', { receipts: [receipt(50, 9), receipt(51, 2)] }],
    ['nobody knows', { codes: [listed(50, 1), listed(51, 2), stray(60)] }],
  ])('not for a code %s: it is of the rest', (_situation, changes) => {
    const made = planned({ ...inStep, ...changes })
    expect(made?.inStep).toBeLessThanOrEqual(2)
    expect(made?.plan.lines.length).toBeGreaterThan(0)
  })
})
