import type Database from 'better-sqlite3'
import type { JobId } from '../../domain/ids.ts'
import type { OperationKind } from '../../domain/operation/operation.ts'
import type { JobSum } from '../../ports/stores/jobStore.ts'
import type { StoreContext } from '../storeContext.ts'

const OF_THESE = 'reconcile_job_id IN (SELECT value FROM json_each(?))'

/** What an enforce sends, as its result counts it. */
const MENDED = ['adds', 'changes', 'replaces', 'deletes', 'schedules'] as const

const OF_NONE: JobSum = {
  doorNames: [],
  done: { added: 0, changed: 0, removed: 0, scheduled: 0 },
  left: 0,
  staleDoors: 0,
}

/** Four statements, however many jobs: a revocation may have one for each of hundreds of doors. */
export class JobSums {
  readonly #doorNames: Database.Statement<[string], string>
  readonly #confirmed: Database.Statement<[string], { readonly kind: OperationKind; readonly codes: number }>
  readonly #left: Database.Statement<[string], { readonly found: number; readonly mended: number }>
  readonly #stale: Database.Statement<[string], number>

  constructor({ sqlite }: StoreContext) {
    this.#doorNames = sqlite
      .prepare<[string], string>(
        `SELECT DISTINCT door.name FROM reconcile_job JOIN door ON door.id = reconcile_job.door_id WHERE ${OF_THESE}`,
      )
      .pluck()
    this.#confirmed = sqlite.prepare(
      `SELECT kind, count(*) AS codes FROM operation WHERE state = 'confirmed' AND ${OF_THESE} GROUP BY kind`,
    )
    // Beside max() SQLite gives the columns of the row that has it: of each target the last plan.
    this.#left = sqlite.prepare(
      `SELECT max(reconcile_job_id), coalesce(json_extract(result_json, '$.analysis.differences'), 0) AS found,
         ${MENDED.map((kind) => `coalesce(json_extract(result_json, '$.summary.${kind}_succeeded'), 0)`).join(' + ')} AS mended
       FROM reconcile_job WHERE json_type(result_json, '$.analysis') = 'object' AND ${OF_THESE} GROUP BY target`,
    )
    this.#stale = sqlite
      .prepare<[string], number>(
        `SELECT count(*) FROM enforce_plan_door_state WHERE state = 'stale' AND enforce_plan_id IN
         (SELECT enforce_plan_id FROM reconcile_job WHERE job_type = 'enforce_plan_apply' AND ${OF_THESE})`,
      )
      .pluck()
  }

  of(ids: readonly JobId[]): JobSum {
    if (ids.length === 0) return OF_NONE
    const these = JSON.stringify(ids)
    const confirmed = this.#confirmed.all(these)
    const codesOf = (kind: OperationKind): number => confirmed.find((row) => row.kind === kind)?.codes ?? 0
    return {
      doorNames: this.#doorNames.all(these),
      done: {
        added: codesOf('add'),
        changed: codesOf('change'),
        removed: codesOf('delete'),
        scheduled: codesOf('schedule'),
      },
      left: this.#left.all(these).reduce((sum, { found, mended }) => sum + Math.max(0, found - mended), 0),
      staleDoors: this.#stale.get(these) ?? 0,
    }
  }
}
