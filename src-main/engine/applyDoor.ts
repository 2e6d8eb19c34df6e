import { isSameWindow } from '../domain/code/codeWindow.ts'
import type { PlanId } from '../domain/ids.ts'
import { fromIso, toIso } from '../domain/instant.ts'
import type { ReadableDoorPlan } from '../domain/plan/doorPlan.ts'
import type { LockReach } from '../domain/plan/doorPlanInput.ts'
import type { ActionLine, AddLine, ChangeLine, ReplaceLine, ScheduleLine } from '../domain/plan/planLine.ts'
import { orderSteps, type PlanStep } from '../domain/plan/stepOrder.ts'
import type { ProviderError } from '../domain/providerError/providerError.ts'
import { isSameSchedule } from '../domain/schedule/openSchedule.ts'
import { isStillDecided } from '../planning/stillDecided.ts'
import type { CommandRoute } from '../ports/lockProvider.ts'
import type { NewOperation, OperationRecord } from '../ports/stores/operationStore.ts'
import { abortableDelay } from './abortableDelay.ts'
import { answerOnRecord, earlierTryOf, nextLookMs } from './earlierTry.ts'
import type { EngineContext } from './engineContext.ts'
import type { JobRun } from './jobRun.ts'
import { knowGateways } from './knowGateways.ts'
import { type Half, isGone, type LineOutcome, outcomeOfLine, type Rest } from './lineOutcome.ts'
import { type ApplyStop, accountMoved } from './mayContinue.ts'
import { type Command, type DoorTarget, type SentOperation, sendOperation } from './operations.ts'
import { readBack } from './readBack.ts'

/** No turn at a gateway is as long in coming behind a command of the same door. */
const SLEPT_MS = 15 * 60_000
/** Of a command that was sent, far more than it may take. */
const LONGEST_COMMAND_MS = 10 * 60_000

export interface ApplyRequest {
  readonly target: DoorTarget
  readonly plan: ReadableDoorPlan
  readonly reach: LockReach
  /** The lines to send; a line that is not among them never runs. */
  readonly lines: readonly ActionLine[]
  readonly planId: PlanId | null
  /** An undo answers to what it wrote down itself, not to grants. */
  readonly isUndo: boolean
  /** The digits that a line puts on the lock. */
  pinOf(line: AddLine | ChangeLine | ReplaceLine): string
  /** Asked before each operation: null to go on. */
  mayContinue(): ApplyStop | null
}

export interface ApplyResult {
  readonly outcomes: readonly LineOutcome[]
  readonly stop: ApplyStop | null
  /** Epoch ms before which the absence of a lost command says nothing; null when all that was sent is settled. */
  readonly openUntilMs: number | null
  /** Epoch ms at which a list may show what is waited for, or a code has rested; null when there is nothing of the kind. */
  readonly lookAgainMs: number | null
}

/**
 * Sends the lines of one door in the plan's order. What waits for a code to go is sent only after a reading shows it
 * gone. A line is `ok` only when a reading agrees.
 */
export async function applyDoor(
  context: EngineContext,
  run: JobRun,
  request: ApplyRequest,
): Promise<ApplyResult> {
  if (request.lines.length > 0) await knowGateways(context, run, request.target)
  const progress = new Progress(context, run, request)
  for (const step of orderSteps(request.plan, request.lines)) {
    if (step.readsBackFirst) await progress.readBack()
    await progress.take(step)
  }
  await progress.readBack()
  return progress.end()
}

/** The present digits of the line's credential. */
export function pinOfCredential(
  context: EngineContext,
  { credentialId }: Pick<AddLine, 'credentialId'>,
): string {
  if (credentialId === null) throw new Error('This line has no credential')
  return context.store.people.revealPin(credentialId)
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
  /** Lines whose code rests, and until when (epoch ms). */
  readonly #resting = new Map<string, number>()
  /** Lines whose next command was no longer what people decided. */
  readonly #decidedOtherwise = new Set<string>()
  /** When the last command of this run left (epoch ms); null before the first. */
  #leftAtMs: number | null = null
  #unread: SentOperation[] = []
  #stop: ApplyStop | null = null
  #openUntilMs: number | null = null

  constructor(context: EngineContext, run: JobRun, request: ApplyRequest) {
    this.#context = context
    this.#run = run
    this.#request = request
  }

  /** Sends one step, unless what it needs is not proven to be done. */
  async take(step: PlanStep): Promise<void> {
    const { line } = step
    // A PIN is freed by a code that went, or by one of ours that was changed to other digits.
    const isDone = (lineId: string) => isGone(this.#removed.get(lineId)) || isGone(this.#written.get(lineId))
    if (!step.needsLineIds.every(isDone)) {
      this.#blocked.add(line.lineId)
      return
    }
    if (step.action === 'delete') await this.#remove(line)
    else if (line.kind === 'change') await this.#change(line)
    else if (line.kind === 'schedule') await this.#setSchedule(line)
    else if (line.kind !== 'delete') await this.#add(line)
  }

  async #add(line: AddLine | ReplaceLine): Promise<void> {
    const pin = this.#request.pinOf(line)
    const operation = this.#operation(line, 'add', { pin, vendorPinId: null })
    await this.#send(this.#written, line, operation, (call) =>
      this.#request.target.provider.addCode(
        {
          externalId: this.#externalId,
          pin,
          name: line.codeName,
          window: line.window,
          route: this.#route,
        },
        call,
      ),
    )
  }

  async #change(line: ChangeLine): Promise<void> {
    const pin = this.#request.pinOf(line)
    const operation = this.#operation(line, 'change', { pin, vendorPinId: line.vendorPinId })
    await this.#send(this.#written, line, operation, (call) =>
      this.#request.target.provider.changeCode(
        {
          externalId: this.#externalId,
          vendorPinId: line.vendorPinId,
          newPin: line.changesPin ? pin : null,
          window: line.window,
          name: line.codeName,
          route: this.#route,
        },
        call,
      ),
    )
  }

  async #setSchedule(line: ScheduleLine): Promise<void> {
    const operation = this.#operation(line, 'schedule', { pin: null, vendorPinId: null })
    const { after: periods, unlocksByItself } = line
    await this.#send(this.#written, line, operation, (call) =>
      this.#request.target.provider.setPassageMode(
        this.#externalId,
        { isOn: periods.length > 0, unlocksByItself, periods },
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
        { externalId: this.#externalId, vendorPinId, route: this.#route },
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
    if (answer.openUntilMs !== null) {
      this.#openUntilMs = Math.max(this.#openUntilMs ?? 0, answer.openUntilMs)
    }
    if (answer.error !== null) {
      this.#stop ??= accountMoved(this.#context, this.#request.target) ?? {
        kind: 'error',
        error: answer.error,
      }
    }
    for (const halves of [this.#removed, this.#written]) {
      for (const [lineId, half] of halves) {
        const state = answer.states.get(half.sent.id)
        if (state) halves.set(lineId, { ...half, state })
      }
    }
  }

  end(): ApplyResult {
    const outcomes = this.#request.lines.map((line) =>
      outcomeOfLine(line, {
        removed: this.#removed.get(line.lineId),
        written: this.#written.get(line.lineId),
        isBlocked: this.#blocked.has(line.lineId),
        rest: this.#restOf(line),
        isDecidedOtherwise: this.#decidedOtherwise.has(line.lineId),
      }),
    )
    return { outcomes, stop: this.#stop, openUntilMs: this.#openUntilMs, lookAgainMs: this.#lookAgainMs() }
  }

  #lookAgainMs(): number | null {
    const { store, clock } = this.#context
    const awaited = [...this.#removed.values(), ...this.#written.values()].filter(
      ({ state, sent }) =>
        state === 'queued' || (state === 'unconfirmed' && sent.answer === 'refused_as_ours'),
    )
    const looks = awaited.flatMap(({ sent }) => {
      const operation = store.operations.get(sent.id)
      if (!operation) return []
      return [nextLookMs(earlierTryOf(this.#context, operation) ?? operation, clock.nowMs())]
    })
    const times = [...this.#resting.values(), ...looks]
    return times.length === 0 ? null : Math.min(...times)
  }

  get #externalId(): string {
    return this.#request.target.door.externalId
  }

  get #route(): CommandRoute {
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
      window: kind === 'delete' || !('window' in line) ? null : line.window,
      schedule: line.kind === 'schedule' ? line.after : null,
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
    send: Command['send'],
  ): Promise<void> {
    for (const pauseMs of [0, ...this.#context.settings.busyDelaysMs]) {
      if (pauseMs > 0 && !(await abortableDelay(pauseMs, this.#run.signal))) break
      if (!this.#mayLeave(line, operation)) return
      const { provider } = this.#request.target
      if (this.#rests(line, provider.resting({ ...operation, externalId: this.#externalId }))) return
      const accepted = this.#acceptedLately(operation)
      if (accepted) {
        halves.set(line.lineId, accepted)
        return
      }
      const sent = await sendOperation(this.#context, this.#run, this.#request.target, {
        operation,
        mayLeave: () => this.#leave(line, operation),
        send,
      })
      if (sent && 'rests' in sent) {
        this.#rests(line, sent.rests)
        return
      }
      if (!sent) this.#stop ??= { kind: 'cancelled' }
      else if (!sent.wasSent) this.#stop ??= this.#request.mayContinue()
      if (!sent || this.#stop || this.#decidedOtherwise.has(line.lineId)) return
      const isOver = sent.answer === 'refused' && sent.error?.kind !== 'already_so'
      halves.set(line.lineId, { state: isOver ? 'failed' : 'sent', sent })
      if (!isOver) this.#unread.push(sent)
      if (sent.error && (sent.error.kind === 'unreachable' || sent.error.kind === 'stop_the_account')) {
        this.#stop ??= { kind: 'error', error: sent.error }
      }
      if (sent.error?.kind !== 'busy') return
    }
  }

  /** What failed too often is not sent: nothing is written down for it. A code keeps its line, all else the door. */
  #rests({ lineId }: ActionLine, error: ProviderError | null): boolean {
    if (error === null) return false
    if (error.cause === 'code_resting') {
      this.#resting.set(lineId, this.#context.clock.nowMs() + (error.retryAfterMs ?? 0))
    } else {
      this.#stop ??= { kind: 'error', error }
    }
    return true
  }

  #restOf({ lineId }: ActionLine): Rest | undefined {
    const untilMs = this.#resting.get(lineId)
    if (untilMs === undefined) return undefined
    const site = this.#context.store.sites.get(this.#request.target.door.siteId)
    return { untilMs, timezone: site?.timezone ?? 'utc' }
  }

  #leave(line: ActionLine, operation: NewOperation): boolean {
    if (!this.#mayLeave(line, operation)) return false
    this.#leftAtMs = this.#context.clock.nowMs()
    return true
  }

  /** Asked before the intent and again when the command's turn has come: much may be decided while it waits. */
  #mayLeave(line: ActionLine, { kind, pin }: NewOperation): boolean {
    const { store, vault, clock } = this.#context
    const { target, isUndo } = this.#request
    const nowMs = clock.nowMs()
    this.#stop ??= this.#request.mayContinue() ?? this.#oldList(nowMs)
    if (this.#stop) return false
    if (isStillDecided({ store, vault, nowMs }, target.door, { line, kind, pin, isUndo })) return true
    this.#decidedOtherwise.add(line.lineId)
    return false
  }

  /**
   * The list just before the first write must be a new one; what follows is compared with what we wrote ourselves, unless
   * so much time passed that the computer must have slept meanwhile.
   */
  #oldList(nowMs: number): ApplyStop | null {
    const { planningListFreshMs } = this.#context.settings
    if (this.#leftAtMs !== null) return nowMs - this.#leftAtMs > SLEPT_MS ? { kind: 'slept' } : null
    return nowMs - this.#request.plan.readAtMs > planningListFreshMs
      ? { kind: 'old_list', atMs: nowMs }
      : null
  }

  /** The provider had this very command a moment ago and its list lags behind: it is not sent again yet. */
  #acceptedLately(operation: NewOperation): Half | null {
    const { store, clock, settings } = this.#context
    const nowMs = clock.nowMs()
    // What was answered in that time was sent before it, by as long as a command takes.
    const sinceIso = toIso(nowMs - settings.resendAfterMs - LONGEST_COMMAND_MS)
    const accepted = store.operations
      .unconfirmedOfDoor(operation.doorId, sinceIso)
      .find(
        (earlier) =>
          isSameCommand(earlier, operation) &&
          nowMs - fromIso(earlier.answeredAt ?? earlier.intentAt) < settings.resendAfterMs,
      )
    if (!accepted) return null
    return {
      state: 'unconfirmed',
      sent: { id: accepted.id, error: null, answer: answerOnRecord(accepted) },
    }
  }
}

function isSameCommand(earlier: OperationRecord, operation: NewOperation): boolean {
  if (earlier.kind !== operation.kind) return false
  if (operation.kind !== 'add')
    return earlier.vendorPinId === operation.vendorPinId && isSameContent(earlier, operation)
  return earlier.credentialId === operation.credentialId && isSameContent(earlier, operation)
}

function isSameContent(earlier: OperationRecord, operation: NewOperation): boolean {
  if (earlier.schedule !== null && operation.schedule !== null)
    return isSameSchedule(earlier.schedule, operation.schedule)
  if (earlier.pin !== operation.pin) return false
  if (earlier.window === null || operation.window === null) return earlier.window === operation.window
  return isSameWindow(earlier.window, operation.window)
}
