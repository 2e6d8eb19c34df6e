import type Database from 'better-sqlite3'
import type { DoorId } from '../../domain/ids.ts'
import type { DoorListRecord } from '../../ports/stores/doorStore.ts'
import { nowIso, type StoreContext } from '../storeContext.ts'

type OpenJob = NonNullable<DoorListRecord['openJob']>

interface OpenJobRow {
  readonly doorId: number
  readonly status: string
  readonly waitReason: string | null
  readonly heldBy: string | null
  readonly planId: number | null
}

/** The most telling first: what happens now, then what needs a person, then what waits. */
const ORDER: readonly OpenJob['status'][] = ['running', 'awaiting_approval', 'waiting_offline', 'queued']

/**
 * A background check that is only scheduled says nothing of the door; work that is due, was tried or is held does.
 * The index is named: left to itself, SQLite reads every job a door ever had.
 */
const OPEN_JOBS = `
  SELECT door_id AS doorId, status, wait_reason AS waitReason, held_by AS heldBy, enforce_plan_id AS planId
  FROM reconcile_job INDEXED BY reconcile_job_open_door
  WHERE finished_at IS NULL
    AND (status <> 'queued' OR next_run_at <= @now OR attempt_count > 0 OR held_by IS NOT NULL)`

export class OpenJobsOfDoors {
  readonly #context: StoreContext
  readonly #all: Database.Statement<[{ now: string }], OpenJobRow>
  readonly #ofDoor: Database.Statement<[{ now: string; doorId: number }], OpenJobRow>

  constructor(context: StoreContext) {
    this.#context = context
    const { sqlite } = context
    this.#all = sqlite.prepare(`${OPEN_JOBS} AND door_id IS NOT NULL`)
    this.#ofDoor = sqlite.prepare(`${OPEN_JOBS} AND door_id = @doorId`)
  }

  all(): ReadonlyMap<number, OpenJob> {
    const byDoor = new Map<number, OpenJob>()
    for (const row of this.#all.all({ now: nowIso(this.#context) })) {
      byDoor.set(row.doorId, mostTelling(byDoor.get(row.doorId) ?? null, toOpenJob(row)))
    }
    return byDoor
  }

  of(doorId: DoorId): OpenJob | null {
    let found: OpenJob | null = null
    for (const row of this.#ofDoor.all({ doorId, now: nowIso(this.#context) }))
      found = mostTelling(found, toOpenJob(row))
    return found
  }
}

function toOpenJob(row: OpenJobRow): OpenJob {
  const status = ORDER.find((open) => open === row.status)
  if (!status) throw new Error('A closed job was read as an open one')
  return { status, waitReason: row.waitReason, heldBy: row.heldBy, planId: row.planId, waitsBeside: null }
}

function mostTelling(known: OpenJob | null, other: OpenJob): OpenJob {
  if (!known) return other
  const isKnown = ORDER.indexOf(known.status) <= ORDER.indexOf(other.status)
  const [told, beside] = isKnown ? [known, other] : [other, known]
  return { ...told, waitsBeside: known.waitsBeside ?? beside.waitReason }
}
