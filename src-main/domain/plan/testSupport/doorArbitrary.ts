import fc from 'fast-check'
import { ACTUAL_CODE_STATUSES, type ActualCode, type ListedWindow } from '../../code/actualCode.ts'
import type { CodeMark } from '../../code/mark.ts'
import { hashPin } from '../../code/pinHash.ts'
import type { ValidityWindow } from '../../grant/validityWindow.ts'
import type { CredentialId, GrantId } from '../../ids.ts'
import type { CredentialOnDoor, DoorPlanInput, ReceiptOnDoor, Revocation } from '../doorPlanInput.ts'
import { ENFORCE_MODES } from '../enforceMode.ts'
import {
  credential,
  DAY_MS,
  doorInput,
  HOUR_MS,
  listed,
  MINUTE_MS,
  mark,
  NOW_MS,
  nameOf,
  receipt,
  revocation,
  sighting,
  testHmac,
  vendorPinId,
} from './doorPlanBuilder.ts'

/** Few PINs, so that doors full of conflicts are common; some of them no lock takes. */
const PINS = ['480913', '480914', '590132', '7316', '7317', '1234', '55', '602718', '602719']

const timeMs = fc.integer({ min: -72, max: 72 }).map((hours) => NOW_MS + hours * HOUR_MS)

const validity: fc.Arbitrary<ValidityWindow | null> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(null) },
  {
    weight: 4,
    arbitrary: fc.record({
      startMs: fc.option(timeMs, { freq: 4 }),
      endMs: fc.option(timeMs, { freq: 4 }),
    }),
  },
)

const listedWindow: fc.Arbitrary<ListedWindow> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<ListedWindow>({ kind: 'permanent' }) },
  {
    weight: 3,
    arbitrary: fc.tuple(timeMs, fc.integer({ min: 1, max: 96 })).map<ListedWindow>(([startMs, hours]) => ({
      kind: 'period',
      startMs,
      endMs: startMs + hours * HOUR_MS,
    })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<ListedWindow>({ kind: 'other', codeType: 6 }, { kind: 'other', codeType: 99 }),
  },
)

const CREDENTIAL_IDS = fc.integer({ min: 1, max: 8 })

const credentials: fc.Arbitrary<CredentialOnDoor[]> = fc.uniqueArray(
  fc
    .record({
      id: CREDENTIAL_IDS,
      pin: fc.constantFrom(...PINS),
      isActive: fc.integer({ min: 0, max: 4 }).map((value) => value > 0),
      window: validity,
      grants: fc.array(validity, { maxLength: 3 }),
    })
    .map(({ id, grants, ...rest }) =>
      credential(id, {
        ...rest,
        grants: grants.map((window, index) => ({ grantId: (id * 10 + index) as GrantId, window })),
      }),
    ),
  { selector: (item) => item.credentialId, maxLength: 8 },
)

const status = fc.oneof(
  { weight: 6, arbitrary: fc.constant('settled' as const) },
  { weight: 1, arbitrary: fc.constantFrom(...ACTUAL_CODE_STATUSES) },
)

const codeName = fc.oneof(
  CREDENTIAL_IDS.map(nameOf),
  fc.constantFrom('cleaner', null, 'AB U7001 C7001', 'AB U101 C8000'),
)

const codes: fc.Arbitrary<ActualCode[]> = fc
  .uniqueArray(
    fc.record({
      id: fc.integer({ min: 5, max: 20 }),
      name: codeName,
      pin: fc.constantFrom(...PINS, '313131', '8421', '8422'),
      window: listedWindow,
      isCustom: fc.boolean(),
      status,
      createdAtMs: fc.option(timeMs, { freq: 5 }),
    }),
    { selector: (item) => item.id, maxLength: 10 },
  )
  // A lock refuses the same PIN twice, so a list that has it is not one a lock can come to.
  .map((items) => [...new Map(items.map((item) => [item.pin, item])).values()])
  .map((items) =>
    items.map(({ id, ...rest }) =>
      listed(id, 1, { ...rest, isCustom: rest.isCustom || rest.window.kind !== 'other' }),
    ),
  )

/** The store keeps one live receipt for a code, and one for a credential on a door. */
const receipts: fc.Arbitrary<ReceiptOnDoor[]> = fc.uniqueArray(
  fc
    .record({ id: fc.integer({ min: 5, max: 20 }), credentialId: CREDENTIAL_IDS, receivedAtMs: timeMs })
    .map(({ id, credentialId, receivedAtMs }) => receipt(id, credentialId, { receivedAtMs })),
  {
    comparator: (one, other) =>
      one.vendorPinId === other.vendorPinId || one.credentialId === other.credentialId,
    maxLength: 8,
  },
)

const revocations: fc.Arbitrary<Revocation[]> = fc.array(
  CREDENTIAL_IDS.map((id) => revocation(id)),
  {
    maxLength: 2,
  },
)

const marks: fc.Arbitrary<CodeMark[]> = fc.array(
  fc
    .record({
      kind: fc.constantFrom('never_delete' as const, 'confirm_delete' as const, 'tolerated_until' as const),
      id: fc.integer({ min: 5, max: 20 }),
      pin: fc.constantFrom(...PINS),
      byPin: fc.boolean(),
      untilMs: timeMs,
    })
    .map(({ kind, id, pin, byPin, untilMs }) =>
      mark({
        kind,
        vendorPinId: byPin ? null : vendorPinId(id),
        pinHash: byPin ? hashPin(pin, '28991110', testHmac) : null,
        untilMs: kind === 'tolerated_until' ? untilMs : null,
      }),
    ),
  { maxLength: 3 },
)

/** Doors as they can be: conflicting PINs, lost receipts, strays, foreign namesakes, marks, rows of every status. */
export const anyDoor: fc.Arbitrary<DoorPlanInput> = fc
  .record({
    mode: fc.constantFrom(...ENFORCE_MODES),
    graceWindowSeconds: fc.constantFrom(0, 3_600, 86_400),
    /** Free places on the lock. */
    room: fc.constantFrom(250, 250, 0, 1, 2),
    credentials,
    codes,
    receipts,
    revocations,
    marks,
    unsettledAdds: fc.array(
      fc.record({
        credentialId: CREDENTIAL_IDS.map((id) => id as CredentialId),
        pin: fc.constantFrom(...PINS),
        intentAtMs: timeMs,
      }),
      { maxLength: 2 },
    ),
    pausedCredentials: fc.array(
      fc.record({ credentialId: CREDENTIAL_IDS.map((id) => id as CredentialId), untilMs: fc.option(timeMs) }),
      { maxLength: 1 },
    ),
    isAfterRestore: fc.integer({ min: 0, max: 9 }).map((value) => value === 0),
    extensionMinutes: fc.constantFrom(0, 0, 90),
  })
  .map(({ mode, graceWindowSeconds, room, extensionMinutes, ...rest }) =>
    doorInput({
      ...rest,
      site: { mode, graceWindowSeconds },
      capabilities: { capacity: rest.codes.filter((code) => code.isCustom).length + room },
      sightings: new Map(
        rest.codes.slice(0, 3).map((code) => [
          code.vendorPinId,
          sighting(Number(code.vendorPinId), {
            firstSeenAtMs: NOW_MS - DAY_MS,
            unreadableExtensionMs: extensionMinutes * MINUTE_MS,
          }),
        ]),
      ),
    }),
  )

/** The same door with its lists in another order. */
export function shuffledDoor(door: DoorPlanInput): fc.Arbitrary<DoorPlanInput> {
  const shuffled = <T>(items: readonly T[]) =>
    fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length })
  return fc
    .record({
      credentials: shuffled(door.credentials),
      codes: shuffled(door.reading.kind === 'known' ? door.reading.codes : []),
      receipts: shuffled(door.receipts),
      revocations: shuffled(door.revocations),
      marks: shuffled(door.marks),
      unsettledAdds: shuffled(door.unsettledAdds),
      pausedCredentials: shuffled(door.pausedCredentials),
    })
    .map(({ codes: listedCodes, ...rest }) => ({
      ...door,
      ...rest,
      reading: { kind: 'known', codes: listedCodes, readAtMs: door.nowMs } as const,
    }))
}
