import { setImmediate } from 'node:timers/promises'
import type { BundleLog } from '../../src-preload/contract/traceBundle.ts'
import type { LogRecordView } from '../../src-preload/contract/views/traces.ts'
import type { CorrelationId, CredentialId, DoorId } from '../domain/ids.ts'
import { toIso } from '../domain/instant.ts'
import type { Store } from '../ports/store.ts'
import type { BundleHead } from '../traceBundle/bundleDesk.ts'
import { readWholeHead, readWholeLogs, relatedIds } from './readTrace.ts'
import { auditRecord } from './traceRecords.ts'

/** The limits of the bundle's schema for texts. */
const MOST_CHARACTERS = 20_000

export interface CollectRequest {
  readonly correlationId: CorrelationId
  readonly nowMs: number
  readonly programVersion: string
}

/** A trace without its log rows, which were handed on page by page. */
export interface CollectedTrace {
  readonly head: BundleHead
  readonly logCount: number
  /** PINs and provider secrets of the doors, codes and accounts concerned. */
  readonly secrets: readonly string[]
}

/** Takes a page of log rows; the next one is read when it is done. */
export type TakeLogs = (
  rows: readonly BundleLog[],
  progress: { readonly done: number; readonly total: number },
) => Promise<void>

/**
 * Reads a trace, not yet redacted for leaving. The windows stay alive meanwhile: its rows are read page by page and
 * none is kept here. Null when there is no such trace.
 */
export async function collectTrace(
  store: Store,
  request: CollectRequest,
  take: TakeLogs,
): Promise<CollectedTrace | null> {
  const { correlationId, nowMs, programVersion } = request
  const whole = readWholeHead(store, correlationId, nowMs)
  if (!whole) return null
  const { trace, audit, jobs } = whole
  const doors = new Set<DoorId>()
  let logCount = 0
  const hand = async (rows: readonly LogRecordView[]): Promise<void> => {
    // Ids in the log are those of our own doors.
    for (const row of rows) if (row.door_id !== null) doors.add(row.door_id as DoorId)
    logCount += rows.length
    await take(rows.map(bundleLog), { done: logCount, total: Math.max(logCount, trace.logCount) })
  }
  for (let after = '0', hasMore = true; hasMore; ) {
    const page = readWholeLogs(store, correlationId, after)
    await hand(page.rows)
    await setImmediate()
    after = page.next
    hasMore = page.hasMore
  }
  const head: BundleHead = {
    format: 'lockstep-trace',
    version: 1,
    exported_at: toIso(nowMs),
    program: { name: 'Lockstep', version: programVersion },
    origin: 'lockstep',
    correlation_id: correlationId,
    outcome: { sentence: clip(trace.outcome), state: trace.outcomeState },
    timezone: trace.timezone,
    site_name: trace.siteName,
    plan_ids: [...trace.planIds],
    app_audit: audit.map((row) => ({
      ...auditRecord(store, row),
      operator: row.operatorId ? `Operator #${row.operatorId}` : 'System',
    })),
    reconcile_jobs: jobs.map((row) => ({
      ...row,
      reason: clip(row.reason),
      last_error: row.last_error === null ? null : clip(row.last_error),
    })),
  }
  return { head, logCount, secrets: await secretsOf(store, { correlationId, doors }) }
}

function bundleLog(row: LogRecordView): BundleLog {
  return { ...row, error_message: row.error_message === null ? null : clip(row.error_message) }
}

function clip(text: string): string {
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - 1)}…`
}

async function secretsOf(
  store: Store,
  trace: { readonly correlationId: CorrelationId; readonly doors: ReadonlySet<DoorId> },
): Promise<readonly string[]> {
  const jobs = store.jobs.ofCorrelation(trace.correlationId)
  const audit = store.traces.auditOf(relatedIds(store, jobs, trace.correlationId))
  const doors = new Set<DoorId>([...trace.doors, ...jobs.flatMap((job) => job.doorId ?? [])])
  // The note of a debug session may quote any PIN, also one that was given later.
  const quotesAny = audit.some(({ entity }) => entity.startsWith('Debug session #'))
  const secrets = new Set<string>(quotesAny ? store.people.allPins() : [])
  for (const row of audit) {
    if (row.entity.startsWith('Door #')) doors.add(row.entityId as DoorId)
    if (!row.entity.startsWith('Credential #')) continue
    const credentialId = row.entityId as CredentialId
    if (store.people.getCredential(credentialId)) secrets.add(store.people.revealPin(credentialId))
    for (const doorId of store.people.doorsOfCredential(credentialId)) doors.add(doorId)
  }
  for (const doorId of doors) {
    // Each PIN is unsealed, and a trace may concern every door there is.
    await setImmediate()
    for (const pin of store.people.pinsOfDoor(doorId)) secrets.add(pin)
  }
  // All accounts: there are few, and a call to one may be quoted in the trace of another.
  for (const account of store.accounts.list()) {
    const sealed = store.accounts.secrets(account.id)
    const { clientSecret, passwordMd5 } = sealed.readSecrets()
    const token = sealed.readToken()
    for (const secret of [clientSecret, passwordMd5, token?.accessToken, token?.refreshToken])
      if (secret) secrets.add(secret)
  }
  return [...secrets]
}
