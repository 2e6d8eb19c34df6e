import Database from 'better-sqlite3'
import { parseCodeName } from '../../src-main/domain/code/codeName.ts'
import type { DoorId } from '../../src-main/domain/ids.ts'
import { fromIso, toIso } from '../../src-main/domain/instant.ts'
import { DELETE_REASONS } from '../../src-main/domain/plan/planLine.ts'
import { isSameSchedule, weekText } from '../../src-main/domain/schedule/openSchedule.ts'
import type { Store } from '../../src-main/ports/store.ts'
import type { OperationRecord } from '../../src-main/ports/stores/operationStore.ts'
import type { JournalEntry } from '../../src-main/simulator/journal.ts'
import type { Simulator } from '../../src-main/simulator/simulator.ts'
import { auditViolations } from './auditInvariants.ts'
import type { Acknowledged } from './commands.ts'
import { databaseFile } from './openProfile.ts'

/** What must hold the moment the program is started again, whatever was cut off. Gives the violations found. */
export function violationsAfterCrash(
  dir: string,
  store: Store,
  acknowledged: readonly Acknowledged[],
): string[] {
  return [
    ...integrityViolations(dir),
    ...(store.traces.verifyAudit() === null ? [] : ['the audit chain is broken']),
    ...auditViolations(store),
    ...acknowledged.flatMap((result) => lostViolation(store, result)),
  ]
}

function integrityViolations(dir: string): string[] {
  const sqlite = new Database(databaseFile(dir), { readonly: true })
  try {
    const rows = sqlite.pragma('integrity_check') as readonly { integrity_check: string }[]
    const foreign = sqlite.pragma('foreign_key_check') as readonly unknown[]
    return [
      ...rows
        .filter((row) => row.integrity_check !== 'ok')
        .map((row) => `integrity_check: ${row.integrity_check}`),
      ...foreign.map((row) => `foreign_key_check: ${JSON.stringify(row)}`),
      ...sqlite
        .prepare<[], number>(
          `SELECT id FROM integration_log
           WHERE response_body_id IS NOT NULL AND response_body_id NOT IN (SELECT id FROM log_body)`,
        )
        .pluck()
        .all()
        .map((id) => `log row ${id} has lost its long answer`),
    ]
  } finally {
    sqlite.close()
  }
}

/** What was acknowledged to a person is there. A later command may have changed it further. */
function lostViolation(store: Store, result: Acknowledged): string[] {
  if (!('credentialId' in result)) return []
  const credential = store.people.getCredential(result.credentialId as never)
  if (!credential) return [`acknowledged code ${result.credentialId} is lost`]
  if (result.kind === 'revoked' && credential.revokedAt === null) {
    return [`acknowledged revocation of code ${result.credentialId} is lost`]
  }
  return []
}

/** A stretch of time at whose beginning everything was settled, and in which the simulator kept its journal. */
export interface Stretch {
  readonly sinceIso: string
  readonly nowMs: number
}

/** What must hold once the engine is through with everything that was due. Gives the violations found. */
export function violationsWhenSettled(store: Store, simulator: Simulator, stretch: Stretch): string[] {
  const doorIds = store.doors.allIds()
  const counting = countingCodes(store, stretch.nowMs)
  return [
    ...store.operations.unsettled().map((operation) => `operation ${operation.id} is ${operation.state}`),
    ...auditViolations(store),
    ...openJobViolations(store, stretch.nowMs),
    ...doorIds.flatMap((doorId) => [
      ...jobViolations(store, doorId, stretch),
      ...memoryViolations(store, simulator, doorId, counting),
      ...scheduleViolations(store, simulator, doorId),
      ...journalViolations(store, simulator, doorId, stretch),
      ...deleteViolations(store, doorId, stretch),
    ]),
  ]
}

const RECENT = 500
const MOST_OPEN = 10_000
/** TTLock's number for a code that counts for ever. */
const PERMANENT_TYPE = 2
const OPEN = ['queued', 'running', 'waiting_offline'] as const

/** Of all jobs, also those of an account, of a plan and of the store: each has ended or waits for its time. */
function openJobViolations(store: Store, nowMs: number): string[] {
  const open = store.jobs.list({ statuses: OPEN, text: '', beforeId: null, limit: MOST_OPEN })
  return open.flatMap(({ job }) => {
    if (job.status === 'running') return [`job ${job.id} (${job.type}) runs, and nobody runs it`]
    const isDue = (job.nextRunAt ?? '') <= toIso(nowMs)
    return isDue ? [`job ${job.id} (${job.type}) is ${job.status} and due, and nobody takes it`] : []
  })
}

function jobViolations(store: Store, doorId: DoorId, { sinceIso }: Stretch): string[] {
  const jobs = store.jobs.ofDoor(doorId, RECENT)
  const scheduled = jobs.filter((job) => job.type === 'drift_enforce_lock_truth' && job.status === 'queued')
  return [
    ...(scheduled.length === 1 ? [] : [`door ${doorId} has ${scheduled.length} scheduled checks`]),
    ...jobs.flatMap((job) =>
      job.status === 'failed' && job.updatedAt >= sinceIso ? [`job ${job.id} failed: ${job.lastError}`] : [],
    ),
    ...jobs.filter((job) => job.updatedAt >= sinceIso).flatMap((job) => traceViolations(store, job.id)),
  ]
}

/** Each run that began has an end in the trace, or says that it was taken up again. */
function traceViolations(store: Store, jobId: ReturnType<Store['jobs']['ofDoor']>[number]['id']): string[] {
  const logs = store.traces
    .logsOf(store.jobs.correlationIds(jobId), 0, 100_000)
    .filter((log) => log.reconcileJobId === jobId)
  const count = (pattern: RegExp) => logs.filter((log) => pattern.test(log.action)).length
  const begun = count(/_JOB_START$/)
  const ended = count(
    /_JOB_(DONE|FAILED|CANCELLED|WAITING|HELD|RETRY|LOOK_AGAIN|ABANDONED|AWAITING_APPROVAL)$/,
  )
  const takenUp = count(/^JOB_TAKEN_UP_AGAIN$/)
  const seen = new Set(logs.map((log) => log.operationId))
  return [
    ...(begun - ended >= 0 && begun - ended <= takenUp
      ? []
      : [`job ${jobId} began ${begun} times, ended ${ended}, was taken up again ${takenUp}`]),
    ...store.operations
      .ofJob(jobId)
      .filter((operation) => !seen.has(operation.id))
      .map((operation) => `operation ${operation.id} is in no trace`),
  ]
}

/** The lock itself opens to exactly the codes that the business decided, for as long as decided, and the list shows each once. */
function memoryViolations(
  store: Store,
  simulator: Simulator,
  doorId: DoorId,
  counting: readonly CountingCode[],
): string[] {
  const door = store.doors.get(doorId)
  if (!door) return [`door ${doorId} is gone`]
  const [lock] = simulator.control.state({ lockId: Number(door.externalId) }).locks
  const wanted = sorted(counting.filter((code) => code.doorIds.has(doorId)).map(({ words }) => words))
  const held = sorted((lock?.memory ?? []).map(codeWords))
  const listed = sorted((lock?.cloud ?? []).map(codeWords))
  const names = lock?.cloud.map((code) => code.keyboardPwdName) ?? []
  return [
    ...(held === wanted ? [] : [`lock ${door.externalId} opens to ${held}, decided was ${wanted}`]),
    ...(listed === wanted ? [] : [`lock ${door.externalId} lists ${listed}, decided was ${wanted}`]),
    ...(new Set(names).size === names.length ? [] : [`lock ${door.externalId} lists a code twice`]),
  ]
}

interface CountingCode {
  readonly words: string
  readonly doorIds: ReadonlySet<DoorId | null>
}

/**
 * By the records alone, without a word of the planner, which would agree with itself: the campaign's codes count from the
 * beginning, on doors and not on groups.
 */
function countingCodes({ people }: Store, nowMs: number): readonly CountingCode[] {
  return people
    .list()
    .flatMap(({ person }) => people.credentials(person.id))
    .filter(({ revokedAt, endsAt }) => revokedAt === null && (endsAt === null || fromIso(endsAt) > nowMs))
    .map(({ id, endsAt }) => ({
      words: `${people.revealPin(id)} until ${endsAt ?? 'revoked'}`,
      doorIds: new Set(
        people
          .grantsOf(id)
          .filter((grant) => grant.revokedAt === null)
          .map((grant) => grant.doorId),
      ),
    }))
}

function codeWords(code: {
  readonly keyboardPwd: string
  readonly keyboardPwdType: number
  readonly endDate: number
}): string {
  const until = code.keyboardPwdType === PERMANENT_TYPE ? 'revoked' : toIso(code.endDate)
  return `${code.keyboardPwd} until ${until}`
}

/** Where somebody decided when the door stands open, its lock does so then, and the cloud says so. */
function scheduleViolations(store: Store, simulator: Simulator, doorId: DoorId): string[] {
  const door = store.doors.get(doorId)
  const decided = door && store.schedules.decidedOf(door)
  if (!decided) return []
  const [lock] = simulator.control.state({ lockId: Number(door.externalId) }).locks
  return (['memory', 'cloud'] as const).flatMap((where) => {
    const has = (lock?.passage[where].periods ?? []).map((period) => ({
      weekDays: period.weekDays,
      startMinute: period.startTime,
      endMinute: period.endTime,
    }))
    if (isSameSchedule(decided, has)) return []
    return [
      `lock ${door.externalId} stands open ${weekText(has)} in its ${where}, decided was ${weekText(decided)}`,
    ]
  })
}

function sorted(words: readonly string[]): string {
  return [...words].sort().join(', ')
}

/**
 * Every command that reached the provider is one that was decided, and was sent once: the n-th command of a kind about
 * a code has its own, n-th operation. None was refused for being there or gone already, and what is said of each
 * operation is what it did to the lock.
 */
function journalViolations(
  store: Store,
  simulator: Simulator,
  doorId: DoorId,
  { sinceIso }: Stretch,
): string[] {
  const door = store.doors.get(doorId)
  const operations = store.operations
    .ofDoor(doorId, RECENT)
    .filter((operation) => operation.intentAt >= sinceIso)
  const entries = simulator.control.journal({ lockId: Number(door?.externalId) })
  const violations = entries
    .filter((entry) => entry.errcode === -3007 || entry.errcode === -2009)
    .map((entry) => `${entry.path} to lock ${entry.lockId} was sent again (${entry.errcode})`)
  const keys = new Set([
    ...entries.flatMap((entry) => keyOfEntry(entry) ?? []),
    ...operations.map(keyOfOperation),
  ])
  for (const key of keys) {
    const sent = entries.filter((entry) => keyOfEntry(entry) === key)
    const decided = operations.filter((operation) => keyOfOperation(operation) === key)
    const applied = sent.filter((entry) => entry.effect === 'applied').length
    const confirmed = decided.filter((operation) => operation.state === 'confirmed').length
    const what = `${key} on door ${doorId}`
    if (sent.length > decided.length) {
      violations.push(`${what} was sent ${sent.length} times, decided ${decided.length} times`)
    }
    if (applied !== confirmed) {
      violations.push(`${what} took effect ${applied} times, and is said to have ${confirmed} times`)
    }
  }
  return violations
}

/** A delete that is no half of a replace is of a code that nobody should have any more, whatever is put back later. */
function deleteViolations(store: Store, doorId: DoorId, { sinceIso }: Stretch): string[] {
  return store.operations
    .ofDoor(doorId, RECENT)
    .filter(({ kind, sentAt, intentAt }) => kind === 'delete' && sentAt !== null && intentAt >= sinceIso)
    .filter(({ reason }) => DELETE_REASONS.some((known) => known === reason))
    .flatMap(({ id, credentialId, codeName, intentAt }) => {
      const owner = credentialId ?? parseCodeName(codeName)?.credentialId ?? null
      const credential = owner === null ? null : store.people.getCredential(owner)
      const hasEnded = credential?.endsAt != null && credential.endsAt <= intentAt
      if (credential && (credential.revokedAt !== null || hasEnded)) return []
      return [`operation ${id} deleted ${codeName} on door ${doorId}, which still counts`]
    })
}

export const SET_SCHEDULE = '/v3/lock/configurePassageMode'

function keyOfEntry(entry: JournalEntry): string | null {
  const { keyboardPwd, keyboardPwdId } = entry.parameters
  switch (entry.path) {
    case '/v3/keyboardPwd/add':
      return `add ${keyboardPwd}`
    case '/v3/keyboardPwd/change':
      return `change ${keyboardPwdId}`
    case '/v3/keyboardPwd/delete':
      return `delete ${keyboardPwdId}`
    case SET_SCHEDULE:
      return 'schedule'
    default:
      return null
  }
}

function keyOfOperation(operation: OperationRecord): string {
  if (operation.kind === 'schedule') return 'schedule'
  return operation.kind === 'add' ? `add ${operation.pin}` : `${operation.kind} ${operation.vendorPinId}`
}
