import { toIso } from '../domain/instant.ts'
import type { EnforcePlan } from '../domain/plan/doorPlan.ts'
import { findingsOf } from '../domain/plan/findings.ts'
import type { ActionLine } from '../domain/plan/planLine.ts'
import { toPlanRecord } from '../domain/plan/planRecord.ts'
import type { DoorRecord } from '../ports/stores/doorStore.ts'
import type { LineResult } from '../ports/stores/planStore.ts'

/** A line and what became of it. */
export interface ToldLine {
  readonly line: ActionLine
  readonly result: LineResult
  /** Why it is not `ok`, for a person; null when it is. */
  readonly sentence: string | null
}

interface Count {
  readonly attempted: number
  readonly ok: number
  readonly failed: number
}

/** A run's result in the seed's shape, with `changes`, `replaces` and `schedules` beside it. Holds no PIN. */
export function enforceResult(
  plan: EnforcePlan,
  outcomes: readonly ToldLine[],
  target: DoorRecord | null,
): Readonly<Record<string, unknown>> {
  const adds = count(outcomes, 'add')
  const changes = count(outcomes, 'change')
  const replaces = count(outcomes, 'replace')
  const deletes = count(outcomes, 'delete')
  const schedules = count(outcomes, 'schedule')
  const failures = outcomes.filter((outcome) => outcome.sentence !== null).map(failureRecord)
  return {
    adds,
    changes,
    replaces,
    deletes,
    schedules,
    analysis: {
      adds: plan.summary.adds,
      changes: plan.summary.changes,
      replaces: plan.summary.replaces,
      blocked: plan.summary.blocked,
      deletes: plan.summary.deletes,
      doors: plan.summary.doors,
      grace_bypassed_deletes: plan.summary.graceBypassedDeletes,
      invalid_expected: plan.summary.invalidExpected,
      differences: differencesOf(plan),
    },
    enforce_plan: toPlanRecord(plan),
    failures,
    generated_at: toIso(plan.generatedAtMs),
    ok: failures.length === 0,
    summary: {
      adds_attempted: adds.attempted,
      adds_failed: adds.failed,
      adds_succeeded: adds.ok,
      changes_attempted: changes.attempted,
      changes_failed: changes.failed,
      changes_succeeded: changes.ok,
      replaces_attempted: replaces.attempted,
      replaces_failed: replaces.failed,
      replaces_succeeded: replaces.ok,
      deletes_attempted: deletes.attempted,
      deletes_failed: deletes.failed,
      deletes_succeeded: deletes.ok,
      schedules_attempted: schedules.attempted,
      schedules_failed: schedules.failed,
      schedules_succeeded: schedules.ok,
      failures,
    },
    target: target && {
      external_id: target.externalId,
      integration_device_id: target.integrationDeviceId,
      provider_type: target.deviceType,
    },
  }
}

/** What was not as it should be, whether or not anything may be done about it: the trace says what stays of it. */
function differencesOf({ doors }: EnforcePlan): number {
  let differences = 0
  for (const door of doors) if (door.kind === 'planned') differences += findingsOf(door).differences
  return differences
}

function count(outcomes: readonly ToldLine[], kind: ActionLine['kind']): Count {
  const attempted = outcomes.filter((outcome) => outcome.line.kind === kind && outcome.result !== 'skipped')
  const ok = attempted.filter((outcome) => outcome.result === 'ok' || outcome.result === 'already_so').length
  return { attempted: attempted.length, failed: attempted.length - ok, ok }
}

function failureRecord(outcome: ToldLine): Readonly<Record<string, unknown>> {
  const { line } = outcome
  return {
    line_id: line.lineId,
    kind: line.kind,
    code_name: line.codeName,
    vendor_pin_id: line.kind === 'add' ? null : line.vendorPinId,
    result: outcome.result,
    message: outcome.sentence,
  }
}
