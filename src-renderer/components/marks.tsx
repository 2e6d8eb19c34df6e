import type { ReactElement } from 'react'
import type { DoorRow, DoorState, EvidenceGrade } from '../../src-preload/contract/views/doors.ts'
import type { JobStatusView } from '../../src-preload/contract/views/jobs.ts'
import type { CodeOnDoorView } from '../../src-preload/contract/views/people.ts'
import type { PlanLineView, PlanStatus } from '../../src-preload/contract/views/plans.ts'
import type { TraceRow } from '../../src-preload/contract/views/traces.ts'
import { texts } from '../texts/texts.ts'
import { type Glyph, StateMark, type Tone } from './ui/StateMark.tsx'

type Look = readonly [glyph: Glyph, tone: Tone]

const doorLooks: Record<DoorState, Look> = {
  in_step: ['check', 'good'],
  out_of_step: ['differ', 'warn'],
  unreadable: ['question', 'warn'],
  waiting: ['clock', 'wait'],
  checking: ['running', 'accent'],
  unchecked: ['dotted', 'quiet'],
}

const jobLooks: Record<JobStatusView, Look> = {
  queued: ['clock', 'quiet'],
  scheduled: ['clock', 'quiet'],
  running: ['running', 'accent'],
  waiting_offline: ['clock', 'wait'],
  awaiting_approval: ['decide', 'warn'],
  done: ['check', 'good'],
  failed: ['cross', 'bad'],
  cancelled: ['ban', 'quiet'],
}

const planLooks: Record<PlanStatus, Look> = {
  reading: ['running', 'accent'],
  previewed: ['decide', 'quiet'],
  approved: ['check', 'accent'],
  applying: ['running', 'accent'],
  applied: ['check', 'good'],
  partly_applied: ['differ', 'warn'],
  stale: ['differ', 'warn'],
  expired: ['clock', 'quiet'],
  rejected: ['ban', 'quiet'],
  superseded: ['back', 'quiet'],
}

const evidenceLooks: Record<EvidenceGrade, Look> = {
  used_at_door: ['check', 'good'],
  read_back: ['check', 'good'],
  listed: ['point', 'quiet'],
  sent_unconfirmed: ['clock', 'wait'],
  computed: ['dotted', 'quiet'],
  none: ['dotted', 'quiet'],
}

const standingLooks: Record<CodeOnDoorView['standing'], Look> = {
  works_now: ['check', 'good'],
  will_work_from: ['clock', 'wait'],
  not_proven: ['question', 'warn'],
  ended: ['ban', 'quiet'],
  being_removed: ['running', 'accent'],
  still_on_lock: ['differ', 'warn'],
}

const outcomeLooks: Record<TraceRow['outcomeState'], Look> = {
  ok: ['check', 'good'],
  failed: ['cross', 'bad'],
  running: ['running', 'accent'],
  waiting: ['clock', 'wait'],
  cancelled: ['ban', 'quiet'],
  unknown: ['question', 'quiet'],
}

const resultLooks: Record<NonNullable<PlanLineView['result']>, Look> = {
  ok: ['check', 'good'],
  failed: ['cross', 'bad'],
  unconfirmed: ['question', 'warn'],
  already_so: ['check', 'quiet'],
  stale: ['differ', 'warn'],
  skipped: ['ban', 'quiet'],
}

function mark([glyph, tone]: Look, word: string): ReactElement {
  return <StateMark glyph={glyph} tone={tone} word={word} />
}

export function DoorStateMark({ state }: { readonly state: DoorState }): ReactElement {
  return mark(doorLooks[state], texts.words.doorState[state])
}

export function DoorStateGlyph({ door }: { readonly door: DoorRow }): ReactElement {
  const [glyph, tone] = doorLooks[door.state]
  return <StateMark glyph={glyph} tone={tone} word={texts.words.doorState[door.state]} isGlyphOnly />
}

export function JobStatusMark({ status }: { readonly status: JobStatusView }): ReactElement {
  return mark(jobLooks[status], texts.words.jobStatus[status])
}

/** Door and trace views name a job's status as plain text. */
export function JobStatusWordMark({ status }: { readonly status: string }): ReactElement {
  return isJobStatus(status) ? <JobStatusMark status={status} /> : mark(['question', 'quiet'], status)
}

function isJobStatus(status: string): status is JobStatusView {
  return status in jobLooks
}

export function PlanStatusMark({ status }: { readonly status: PlanStatus }): ReactElement {
  return mark(planLooks[status], texts.words.planStatus[status])
}

export function EvidenceMark({ grade }: { readonly grade: EvidenceGrade }): ReactElement {
  return mark(evidenceLooks[grade], texts.words.evidence[grade])
}

export function StandingMark({ standing }: { readonly standing: CodeOnDoorView['standing'] }): ReactElement {
  return mark(standingLooks[standing], texts.words.standing[standing])
}

export function OutcomeMark({ state }: { readonly state: TraceRow['outcomeState'] }): ReactElement {
  return mark(outcomeLooks[state], texts.words.outcome[state])
}

export function LineResultMark({
  result,
}: {
  readonly result: NonNullable<PlanLineView['result']>
}): ReactElement {
  return mark(resultLooks[result], texts.plan.lineResult[result])
}
