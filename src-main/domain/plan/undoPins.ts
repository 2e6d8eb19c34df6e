import type { CredentialId, VendorPinId } from '../ids.ts'
import { isPaused } from './decideExpected.ts'
import type { CannotUndo, UndoContext, UndoStep } from './undoStep.ts'

export interface PlacedStep {
  readonly step: UndoStep
  /** Steps that take its digits off another code first. */
  readonly after: readonly UndoStep[]
}

export interface PlacedSteps {
  readonly placed: readonly PlacedStep[]
  readonly refused: ReadonlyMap<UndoStep, CannotUndo>
}

/** A lock refuses the same PIN twice: each step that sends one waits for the step that frees it, or cannot be. */
export function placeSteps(steps: readonly UndoStep[], context: UndoContext): PlacedSteps {
  const refused = new Map<UndoStep, CannotUndo>()
  const claimed = new Set<string>()
  // What an undo takes off or changes back is paused, and claims its digits no more.
  const aside = new Set(
    steps.filter((step) => step.kind !== 'restore').map(({ done }) => done.line.credentialId),
  )
  for (const step of steps) {
    if (!sendsPin(step)) continue
    if (claimed.has(step.code.pin) || isClaimedByExpected(step, aside, context))
      refused.set(step, 'pin_taken')
    else claimed.add(step.code.pin)
  }
  refuseOverfull(steps, refused, context)
  let placed: PlacedStep[] = []
  // A step that falls away frees nothing any more, so that others fall with it.
  for (let before = -1; before !== refused.size; ) {
    before = refused.size
    placed = []
    const freeing = freeingSteps(steps.filter((step) => !refused.has(step)))
    for (const step of steps) {
      if (refused.has(step)) continue
      const after = stepsBefore(step, freeing, context)
      if (after === null) refused.set(step, 'pin_taken')
      else placed.push({ step, after })
    }
  }
  return { placed, refused }
}

type SendingStep = Extract<UndoStep, { code: unknown }>

function sendsPin(step: UndoStep): step is SendingStep {
  return step.kind === 'restore' || (step.kind === 'revert' && step.code.pin !== step.listed.pin)
}

function freeingSteps(steps: readonly UndoStep[]): ReadonlyMap<VendorPinId, UndoStep> {
  const freeing = new Map<VendorPinId, UndoStep>()
  for (const step of steps) {
    const frees = step.kind === 'remove' || (step.kind === 'revert' && step.code.pin !== step.listed.pin)
    if (frees) freeing.set(step.listed.vendorPinId, step)
  }
  return freeing
}

/** Null when a code holds the digits that nothing here takes off them. */
function stepsBefore(
  step: UndoStep,
  freeing: ReadonlyMap<VendorPinId, UndoStep>,
  context: UndoContext,
): readonly UndoStep[] | null {
  if (!sendsPin(step)) return []
  const after: UndoStep[] = []
  for (const code of context.listed.values()) {
    const isOwn = step.kind === 'revert' && code.vendorPinId === step.listed.vendorPinId
    if (isOwn || code.pin !== step.code.pin) continue
    const first = freeing.get(code.vendorPinId)
    if (!first) return null
    after.push(first)
  }
  return after
}

/** Somebody was given these digits on this door since. */
function isClaimedByExpected(
  step: SendingStep,
  aside: ReadonlySet<CredentialId | null>,
  { expected, input }: UndoContext,
): boolean {
  const { credentialId } = step.done.line
  return expected.some(
    ({ item, pin }) =>
      pin === step.code.pin &&
      item.credentialId !== credentialId &&
      !aside.has(item.credentialId) &&
      !isPaused(input.pausedCredentials, item.credentialId, input.nowMs),
  )
}

function refuseOverfull(
  steps: readonly UndoStep[],
  refused: Map<UndoStep, CannotUndo>,
  { input, listed }: UndoContext,
): void {
  let room = input.capabilities.capacity
  for (const code of listed.values()) if (code.isCustom) room--
  for (const step of steps) if (step.kind === 'remove' && step.listed.isCustom) room++
  for (const step of steps) {
    if (step.kind !== 'restore' || refused.has(step)) continue
    if (room > 0) room--
    else refused.set(step, 'lock_full')
  }
}
