import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ActualCode } from '../code/actualCode.ts'
import { hashPin } from '../code/pinHash.ts'
import type { VendorPinId } from '../ids.ts'
import type { ReadableDoorPlan } from './doorPlan.ts'
import type { DoorPlanInput } from './doorPlanInput.ts'
import { fingerprintPartsOf } from './inventory.ts'
import { type ActionLine, isActionLine, type PlanLine } from './planLine.ts'
import { selectLines } from './selection.ts'
import { sentenceOf } from './sentences.ts'
import { anyDoor } from './testSupport/doorArbitrary.ts'
import {
  credential,
  DAY_MS,
  doorInput,
  HOUR_MS,
  linesOfKind,
  listed,
  mark,
  NOW_MS,
  onlyLine,
  period,
  planOf,
  receipt,
  revocation,
  stray,
  testHmac,
  vendorPinId,
} from './testSupport/doorPlanBuilder.ts'
import { type ModelOperation, runOnModel } from './testSupport/modelLock.ts'
import { decisionOfUndo, undoDoor } from './undoDoor.ts'
import type { DoneLine } from './undoStep.ts'

function codesOf(door: DoorPlanInput): readonly ActualCode[] {
  return door.reading.kind === 'known' ? door.reading.codes : []
}

/** What the engine would have on record of lines that were applied. */
function doneLines(
  door: DoorPlanInput,
  lines: readonly ActionLine[],
  operations: readonly ModelOperation[],
): DoneLine[] {
  const before = new Map(codesOf(door).map((code) => [code.vendorPinId, code]))
  return lines.map((line) => {
    const ofLine = operations.filter((operation) => operation.lineId === line.lineId)
    const last = ofLine.findLast((operation) => operation.kind === 'added' || operation.kind === 'changed')
    const own =
      line.kind === 'add' || line.kind === 'schedule' ? null : (before.get(line.vendorPinId) ?? null)
    return {
      line,
      before: own,
      isRemoved: ofLine.some((operation) => operation.kind === 'deleted'),
      written: last
        ? {
            vendorPinId: last.vendorPinId,
            pin: (last.kind === 'added' ? last.pin : last.newPin) ?? own?.pin ?? '',
            window: last.window,
          }
        : null,
      isOpen: false,
    }
  })
}

interface Undone {
  readonly applied: DoorPlanInput
  readonly done: readonly DoneLine[]
  readonly undo: ReadableDoorPlan
}

function applyAndPlanUndo(door: DoorPlanInput, between = (applied: DoorPlanInput) => applied): Undone {
  const plan = planOf(door)
  const { lines } = selectLines(plan, null)
  const model = runOnModel(door, plan, lines)
  const applied = between(model.input)
  const done = doneLines(door, lines, model.operations)
  const undo = undoDoor(applied, done, testHmac)
  if (undo.kind !== 'planned') throw new Error('the door of this test must be readable')
  return { applied, done, undo }
}

/** The undo applied, with the decisions it writes. */
function runUndo({ applied, done, undo }: Undone): DoorPlanInput {
  const pins = new Map<VendorPinId, string>(
    done.flatMap(({ before }) => (before ? [[before.vendorPinId, before.pin]] : [])),
  )
  const { lines } = selectLines(undo, null)
  const { input } = runOnModel(applied, undo, lines, { pins })
  const tolerated = lines.filter((line) => decisionOfUndo(line) === 'tolerate')
  const paused = lines.filter((line) => decisionOfUndo(line) === 'pause')
  return {
    ...input,
    marks: [
      ...input.marks,
      ...tolerated.map((line) =>
        mark({
          kind: 'tolerated_until',
          untilMs: NOW_MS + 7 * DAY_MS,
          pinHash: hashPin(
            line.kind === 'add' && line.restores ? (pins.get(line.restores) ?? '') : '',
            '28991110',
            testHmac,
          ),
        }),
      ),
    ],
    pausedCredentials: [
      ...input.pausedCredentials,
      ...paused.flatMap(({ credentialId }) =>
        credentialId === null ? [] : [{ credentialId, untilMs: null }],
      ),
    ],
  }
}

/** A lock's inventory without what an undo cannot give back: ids, times of making, and that a code had no name. */
function inventory(codes: readonly ActualCode[], like: readonly ActualCode[] = codes): readonly string[] {
  const named = new Set(like.filter((code) => code.name !== null).map((code) => code.pin))
  const held = codes.filter((code) => code.status !== 'not_on_lock')
  return held
    .map(({ name, pin, window }) => JSON.stringify([named.has(pin) ? name : null, pin, window]))
    .sort()
}

function cannotOf(lines: readonly PlanLine[]) {
  return lines.map((line) => line.why.facts.cannot ?? null)
}

const sentences = (undo: ReadableDoorPlan) =>
  undo.lines.map((line) =>
    sentenceOf(line, { timezone: undo.timezone, nowMs: NOW_MS, personName: () => 'Ana Ruiz' }),
  )

describe('an undo, for any door', { timeout: 60_000 }, () => {
  it('gives the lock back as it was, but for the lines it says it cannot undo', () => {
    fc.assert(
      fc.property(anyDoor, (door) => {
        const undone = applyAndPlanUndo(door)
        const left = undone.undo.lines.filter((line) => !isActionLine(line))
        fc.pre(left.length === 0)
        expect(inventory(codesOf(runUndo(undone)), codesOf(door))).toEqual(inventory(codesOf(door)))
      }),
      { numRuns: 500 },
    )
  })

  it('is never refused by the lock, whatever of it was selected', () => {
    fc.assert(
      fc.property(anyDoor, fc.func(fc.boolean()), (door, isSelected) => {
        const { applied, done, undo } = applyAndPlanUndo(door)
        const pins = new Map<VendorPinId, string>(
          done.flatMap(({ before }) => (before ? [[before.vendorPinId, before.pin]] : [])),
        )
        const chosen = new Set(undo.lines.map((line) => line.lineId).filter((id) => isSelected(id)))
        const { lines } = selectLines(undo, chosen)
        expect(() => runOnModel(applied, undo, lines, { pins })).not.toThrow()
      }),
      { numRuns: 400 },
    )
  })

  it('is not reverted by the next plan', () => {
    fc.assert(
      fc.property(anyDoor, (door) => {
        const undone = applyAndPlanUndo(door)
        const after = runUndo(undone)
        const touched = new Set(
          undone.undo.lines.filter(isActionLine).flatMap((line) => line.credentialId ?? []),
        )
        const restored = new Set(
          codesOf(after)
            .filter((code) => !codesOf(undone.applied).some((old) => old.vendorPinId === code.vendorPinId))
            .map((code) => code.vendorPinId),
        )
        const reverting = planOf(after)
          .lines.filter(isActionLine)
          .filter(
            (line) =>
              (line.kind !== 'add' && line.vendorPinId !== null && restored.has(line.vendorPinId)) ||
              (line.kind !== 'delete' && line.credentialId !== null && touched.has(line.credentialId)),
          )
        expect(reverting).toEqual([])
      }),
      { numRuns: 400 },
    )
  })

  it('says a sentence for each line', () => {
    fc.assert(
      fc.property(anyDoor, (door) => {
        for (const sentence of sentences(applyAndPlanUndo(door).undo))
          expect(sentence).not.toMatch(/undefined|null/)
      }),
      { numRuns: 200 },
    )
  })
})

describe('an undo', () => {
  const HOUR = period(NOW_MS - HOUR_MS, NOW_MS + DAY_MS)

  it('puts a removed stray back under its name, PIN and window', () => {
    const { undo } = applyAndPlanUndo(doorInput({ codes: [stray(50, { window: HOUR })] }))
    expect(onlyLine(undo)).toMatchObject({
      kind: 'add',
      lineId: 'd2/add/p50',
      codeName: 'cleaner',
      credentialId: null,
      window: HOUR,
      restores: '50',
    })
    expect(sentences(undo)).toEqual([
      'The plan removed the code “cleaner”; it comes back with its old PIN and works from 5 Feb 09:00 until 6 Feb 10:00.',
    ])
  })

  it('takes an added code off again and holds its credential back', () => {
    const undone = applyAndPlanUndo(doorInput({ credentials: [credential(1)] }))
    expect(onlyLine(undone.undo)).toMatchObject({ kind: 'delete', reason: 'undone', credentialId: 1 })
    const after = runUndo(undone)
    expect(codesOf(after)).toEqual([])
    expect(onlyLine(planOf(after))).toMatchObject({ kind: 'reported', heldBecause: 'paused_on_door' })
  })

  it('changes an extended stay back', () => {
    const old = period(NOW_MS - HOUR_MS, NOW_MS + HOUR_MS)
    const door = doorInput({
      credentials: [
        credential(1, {
          window: { startMs: old.kind === 'period' ? old.startMs : 0, endMs: NOW_MS + DAY_MS },
        }),
      ],
      codes: [listed(50, 1, { window: old })],
      receipts: [receipt(50, 1)],
    })
    const undone = applyAndPlanUndo(door)
    expect(onlyLine(undone.undo)).toMatchObject({ kind: 'change', window: old, changesPin: false })
    expect(codesOf(runUndo(undone))).toMatchObject([{ vendorPinId: '50', window: old }])
  })

  it('gives two people who swapped PINs their old ones back, deletes first', () => {
    const door = doorInput({
      credentials: [credential(1, { pin: '480913' }), credential(2, { pin: '590132' })],
      codes: [listed(50, 1, { pin: '590132' }), listed(51, 2, { pin: '480913' })],
      receipts: [receipt(50, 1), receipt(51, 2)],
    })
    const undone = applyAndPlanUndo(door)
    const replaces = linesOfKind(undone.undo, 'replace')
    expect(replaces).toHaveLength(2)
    expect(new Set(replaces.map((line) => line.chainId)).size).toBe(1)
    expect(inventory(codesOf(runUndo(undone)))).toEqual(inventory(codesOf(door)))
  })

  const REVOKED = { credentials: [credential(1, { isActive: false })], revocations: [revocation(1)] }

  /** A permanent code that is given an end: a replace. */
  const EXTENDED = {
    credentials: [credential(1, { window: { startMs: NOW_MS - HOUR_MS, endMs: NOW_MS + DAY_MS } })],
    codes: [listed(50, 1)],
    receipts: [receipt(50, 1)],
  }

  it('of a replace that was cut off after its delete, puts the old code back only while it is wanted', () => {
    const door = doorInput(EXTENDED)
    const [line] = linesOfKind(planOf(door), 'replace')
    if (!line) throw new Error('the plan of this test replaces')
    const cut = { line, before: codesOf(door)[0] ?? null, isRemoved: true, written: null, isOpen: false }
    const off: DoorPlanInput = { ...door, reading: { kind: 'known', codes: [], readAtMs: NOW_MS } }
    expect(undoDoor(off, [cut], testHmac)).toMatchObject({ lines: [{ kind: 'add', restores: '50' }] })
    const revoked = { ...off, credentials: REVOKED.credentials, revocations: REVOKED.revocations }
    const undo = undoDoor(revoked, [cut], testHmac)
    expect(undo.kind === 'planned' && cannotOf(undo.lines)).toEqual(['not_wanted_since'])
  })

  it.each<[string, Parameters<typeof doorInput>[0], (door: DoorPlanInput) => DoorPlanInput, string]>([
    ['a generated code', { codes: [stray(50, { isCustom: false })] }, (door) => door, 'generated_code'],
    ['a PIN the provider did not tell', { codes: [stray(50, { pin: '' })] }, (door) => door, 'pin_unknown'],
    [
      'a window that ended meanwhile',
      { codes: [stray(50, { window: HOUR })] },
      (door) => ({ ...door, nowMs: NOW_MS + 2 * DAY_MS }),
      'ended',
    ],
    [
      'a PIN that another code has by now',
      { codes: [stray(50)] },
      (door) => ({
        ...door,
        reading: { kind: 'known', codes: [stray(60, { pin: '4850', name: 'painter' })], readAtMs: NOW_MS },
      }),
      'pin_taken',
    ],
    [
      'a PIN that somebody was given on this door',
      { codes: [stray(50, { pin: '480913' })] },
      (door) => ({ ...door, credentials: [credential(3, { pin: '480913' })] }),
      'pin_taken',
    ],
    [
      'a revoked code that is due again',
      { ...REVOKED, codes: [listed(50, 1)], receipts: [receipt(50, 1)] },
      (door) => ({ ...door, credentials: [credential(1)], revocations: [] }),
      'expected_again',
    ],
    [
      'a full lock',
      { codes: [stray(50)] },
      (door) => ({ ...door, capabilities: { ...door.capabilities, capacity: 0 } }),
      'lock_full',
    ],
    [
      'a site that only observes by now',
      { codes: [stray(50)] },
      (door) => ({ ...door, site: { ...door.site, mode: 'observe' } }),
      'site_only_observes',
    ],
    [
      'an added code that somebody removed',
      { credentials: [credential(1)] },
      (door) => ({ ...door, reading: { kind: 'known', codes: [], readAtMs: NOW_MS } }),
      'gone_already',
    ],
    [
      'an added code that somebody changed',
      { credentials: [credential(1)] },
      (door) => ({
        ...door,
        reading: {
          kind: 'known',
          codes: codesOf(door).map((code) => ({ ...code, pin: '903112' })),
          readAtMs: NOW_MS,
        },
      }),
      'changed_since',
    ],
    [
      'a replaced code whose new one is gone since',
      EXTENDED,
      (door) => ({ ...door, reading: { kind: 'known', codes: [], readAtMs: NOW_MS } }),
      'gone_already',
    ],
    [
      'an added code that is marked never to be removed',
      { credentials: [credential(1)] },
      (door) => ({
        ...door,
        marks: [mark({ vendorPinId: codesOf(door)[0]?.vendorPinId ?? vendorPinId(0) })],
      }),
      'never_delete',
    ],
  ])('says that it cannot undo %s', (_what, door, between, because) => {
    const { undo } = applyAndPlanUndo(doorInput(door), between)
    expect(cannotOf(undo.lines)).toEqual([because])
    expect(undo.lines.filter(isActionLine)).toEqual([])
  })

  it('finds a removed code back under another id: there is nothing to do', () => {
    const { undo } = applyAndPlanUndo(doorInput({ codes: [stray(50)] }), (door) => ({
      ...door,
      reading: { kind: 'known', codes: [{ ...stray(50), vendorPinId: vendorPinId(77) }], readAtMs: NOW_MS },
    }))
    expect(cannotOf(undo.lines)).toEqual(['back_already'])
  })

  it('leaves alone what was sent and is not known yet', () => {
    const door = doorInput({ codes: [stray(50)] })
    const [line] = planOf(door).lines.filter(isActionLine)
    if (!line) throw new Error('the plan of this test has a line')
    const open = { line, before: codesOf(door)[0] ?? null, isRemoved: false, written: null, isOpen: true }
    const undo = undoDoor(door, [open], testHmac)
    expect(undo.kind === 'planned' && cannotOf(undo.lines)).toEqual(['still_open'])
  })

  it('on a lock that cannot be read has no lines', () => {
    const door = doorInput({ reading: { kind: 'unreadable', reason: 'rows do not match', atMs: NOW_MS } })
    expect(undoDoor(door, [], testHmac)).toMatchObject({ kind: 'unreadable' })
  })

  it('puts a second code of a credential back as nobody’s, so that the first one keeps its receipt', () => {
    const door = doorInput({
      credentials: [credential(1)],
      codes: [listed(50, 1), listed(51, 1, { pin: '480913' })],
      receipts: [receipt(50, 1)],
    })
    const { undo } = applyAndPlanUndo(door)
    expect(onlyLine(undo)).toMatchObject({ kind: 'add', credentialId: null, codeName: 'AB U101 C1' })
  })

  it('is approved by the fingerprint of the door as it is now', () => {
    const { applied, undo } = applyAndPlanUndo(doorInput({ codes: [stray(50)] }))
    expect(undo.fingerprint).toBe(planOf(applied).fingerprint)
    expect(fingerprintPartsOf(applied)).not.toBeNull()
  })
})
