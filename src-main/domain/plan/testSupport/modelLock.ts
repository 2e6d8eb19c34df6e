import type { ActualCode } from '../../code/actualCode.ts'
import type { CredentialId, OperationId, ReceiptId, VendorPinId } from '../../ids.ts'
import type { ReadableDoorPlan } from '../doorPlan.ts'
import type { DoorPlanInput, ReceiptOnDoor } from '../doorPlanInput.ts'
import type { SettledOperation } from '../inventory.ts'
import type { ActionLine, AddLine, ChangeLine, ReplaceLine } from '../planLine.ts'
import { selectLines } from '../selection.ts'
import { orderSteps, type PlanStep } from '../stepOrder.ts'

/** What was done, and for which line. */
export type ModelOperation = SettledOperation & { readonly lineId: string }

/** What a lock and the cloud hold after commands; throws what a lock would refuse. */
interface ModelLock {
  readonly codes: Map<VendorPinId, ActualCode>
  readonly receipts: ReceiptOnDoor[]
  readonly operations: ModelOperation[]
  readonly unfinishedReplaces: Set<CredentialId>
  nextId: number
}

/** Applies a plan, or the selected part of it, as the engine would, and returns the door as it is then. */
export function applyToModel(
  input: DoorPlanInput,
  plan: ReadableDoorPlan,
  selectedLineIds: ReadonlySet<string> | null = null,
): DoorPlanInput {
  const { lines } = selectLines(plan, selectedLineIds)
  return runOnModel(input, plan, lines).input
}

/** Runs lines of a plan on the door's lock, all steps or only the first ones, and says what was done. */
export function runOnModel(
  input: DoorPlanInput,
  plan: ReadableDoorPlan,
  lines: readonly ActionLine[],
  options: { readonly stepCount?: number; readonly pins?: ReadonlyMap<VendorPinId, string> } = {},
): { readonly input: DoorPlanInput; readonly operations: readonly ModelOperation[] } {
  const lock = lockOf(input)
  for (const adoption of plan.adopt)
    writeReceipt(lock, adoption.credentialId, adoption.vendorPinId, input.nowMs)
  const { stepCount = Number.POSITIVE_INFINITY, pins = new Map<VendorPinId, string>() } = options
  for (const step of orderSteps(plan, lines).slice(0, stepCount)) applyStep(lock, step, { input, plan, pins })
  const after: DoorPlanInput = {
    ...input,
    isFirstRun: false,
    reading: { kind: 'known', codes: [...lock.codes.values()], readAtMs: input.nowMs },
    receipts: lock.receipts,
    unfinishedReplaces: lock.unfinishedReplaces,
  }
  return { input: after, operations: lock.operations }
}

function lockOf(input: DoorPlanInput): ModelLock {
  if (input.reading.kind !== 'known') throw new Error('the door of this test must be readable')
  const { codes } = input.reading
  return {
    codes: new Map(codes.map((code) => [code.vendorPinId, code])),
    receipts: [...input.receipts],
    operations: [],
    unfinishedReplaces: new Set(input.unfinishedReplaces),
    nextId: 1 + Math.max(900_000_000, ...codes.map((code) => Number(code.vendorPinId))),
  }
}

interface StepContext {
  readonly input: DoorPlanInput
  readonly plan: ReadableDoorPlan
  /** Digits that an undo puts back, by the id of the code that had them. */
  readonly pins: ReadonlyMap<VendorPinId, string>
}

function applyStep(lock: ModelLock, step: PlanStep, { input, plan, pins }: StepContext): void {
  const { line } = step
  switch (step.action) {
    case 'delete': {
      if (line.kind !== 'delete' && line.kind !== 'replace') throw new Error('only these delete')
      if (!lock.codes.delete(line.vendorPinId)) throw new Error('deleted twice')
      lock.operations.push({ kind: 'deleted', vendorPinId: line.vendorPinId, lineId: line.lineId })
      if (line.kind === 'replace') lock.unfinishedReplaces.add(line.credentialId)
      return
    }
    case 'change': {
      if (line.kind !== 'change') throw new Error('only a change changes')
      const before = lock.codes.get(line.vendorPinId)
      if (!before) throw new Error('changed a code that is gone')
      if (!before.isCustom || before.window.kind !== line.window.kind)
        throw new Error('not a change but a replace')
      const pin = pinFor(line, { input, plan, pins })
      refuseTakenPin(lock, pin, line.vendorPinId)
      const { vendorPinId, codeName: name, window } = line
      lock.operations.push({
        lineId: line.lineId,
        kind: 'changed',
        vendorPinId,
        name,
        newPin: line.changesPin ? pin : null,
        window,
      })
      lock.codes.set(line.vendorPinId, {
        ...before,
        pin,
        window: line.window,
        status: 'settled',
        name: line.codeName,
      })
      return
    }
    case 'add':
      addCode(lock, line, { input, plan, pins })
  }
}

function addCode(lock: ModelLock, line: ActionLine, context: StepContext): void {
  const { input, plan } = context
  if (line.kind !== 'add' && line.kind !== 'replace') throw new Error('only these add')
  const pin = pinFor(line, context)
  refuseTakenPin(lock, pin, null)
  const custom = [...lock.codes.values()].filter((code) => code.isCustom)
  if (custom.length >= plan.capacity) throw new Error('the lock is full')
  const vendorPinId = String(lock.nextId++) as VendorPinId
  lock.codes.set(vendorPinId, {
    vendorPinId,
    name: line.codeName,
    pin,
    window: line.window,
    codeType: line.window.kind === 'permanent' ? 2 : 3,
    isCustom: true,
    status: 'settled',
    createdAtMs: input.nowMs,
    senderUsername: null,
  })
  lock.operations.push({
    lineId: line.lineId,
    kind: 'added',
    vendorPinId,
    name: line.codeName,
    pin,
    window: line.window,
  })
  if (line.credentialId === null) return
  lock.unfinishedReplaces.delete(line.credentialId)
  writeReceipt(lock, line.credentialId, vendorPinId, input.nowMs)
}

function refuseTakenPin(lock: ModelLock, pin: string, ownId: VendorPinId | null): void {
  for (const code of lock.codes.values()) {
    if (code.pin === pin && code.vendorPinId !== ownId) throw new Error('the same PIN twice on one lock')
  }
}

function pinFor(line: AddLine | ChangeLine | ReplaceLine, { input, pins }: StepContext): string {
  const restored = line.restores === null ? undefined : pins.get(line.restores)
  if (restored !== undefined) return restored
  const { credentialId } = line
  const credential = input.credentials.find((item) => item.credentialId === credentialId)
  if (!credential) throw new Error('a line for a credential that is not there')
  return credential.pin
}

function writeReceipt(
  lock: ModelLock,
  credentialId: CredentialId,
  vendorPinId: VendorPinId,
  receivedAtMs: number,
): void {
  const number = lock.receipts.length + 1_000_000
  lock.receipts.push({
    receiptId: number as ReceiptId,
    credentialId,
    personId: null,
    vendorPinId,
    receivedAtMs,
    operationId: number as OperationId,
  })
}
