import type { DoorState } from '../../src-preload/contract/views/doors.ts'
import type { JobStatusView, JobTypeView } from '../../src-preload/contract/views/jobs.ts'
import type { TraceOutcomeFilter } from '../../src-preload/contract/views/traces.ts'

/** What a link to a list must restore. Whatever does not fit is left out. */
export interface DoorsSearch {
  readonly q?: string | undefined
  readonly state?: DoorState | undefined
  readonly site?: number | undefined
}

export interface JobsSearch {
  readonly q?: string | undefined
  readonly status?: JobStatusView | undefined
  readonly type?: JobTypeView | undefined
  /** The job whose details stand open. */
  readonly job?: number | undefined
}

export interface PeopleSearch {
  readonly q?: string | undefined
  /** The form for a new person stands open. */
  readonly add?: boolean | undefined
}

export interface PersonSearch {
  /** The code that stands out. */
  readonly code?: number | undefined
}

export interface PlansSearch {
  /** `all`, `site:1`, `group:2` or `door:3`. */
  readonly scope?: string | undefined
}

export const TRACE_RANGES = ['all', 'hour', 'day', 'week', 'between'] as const
export type TraceRange = (typeof TRACE_RANGES)[number]

export const TRACE_OUTCOMES = [
  'all',
  'failed',
  'good',
  'open',
] as const satisfies readonly TraceOutcomeFilter[]

export interface TracesSearch {
  readonly q?: string | undefined
  readonly door?: number | undefined
  readonly outcome?: Exclude<TraceOutcomeFilter, 'all'> | undefined
  /** Code of a debug session. */
  readonly session?: string | undefined
  readonly range?: TraceRange | undefined
  /** Instants, for the range `between`. */
  readonly from?: string | undefined
  readonly to?: string | undefined
}

export interface CompareSearch {
  /** The other run: its correlation id, or `file-3` for an opened file; the last good one if left out. */
  readonly with?: string | undefined
}

type Raw = Record<string, unknown>

const DOOR_STATES: readonly DoorState[] = [
  'in_step',
  'out_of_step',
  'unreadable',
  'waiting',
  'checking',
  'unchecked',
]
export const JOB_TYPE_CHOICES: readonly JobTypeView[] = [
  'drift_enforce_lock_truth',
  'drift_check',
  'enforce_plan_apply',
  'device_sync',
  'record_sync',
  'maintenance',
]
const JOB_STATES: readonly JobStatusView[] = [
  'queued',
  'running',
  'waiting_offline',
  'awaiting_approval',
  'done',
  'failed',
  'cancelled',
  'scheduled',
]

function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

function id(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : undefined
}

function instant(value: unknown): string | undefined {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value) ? value : undefined
}

function oneOf<T extends string>(choices: readonly T[], value: unknown): T | undefined {
  return choices.find((choice) => choice === value)
}

export function readDoorsSearch(raw: Raw): DoorsSearch {
  return { q: text(raw.q), state: oneOf(DOOR_STATES, raw.state), site: id(raw.site) }
}

export function readJobsSearch(raw: Raw): JobsSearch {
  return {
    q: text(raw.q),
    status: oneOf(JOB_STATES, raw.status),
    type: oneOf(JOB_TYPE_CHOICES, raw.type),
    job: id(raw.job),
  }
}

export function readPeopleSearch(raw: Raw): PeopleSearch {
  return { q: text(raw.q), add: raw.add === true ? true : undefined }
}

export function readPersonSearch(raw: Raw): PersonSearch {
  return { code: id(raw.code) }
}

export function readPlansSearch(raw: Raw): PlansSearch {
  return { scope: text(raw.scope) }
}

export function readTracesSearch(raw: Raw): TracesSearch {
  return {
    q: text(raw.q),
    door: id(raw.door),
    outcome: oneOf(['failed', 'good', 'open'], raw.outcome),
    session: typeof raw.session === 'string' ? raw.session : undefined,
    range: oneOf(TRACE_RANGES, raw.range),
    from: instant(raw.from),
    to: instant(raw.to),
  }
}

export function readCompareSearch(raw: Raw): CompareSearch {
  return {
    with:
      typeof raw.with === 'string' && /^([0-9a-f]{32}|file-\d{1,9})$/.test(raw.with) ? raw.with : undefined,
  }
}
