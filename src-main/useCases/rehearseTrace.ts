import { setImmediate } from 'node:timers/promises'
import type { LogRecordView, RehearsalView, RehearsedDoor } from '../../src-preload/contract/views/traces.ts'
import type { CorrelationId } from '../domain/ids.ts'
import { toIso } from '../domain/instant.ts'
import { planDoor } from '../domain/plan/planDoor.ts'
import { toDoorPlanRecord } from '../domain/plan/planRecord.ts'
import { type ComparedDecision, compareDecisions } from '../domain/rehearsal/compareDecisions.ts'
import type { RecordedDoor } from '../domain/rehearsal/recordedDoor.ts'
import { missingFacts, recordedCodes, rehearsalInput } from '../domain/rehearsal/rehearsalInput.ts'
import type { ReadInSandbox } from '../ports/rehearsalSandbox.ts'
import type { Store } from '../ports/store.ts'
import { wholeImportedLogs } from './importedRecords.ts'
import type { ImportedTrace } from './importedTraces.ts'
import { readTraceHead, readWholeLogs } from './readTrace.ts'
import { readLines, readRecordedDoors } from './recordedDoors.ts'
import { RequestError } from './requestError.ts'

/** Enough for what one job plans at once; each is a lock of the simulator that has to be read. */
const MOST_DOORS = 100

/** Nothing compares fingerprints of a rehearsal. */
const NO_FINGERPRINT = (): string => ''

export async function rehearseStored(
  readInSandbox: ReadInSandbox,
  store: Store,
  correlationId: CorrelationId,
): Promise<RehearsalView> {
  const trace = readTraceHead(store, correlationId, 0)
  if (!trace) throw new RequestError('not_found')
  let plan: unknown
  for (let after = '0', hasMore = true; hasMore; ) {
    const page = readWholeLogs(store, correlationId, after)
    plan = lastPlan(page.rows) ?? plan
    await setImmediate()
    after = page.next
    hasMore = page.hasMore
  }
  return rehearse(readInSandbox, plan, trace.timezone)
}

export async function rehearseImported(
  readInSandbox: ReadInSandbox,
  imported: ImportedTrace,
): Promise<RehearsalView> {
  let plan: unknown
  for (let after = '0', hasMore = true; hasMore; ) {
    const page = await wholeImportedLogs(imported, after)
    plan = lastPlan(page.rows) ?? plan
    after = page.next
    hasMore = page.hasMore
  }
  return rehearse(readInSandbox, plan, imported.head.timezone)
}

/** The plan that a job's last step wrote down; the last one of several is what the trace ended with. */
function lastPlan(logs: readonly LogRecordView[]): unknown {
  for (const { response_json: response } of [...logs].reverse())
    if (typeof response === 'object' && response !== null && 'enforce_plan' in response)
      return response.enforce_plan
  return undefined
}

async function rehearse(
  readInSandbox: ReadInSandbox,
  plan: unknown,
  timezone: string,
): Promise<RehearsalView> {
  const nothing = { timezone, doors: [], leftOut: 0 }
  if (plan === undefined) return { verdict: 'no_plan', ...nothing }
  const read = readRecordedDoors(plan, timezone)
  if (read.kind === 'unknown_shape') return { verdict: 'plan_not_understood', ...nothing }
  if (read.doors.length === 0) return { verdict: 'no_plan', ...nothing }
  const doors = read.doors.slice(0, MOST_DOORS)
  const judged = doors.filter((door) => missingFacts(door).length === 0)
  const readings = await readInSandbox(
    judged.map((door) => ({ externalId: door.externalId, codes: recordedCodes(door) })),
  )
  const views = doors.map((door) => {
    const reading = readings.get(door.externalId)
    return reading?.kind === 'known'
      ? doorView(door, decideAgain(door, reading.codes))
      : { ...doorView(door, []), missing: reading ? (['readable_list'] as const) : missingFacts(door) }
  })
  return { verdict: verdictOf(views), timezone, doors: views, leftOut: read.doors.length - doors.length }
}

/** The list came from the simulator today; what is decided is decided as of then. */
function decideAgain(
  door: RecordedDoor,
  codes: ReturnType<typeof recordedCodes>,
): readonly ComparedDecision[] {
  const listed = door.openSchedule?.listed
  const reading = {
    kind: 'known',
    codes,
    readAtMs: door.readAtMs,
    ...(listed && { schedule: listed }),
  } as const
  const input = rehearsalInput(door, reading)
  const today = readLines(toDoorPlanRecord(planDoor(input, NO_FINGERPRINT)))
  if (today === null) throw new Error('the record of our own plan was not understood')
  return compareDecisions(door.lines, today)
}

function doorView(door: RecordedDoor, codes: readonly ComparedDecision[]): RehearsedDoor {
  const first = codes.findIndex((code) => !code.isSame)
  const windows = [...door.expected, ...door.actual].some((code) => code.window === 'unknown')
  return {
    doorId: door.doorId,
    doorName: door.doorName,
    lock_key: `TTLOCK:${door.externalId}`,
    plannedAt: toIso(door.plannedAtMs),
    codes,
    firstDifference: first < 0 ? null : first,
    missing: [],
    assumed: ['digits', 'lock_abilities', ...(windows ? (['windows'] as const) : [])],
  }
}

function verdictOf(doors: readonly RehearsedDoor[]): RehearsalView['verdict'] {
  if (doors.some((door) => door.firstDifference !== null)) return 'different'
  return doors.some((door) => door.missing.length > 0) ? 'partly' : 'same'
}
