import type { PlanId } from '../domain/ids.ts'
import type { ReadableDoorPlan } from '../domain/plan/doorPlan.ts'
import type { LockReach } from '../domain/plan/doorPlanInput.ts'
import type { ActionLine, AddLine, ChangeLine, ReplaceLine } from '../domain/plan/planLine.ts'
import { orderSteps, type PlanStep } from '../domain/plan/stepOrder.ts'
import type { ProviderError } from '../domain/providerError/providerError.ts'
import type { CommandRoute } from '../ports/lockProvider.ts'
import type { NewOperation } from '../ports/stores/operationStore.ts'
import type { LineResult } from '../ports/stores/planStore.ts'
import { abortableDelay } from './abortableDelay.ts'
import type { EngineContext } from './engineContext.ts'
import type { JobRun } from './jobRun.ts'
import { type DoorTarget, type SentOperation, sendOperation } from './operations.ts'
import { readBack } from './readBack.ts'

/** Why an apply ended before its last line. */
export type ApplyStop =
  | { readonly kind: 'error'; readonly error: ProviderError }
  | { readonly kind: 'held'; readonly by: string; readonly untilMs: number | null; readonly message: string }
  | { readonly kind: 'cancelled' }

export interface LineOutcome {
  readonly line: ActionLine
  readonly result: LineResult
  /** Why it is not `ok`, for a person; null when it is. */
  readonly sentence: string | null
  /** True when another run may do better. */
  readonly isWorthRetrying: boolean
}

export interface ApplyRequest {
  readonly target: DoorTarget
  readonly plan: ReadableDoorPlan
  readonly reach: LockReach
  /** The lines to send; a line that is not among them never runs. */
  readonly lines: readonly ActionLine[]
  readonly planId: PlanId | null
  /** Asked before each operation: null to go on. */
  mayContinue(): ApplyStop | null
}

export interface ApplyResult {
  readonly outcomes: readonly LineOutcome[]
  readonly stop: ApplyStop | null
}

const UNCONFIRMED_SENTENCES = {
  add: 'The provider said the code was added, but its list does not show it yet.',
  change: 'The provider said the code was changed, but its list still shows it as before.',
  replace: 'The provider said the code was replaced, but its list does not show it yet.',
  delete: 'The provider said the code was removed, but its list still shows it. It may still open the door.',
} as const
const NOT_DONE_SENTENCE = 'No answer came, and the list shows that it did not happen.'
const NOT_REACHED_SENTENCE = 'Not sent: the work on this door ended before it.'
const WAITED_FOR_SENTENCE = 'Not sent: what had to be removed first is still on the lock.'
const NOT_READ_BACK_SENTENCE =
  'Sent, but the lock could not be read afterwards. It will be settled by the next reading.'

/**
 * Sends the lines of one door in the plan's order. What waits for a code to go is sent only after a reading shows it
 * gone. A line is `ok` only when a reading agrees.
 */
export async function applyDoor(
  context: EngineContext,
  run: JobRun,
  request: ApplyRequest,
): Promise<ApplyResult> {
  const progress = new Progress(context, run, request)
  for (const step of orderSteps(request.plan, request.lines)) {
    if (step.readsBackFirst) await progress.readBack()
    await progress.take(step)
  }
  await progress.readBack()
  return progress.end()
}

type Half = {
  readonly state: 'confirmed' | 'failed' | 'unconfirmed' | 'already_so' | 'sent'
  readonly sent: SentOperation
}

/** What was sent for each line, and what became of it. */
class Progress {
  readonly #context: EngineContext
  readonly #run: JobRun
  readonly #request: ApplyRequest
  /** By line: the removing half (replace, delete) and the other half. */
  readonly #removed = new Map<string, Half>()
  readonly #written = new Map<string, Half>()
  readonly #blocked = new Set<string>()
  #unread: SentOperation[] = []
  #stop: ApplyStop | null = null

  constructor(context: EngineContext, run: JobRun, request: ApplyRequest) {
    this.#context = context
    this.#run = run
    this.#request = request
  }

  /** Sends one step, unless what it needs is not proven to be done. */
  async take(step: PlanStep): Promise<void> {
    const { line } = step
    if (!step.needsLineIds.every((lineId) => isGone(this.#removed.get(lineId)))) {
      this.#blocked.add(line.lineId)
      return
    }
    if (step.action === 'delete') await this.#remove(line)
    else if (line.kind === 'change') await this.#change(line)
    else if (line.kind !== 'delete') await this.#add(line)
  }

  async #add(line: AddLine | ReplaceLine): Promise<void> {
    const pin = this.#context.store.people.revealPin(line.credentialId)
    const operation = this.#operation(line, 'add', { pin, vendorPinId: null })
    await this.#send(this.#written, line, operation, (call) =>
      this.#request.target.provider.addCode(
        {
          externalId: this.#externalId,
          pin,
          name: line.codeName,
          window: line.window,
          route: this.#addRoute,
        },
        call,
      ),
    )
  }

  async #change(line: ChangeLine): Promise<void> {
    const pin = this.#context.store.people.revealPin(line.credentialId)
    const operation = this.#operation(line, 'change', { pin, vendorPinId: line.vendorPinId })
    await this.#send(this.#written, line, operation, (call) =>
      this.#request.target.provider.changeCode(
        {
          externalId: this.#externalId,
          vendorPinId: line.vendorPinId,
          newPin: line.changesPin ? pin : null,
          window: line.window,
          name: line.codeName,
          route: 'gateway',
        },
        call,
      ),
    )
  }

  async #remove(line: ActionLine): Promise<void> {
    if (line.kind !== 'delete' && line.kind !== 'replace') return
    const { vendorPinId } = line
    const operation = this.#operation(line, 'delete', { pin: null, vendorPinId })
    await this.#send(this.#removed, line, operation, (call) =>
      this.#request.target.provider.deleteCode(
        { externalId: this.#externalId, vendorPinId, route: 'gateway' },
        call,
      ),
    )
  }

  /** Settles everything sent since the last reading. */
  async readBack(): Promise<void> {
    const sent = this.#unread
    this.#unread = []
    if (sent.length === 0) return
    const answer = await readBack(this.#context, this.#run, this.#request.target, sent)
    if (answer.error !== null) this.#stop ??= { kind: 'error', error: answer.error }
    for (const halves of [this.#removed, this.#written]) {
      for (const [lineId, half] of halves) {
        const state = answer.states.get(half.sent.id)
        if (state) halves.set(lineId, { ...half, state })
      }
    }
  }

  end(): ApplyResult {
    return { outcomes: this.#request.lines.map((line) => this.#outcome(line)), stop: this.#stop }
  }

  get #externalId(): string {
    return this.#request.target.door.externalId
  }

  get #addRoute(): CommandRoute {
    return this.#request.reach === 'wifi_power_saving' ? 'wifi_power_saving' : 'gateway'
  }

  #operation(
    line: ActionLine,
    kind: NewOperation['kind'],
    facts: Pick<NewOperation, 'pin' | 'vendorPinId'>,
  ): NewOperation {
    const { door } = this.#request.target
    return {
      jobId: this.#run.job.id,
      correlationId: this.#run.job.correlationId,
      planId: this.#request.planId,
      lineId: line.lineId,
      doorId: door.id,
      deviceId: door.integrationDeviceId,
      kind,
      credentialId: line.credentialId,
      codeName: line.codeName,
      window: kind === 'delete' || line.kind === 'delete' ? null : line.window,
      attempt: this.#run.job.attemptCount,
      reason: line.kind === 'delete' || line.kind === 'replace' ? line.reason : null,
      countsTowardLimits: line.kind === 'delete' && line.countsTowardLimits,
      ...facts,
    }
  }

  async #send(
    halves: Map<string, Half>,
    line: ActionLine,
    operation: NewOperation,
    send: Parameters<typeof sendOperation>[4],
  ): Promise<void> {
    for (const pauseMs of [0, ...this.#context.settings.busyDelaysMs]) {
      if (pauseMs > 0 && !(await abortableDelay(pauseMs, this.#run.signal))) break
      this.#stop ??= this.#request.mayContinue()
      if (this.#stop) return
      const sent = await sendOperation(this.#context, this.#run, this.#request.target, operation, send)
      const isOver = sent.answer === 'refused' && sent.error?.kind !== 'already_so'
      halves.set(line.lineId, { state: isOver ? 'failed' : 'sent', sent })
      if (!isOver) this.#unread.push(sent)
      if (sent.error && (sent.error.kind === 'unreachable' || sent.error.kind === 'stop_the_account')) {
        this.#stop ??= { kind: 'error', error: sent.error }
      }
      if (sent.error?.kind !== 'busy') return
    }
  }

  #outcome(line: ActionLine): LineOutcome {
    const removed = this.#removed.get(line.lineId)
    const written = this.#written.get(line.lineId)
    const half = line.kind === 'delete' ? removed : line.kind === 'replace' ? (written ?? removed) : written
    if (!half) {
      const isBlocked = this.#blocked.has(line.lineId)
      return {
        line,
        result: 'skipped',
        sentence: isBlocked ? WAITED_FOR_SENTENCE : NOT_REACHED_SENTENCE,
        isWorthRetrying: true,
      }
    }
    const isHalfDone = line.kind === 'replace' && !written
    const error = half.sent.error
    switch (half.state) {
      case 'confirmed':
      case 'already_so':
        return isHalfDone
          ? { line, result: 'skipped', sentence: WAITED_FOR_SENTENCE, isWorthRetrying: true }
          : {
              line,
              result: half.state === 'confirmed' ? 'ok' : 'already_so',
              sentence: null,
              isWorthRetrying: false,
            }
      case 'failed':
        return {
          line,
          result: 'failed',
          sentence: error?.sentence ?? NOT_DONE_SENTENCE,
          isWorthRetrying: error?.kind !== 'fix_the_data',
        }
      case 'unconfirmed':
        return {
          line,
          result: 'unconfirmed',
          sentence: UNCONFIRMED_SENTENCES[line.kind],
          isWorthRetrying: true,
        }
      case 'sent':
        return { line, result: 'unconfirmed', sentence: NOT_READ_BACK_SENTENCE, isWorthRetrying: true }
    }
  }
}

function isGone(half: Half | undefined): boolean {
  return half?.state === 'confirmed' || half?.state === 'already_so'
}
