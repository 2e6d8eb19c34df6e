import type { JobStatus, JobType, WaitReason } from '../job/job.ts'
import { plainCause } from './plainCause.ts'

/** What is known of a trace when its one sentence is made. */
export interface TraceFacts {
  /**
   * What was done by a person, first: `create`, `revoke`, … with what it concerns, as the audit names it (`Door #2`) and
   * as people do, while it is known; null when the system began it.
   */
  readonly change: { readonly action: string; readonly entity: string; readonly name: string | null } | null
  readonly doorNames: readonly string[]
  readonly jobs: readonly {
    readonly type: JobType
    readonly status: JobStatus
    readonly waitReason: WaitReason | null
    readonly heldBy: string | null
    readonly lastError: string | null
    readonly finishedAt: string | null
  }[]
  /** Codes that its jobs added, changed (or replaced) and removed, and open schedules they set. */
  readonly done: {
    readonly added: number
    readonly changed: number
    readonly removed: number
    /** Doors whose open schedule was set. */
    readonly scheduled: number
  }
  /** What the last failed call said, in a trace without a job; null when none failed. */
  readonly failedCall: string | null
  /** Differences that stay: blocked, not possible on the lock, not approved, or only looked at. */
  readonly left: number
  /** Doors of an approved plan that had changed since, so that nothing was sent to them. */
  readonly staleDoors: number
}

export type TraceState = 'ok' | 'failed' | 'running' | 'waiting' | 'cancelled'

const WAITS: Readonly<Record<WaitReason, string>> = {
  no_network: 'waits for the network',
  provider_down: 'waits for the TTLock service',
  gateway_offline: 'waits for the gateway to come back',
  lock_unreachable: 'waits until the lock can be reached',
  no_gateway: 'waits for a gateway near the lock',
  not_signed_in: 'waits until the TTLock account is signed in',
  quota: 'waits for the monthly quota',
}

/**
 * The outcome of a trace in one sentence a site manager understands, and its state.
 * @param clockText turns an ISO time into the site's `10:29:03`
 */
export function outcomeOfTrace(
  facts: TraceFacts,
  clockText: (iso: string) => string,
): { readonly sentence: string; readonly state: TraceState } {
  if (facts.jobs.length === 0) return withoutJob(facts)
  const failed = facts.jobs.find((job) => job.status === 'failed')
  if (failed) {
    const wanted = openingOf(facts, 'not_done')
    return { sentence: `${wanted}; it failed: ${lastPart(failed.lastError)}`, state: 'failed' }
  }
  const running = facts.jobs.find((job) => job.status === 'running')
  if (running) {
    const begun = openingOf(facts, 'under_way')
    return { sentence: `${begun}; work on the lock is under way.`, state: 'running' }
  }
  const waiting = facts.jobs.find((job) => job.status === 'waiting_offline')
  if (waiting) {
    const why = waiting.waitReason ? WAITS[waiting.waitReason] : 'waits'
    return { sentence: `${openingOf(facts, 'to_do')}; it ${why}.`, state: 'waiting' }
  }
  if (facts.jobs.some((job) => job.status === 'awaiting_approval')) {
    return { sentence: `${openingOf(facts, 'done')}; a plan awaits your approval.`, state: 'waiting' }
  }
  const queued = facts.jobs.find((job) => job.status === 'queued')
  if (queued) {
    const toDo = openingOf(facts, 'to_do')
    if (queued.lastError !== null)
      return { sentence: `${toDo}; it waits: ${queued.lastError}`, state: 'waiting' }
    const why = queued.heldBy ? `is held by ${queued.heldBy}` : 'is queued'
    return { sentence: `${toDo}; it ${why}.`, state: 'waiting' }
  }
  const cancelled = facts.jobs.find((job) => job.status === 'cancelled')
  if (cancelled) {
    const wanted = openingOf(facts, 'not_done')
    return {
      sentence: `${wanted}; it was cancelled. ${lastPart(cancelled.lastError)}`.trim(),
      state: 'cancelled',
    }
  }
  return { sentence: doneSentence(openingOf(facts, 'done'), facts, clockText), state: 'ok' }
}

function withoutJob(facts: TraceFacts): ReturnType<typeof outcomeOfTrace> {
  const { change, failedCall } = facts
  if (failedCall === null) return { sentence: `${openingOf(facts, 'done')}.`, state: 'ok' }
  // A person's change was stored in any case; what was only to be read, was not.
  const what = change ? 'a call to TTLock failed' : 'it failed'
  return {
    sentence: `${openingOf(facts, 'not_done')}; ${what}: ${plainCause(failedCall)}`.trim(),
    state: 'failed',
  }
}

/** How far work that nobody asked for has come. */
type Progress = 'to_do' | 'under_way' | 'done' | 'not_done'

/** A person's change has happened however far the work that follows it has come. */
function openingOf(facts: TraceFacts, progress: Progress): string {
  const { change } = facts
  if (!change) return workOf(facts.jobs[0]?.type, facts.doorNames, progress)
  const subject = change.name ?? change.entity
  switch (change.action) {
    case 'create':
      if (change.entity.startsWith('Door #')) return `${subject} was provisioned`
      if (change.entity.startsWith('Credential #')) return `A code was given (${subject})`
      return `${subject} was created`
    case 'revoke':
      return `A code was revoked (${subject})`
    case 'set_open_schedule':
      return `The open schedule of ${subject} was changed`
    case 'extend':
      return `A code was extended (${subject})`
    case 'update_enforcement':
      return `Enforcement of ${subject} was changed`
    case 'apply':
    case 'approve':
      return `${subject} was approved`
    default:
      return DONE_TO[change.action]?.(subject) ?? `${subject}: ${change.action.replaceAll('_', ' ')}`
  }
}

const DONE_TO: Readonly<Record<string, (subject: string) => string>> = {
  freeze: (site) => `${site} was frozen`,
  unfreeze: (site) => `The freeze of ${site} was lifted`,
  pause: (door) => `${door} was paused`,
  resume: (door) => `${door} was resumed`,
  reveal_pin: (code) => `A PIN was revealed (${code})`,
  reject: (plan) => `${plan} was rejected`,
  undo: (plan) => `${plan} was undone`,
  preview_undo: (plan) => `An undo was previewed (${plan})`,
  back_up: () => 'A backup was made',
  restore: () => 'A backup was put in place',
}

const ONE: Readonly<Record<Progress, string>> = {
  to_do: 'is to be',
  under_way: 'is being',
  done: 'was',
  not_done: 'was to be',
}
const MANY: typeof ONE = {
  to_do: 'are to be',
  under_way: 'are being',
  done: 'were',
  not_done: 'were to be',
}

function workOf(type: JobType | undefined, doorNames: readonly string[], progress: Progress): string {
  const [first = 'a door'] = doorNames
  const doors = doorNames.length > 1 ? `${doorNames.length} doors` : first
  switch (type) {
    case 'maintenance':
      return `Old records ${MANY[progress]} cleared away`
    case 'device_sync':
      return `The account ${ONE[progress]} read`
    case 'record_sync':
      return `The use of ${doors} ${ONE[progress]} read from ${doorNames.length > 1 ? 'their locks' : 'its lock'}`
    default:
      // A preview is of many doors, and its job of none.
      if (doorNames.length === 0 && type !== undefined) return `The doors of a plan ${MANY[progress]} checked`
      if (doorNames.length === 0) return `The account ${ONE[progress]} read`
      return `${doors} ${(doorNames.length > 1 ? MANY : ONE)[progress]} checked`
  }
}

/** Jobs that look at codes: of others it says nothing that nothing was sent. */
const CODE_WORK: ReadonlySet<JobType> = new Set([
  'drift_enforce_lock_truth',
  'drift_check',
  'enforce_plan_apply',
])

function doneSentence(opening: string, facts: TraceFacts, clockText: (iso: string) => string): string {
  if (!facts.jobs.some((job) => CODE_WORK.has(job.type))) return `${opening}.`
  const { done, left } = facts
  const parts = [
    codes(done.added, 'added'),
    codes(done.changed, 'changed'),
    codes(done.removed, 'removed'),
    schedules(done.scheduled),
  ].filter((part) => part !== null)
  const what = parts.length > 0 ? parts.join(', ') : left > 0 ? 'nothing was sent' : 'nothing had to be sent'
  const lastEnd = facts.jobs
    .flatMap((job) => job.finishedAt ?? [])
    .sort()
    .at(-1)
  if (facts.staleDoors > 0) {
    const doors = facts.staleDoors === 1 ? '1 door' : `${facts.staleDoors} doors`
    return `${opening}; ${what}; ${doors} had changed since, so nothing was sent there.`
  }
  if (facts.doorNames.length === 0) return `${opening}.`
  if (left > 0)
    return `${opening}; ${what}; ${left} ${left === 1 ? 'code needs' : 'codes need'} your attention.`
  return lastEnd === undefined
    ? `${opening}; ${what}.`
    : `${opening}; ${what}; in step since ${clockText(lastEnd)}.`
}

function codes(count: number, what: string): string | null {
  if (count === 0) return null
  return `${count} ${count === 1 ? 'code' : 'codes'} ${what}`
}

function schedules(count: number): string | null {
  if (count === 0) return null
  return count === 1 ? 'the open schedule set' : `${count} open schedules set`
}

function lastPart(error: string | null): string {
  return error ?? ''
}
