import type Database from 'better-sqlite3'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import type { Clock } from '../ports/clock.ts'
import type { Logger } from '../ports/logger.ts'
import type { Store } from '../ports/store.ts'
import type { Vault } from '../ports/vault.ts'
import { AuditHeadFile } from './auditHead.ts'
import { Checkpoints, type StartCheckpointThread } from './checkpoints.ts'
import { CurrentDebugSession } from './currentDebugSession.ts'
import { madeWhenAsked } from './madeWhenAsked.ts'
import { AccountRepository } from './repositories/accountRepository.ts'
import { ApplicationRepository } from './repositories/applicationRepository.ts'
import { AuditChain } from './repositories/auditChain.ts'
import { CodeDecisionRepository } from './repositories/codeDecisionRepository.ts'
import { DebugSessionRepository } from './repositories/debugSessionRepository.ts'
import { DoorRepository } from './repositories/doorRepository.ts'
import { DoorUseRepository } from './repositories/doorUseRepository.ts'
import { JobRepository } from './repositories/jobRepository.ts'
import { LockCodeRepository } from './repositories/lockCodeRepository.ts'
import { OperationRepository } from './repositories/operationRepository.ts'
import { OperatorRepository } from './repositories/operatorRepository.ts'
import { PersonRepository } from './repositories/personRepository.ts'
import { PlanRepository } from './repositories/planRepository.ts'
import { SavedFilterRepository } from './repositories/savedFilterRepository.ts'
import { ScheduleRepository } from './repositories/scheduleRepository.ts'
import { SettingRepository } from './repositories/settingRepository.ts'
import { SiteRepository } from './repositories/siteRepository.ts'
import { TraceIndex } from './repositories/traceIndex.ts'
import { TraceRepository } from './repositories/traceRepository.ts'
import { TraceSummary } from './repositories/traceSummary.ts'
import { RowIds } from './rowIds.ts'
import { Sealer } from './sealed.ts'
import type { StoreContext } from './storeContext.ts'
import { Transactions } from './transaction.ts'

export interface StoreParts {
  readonly sqlite: Database.Database
  readonly db: BetterSQLite3Database
  readonly vault: Vault
  readonly clock: Clock
  readonly auditHeadFile: string
  readonly logger: Logger | null
  readonly startCheckpointThread: StartCheckpointThread | null
}

/** A store over a migrated connection, and the file that keeps its audit's head. */
export function createStore(parts: StoreParts): { readonly store: Store; readonly auditHead: AuditHeadFile } {
  const { sqlite, db, vault, clock } = parts
  const transactions = new Transactions(sqlite, {
    afterCommit: (topics) => {
      checkpoints.follow()
      if (!topics.has('traces')) return
      traceIndex.follow()
      auditHead.follow()
    },
    onListenerError: (cause) => reportListenerError(parts.logger, cause),
  })
  const checkpoints = new Checkpoints({
    sqlite,
    startThread: parts.startCheckpointThread,
    logger: parts.logger,
  })
  const context: StoreContext = {
    sqlite,
    db,
    transactions,
    rowIds: new RowIds(sqlite),
    sealer: new Sealer(vault),
    clock,
    debugSession: new CurrentDebugSession(sqlite),
  }
  const audit = new AuditChain(context)
  const traces = new TraceSummary(context)
  const traceIndex = new TraceIndex(context, (cause) => reportListenerError(parts.logger, cause))
  traceIndex.follow()
  const auditHead = new AuditHeadFile({
    file: parts.auditHeadFile,
    vault,
    audit,
    clock,
    onLateError: (cause) => reportListenerError(parts.logger, cause),
  })
  const shared = madeWhenAsked({ applications: () => new ApplicationRepository(context) })
  const store: Store = Object.assign(
    madeWhenAsked({
      operators: () => new OperatorRepository(context),
      sites: () => new SiteRepository(context),
      accounts: () => new AccountRepository(context, shared.applications),
      applications: () => shared.applications,
      doors: () => new DoorRepository(context),
      people: () => new PersonRepository(context),
      codes: () => new LockCodeRepository(context),
      decisions: () => new CodeDecisionRepository(context),
      doorUse: () => new DoorUseRepository(context),
      schedules: () => new ScheduleRepository(context),
      jobs: () => new JobRepository(context, traces),
      operations: () => new OperationRepository(context),
      plans: () => new PlanRepository(context),
      traces: () => new TraceRepository(context, { audit, traces }),
      debugSessions: () => new DebugSessionRepository(context),
      savedFilters: () => new SavedFilterRepository(context),
      settings: () => new SettingRepository(context),
    }),
    {
      write: <T>(work: () => T) => transactions.write(work),
      writeTogether: <T>(work: () => T) => transactions.writeTogether(work),
      onCommitted: (listener: Parameters<Store['onCommitted']>[0]) => transactions.onCommitted(listener),
      sqliteVersion: () => String(sqlite.prepare('SELECT sqlite_version()').pluck().get()),
      close: () => close(parts, { transactions, auditHead, traceIndex, checkpoints }),
    },
  )
  return { store, auditHead }
}

interface Followers {
  readonly transactions: Transactions
  readonly auditHead: AuditHeadFile
  readonly traceIndex: TraceIndex
  readonly checkpoints: Checkpoints
}

function close({ sqlite, logger }: StoreParts, followers: Followers): void {
  const { transactions, auditHead, traceIndex, checkpoints } = followers
  if (!sqlite.open) return
  transactions.flush()
  traceIndex.close()
  try {
    auditHead.write()
  } catch (cause) {
    // Only a mark that could not be written after a commit either is left; the next start takes it up.
    reportListenerError(logger, cause)
  }
  checkpoints.close()
  // No `optimize`: without statistics the query plans are those the tests saw.
  // A reader elsewhere may keep the log in use; then the next start takes it in.
  sqlite.pragma('wal_checkpoint(TRUNCATE)')
  sqlite.close()
}

/** The commit stands. Without a logger the error is thrown where nobody can take it for a failed write. */
function reportListenerError(logger: Logger | null, cause: unknown): void {
  if (logger) logger.error('After a commit something failed', { cause })
  else
    queueMicrotask(() => {
      throw cause
    })
}
