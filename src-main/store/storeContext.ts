import type Database from 'better-sqlite3'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { toIso } from '../domain/instant.ts'
import type { Clock } from '../ports/clock.ts'
import type { CurrentDebugSession } from './currentDebugSession.ts'
import type { RowIds } from './rowIds.ts'
import type { Sealer } from './sealed.ts'
import type { Transactions } from './transaction.ts'

/** What every repository works with. */
export interface StoreContext {
  readonly sqlite: Database.Database
  readonly db: BetterSQLite3Database
  readonly transactions: Transactions
  readonly rowIds: RowIds
  readonly sealer: Sealer
  readonly clock: Clock
  readonly debugSession: CurrentDebugSession
}

export function nowIso(context: StoreContext): string {
  return toIso(context.clock.nowMs())
}
