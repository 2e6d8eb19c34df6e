import { and, eq, sql } from 'drizzle-orm'
import { reconcileJobTable } from '../../../db/schema/reconcileJob.ts'
import type { DoorId } from '../../domain/ids.ts'
import type { DoorListRecord } from '../../ports/stores/doorStore.ts'
import { given } from '../columns.ts'
import { nowIso, type StoreContext } from '../storeContext.ts'

type OpenJob = NonNullable<DoorListRecord['openJob']>

/** The most telling first: what happens now, then what needs a person, then what waits. */
const ORDER: readonly OpenJob['status'][] = ['running', 'awaiting_approval', 'waiting_offline', 'queued']

/** A background check that is only scheduled says nothing of the door; work that is due, was tried or is held does. */
const isOpen = sql`(status in ('running','waiting_offline','awaiting_approval') or (status = 'queued' and (next_run_at <= ${given('now')} or attempt_count > 0 or held_by is not null)))`

export class OpenJobsOfDoors {
  readonly #all
  readonly #ofDoor
  readonly #context: StoreContext

  constructor(context: StoreContext) {
    const { db } = context
    this.#context = context
    const columns = {
      doorId: reconcileJobTable.doorId,
      status: reconcileJobTable.status,
      waitReason: reconcileJobTable.waitReason,
      heldBy: reconcileJobTable.heldBy,
    }
    this.#all = db
      .select(columns)
      .from(reconcileJobTable)
      .where(and(sql`door_id is not null`, isOpen))
      .prepare()
    this.#ofDoor = db
      .select(columns)
      .from(reconcileJobTable)
      .where(and(eq(reconcileJobTable.doorId, given('doorId')), isOpen))
      .prepare()
  }

  all(): ReadonlyMap<number, OpenJob> {
    const byDoor = new Map<number, OpenJob>()
    for (const row of this.#all.all({ now: nowIso(this.#context) })) {
      if (row.doorId === null) continue
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

function toOpenJob(row: { status: string; waitReason: string | null; heldBy: string | null }): OpenJob {
  const status = ORDER.find((open) => open === row.status)
  if (!status) throw new Error('A closed job was read as an open one')
  return { status, waitReason: row.waitReason, heldBy: row.heldBy }
}

function mostTelling(known: OpenJob | null, other: OpenJob): OpenJob {
  return known && ORDER.indexOf(known.status) <= ORDER.indexOf(other.status) ? known : other
}
