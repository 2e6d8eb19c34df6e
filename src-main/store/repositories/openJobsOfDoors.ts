import { and, eq, sql } from 'drizzle-orm'
import { reconcileJobTable } from '../../../db/schema/reconcileJob.ts'
import type { DoorId } from '../../domain/ids.ts'
import type { DoorListRecord } from '../../ports/stores/doorStore.ts'
import { given } from '../columns.ts'
import type { StoreContext } from '../storeContext.ts'

type OpenJob = NonNullable<DoorListRecord['openJob']>

/** The most telling first: what happens now, then what needs a person, then what waits. */
const ORDER: readonly OpenJob['status'][] = ['running', 'awaiting_approval', 'waiting_offline', 'queued']

const isOpen = sql`status in ('queued','running','waiting_offline','awaiting_approval')`

export class OpenJobsOfDoors {
  readonly #all
  readonly #ofDoor

  constructor({ db }: StoreContext) {
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
    for (const row of this.#all.all()) {
      if (row.doorId === null) continue
      byDoor.set(row.doorId, mostTelling(byDoor.get(row.doorId) ?? null, toOpenJob(row)))
    }
    return byDoor
  }

  of(doorId: DoorId): OpenJob | null {
    let found: OpenJob | null = null
    for (const row of this.#ofDoor.all({ doorId })) found = mostTelling(found, toOpenJob(row))
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
