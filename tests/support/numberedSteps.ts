import Database from 'better-sqlite3'
import { type JobId, SYSTEM_OPERATOR_ID } from '../../src-main/domain/ids.ts'
import type { Store } from '../../src-main/ports/store.ts'
import { correlation, type DoorScene, logRow, newOperation } from './storeScene.ts'

/** One commit of what an operation writes: its intent, a log row, an audit row, and the step's number beside them. */
export function writeStep(store: Store, scene: DoorScene & { readonly jobId: JobId }, step: number): void {
  const { doorId, jobId } = scene
  const atIso = new Date(Date.UTC(2026, 1, 5) + step).toISOString()
  const correlationId = correlation(`step-${step}`)
  store.write(() => {
    store.settings.write('last step', step)
    store.operations.insertIntent(
      newOperation(jobId, scene, { lineId: `step-${step}`, correlationId, pin: null }),
      atIso,
    )
    store.traces.appendLog(logRow({ correlationId, doorId }))
    store.traces.appendAudit(
      {
        ...{ operatorId: SYSTEM_OPERATOR_ID, entity: `Door #${doorId}`, entityId: doorId, action: 'step' },
        ...{ before: null, after: { step }, correlationId },
      },
      atIso,
    )
  })
}

/** The numbers of the steps each table holds. */
export function stepsIn(file: string): Record<string, readonly unknown[]> {
  const sqlite = new Database(file, { readonly: true })
  const column = (statement: string) => sqlite.prepare(statement).pluck().all()
  const steps = {
    operations: column("SELECT line_id FROM operation WHERE line_id LIKE 'step-%' ORDER BY id"),
    logs: column("SELECT correlation_id FROM integration_log WHERE correlation_id LIKE 'step-%' ORDER BY id"),
    audit: column("SELECT correlation_id FROM app_audit WHERE correlation_id LIKE 'step-%' ORDER BY id"),
    check: column('PRAGMA integrity_check'),
  }
  sqlite.close()
  return steps
}

/** What `stepsIn` gives of a whole database after this step. */
export function stepsUpTo(last: number): Record<string, readonly unknown[]> {
  const steps = Array.from({ length: last + 1 }, (_, step) => `step-${step}`)
  return { operations: steps, logs: steps, audit: steps, check: ['ok'] }
}
