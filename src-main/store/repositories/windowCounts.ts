import type Database from 'better-sqlite3'
import type { AccountId } from '../../domain/ids.ts'
import type { WindowsAhead } from '../../domain/job/checkInterval.ts'
import { nowIso, type StoreContext } from '../storeContext.ts'

/** A number for a budget: all credentials are gone through for it, which no check of a door should wait for. */
const KNOWN_FOR_MS = 10 * 60_000

interface Stretch {
  readonly accountId: AccountId
  readonly now: string
  readonly until: string
}

interface Counted {
  readonly untilIso: string
  readonly atMs: number
  readonly windows: WindowsAhead
}

/** How many windows open and close at the doors of an account in the time ahead. */
export class WindowCounts {
  readonly #context: StoreContext
  readonly #counted = new Map<AccountId, Counted>()
  #count: Database.Statement<[Stretch], WindowsAhead> | null = null

  constructor(context: StoreContext) {
    this.#context = context
  }

  of(accountId: AccountId, untilIso: string): WindowsAhead {
    const atMs = this.#context.clock.nowMs()
    const known = this.#counted.get(accountId)
    if (known?.untilIso === untilIso && Math.abs(atMs - known.atMs) < KNOWN_FOR_MS) return known.windows
    this.#count ??= this.#context.sqlite.prepare(COUNT)
    const stretch = { accountId, now: nowIso(this.#context), until: untilIso }
    const windows = this.#count.get(stretch) ?? { openings: 0, closings: 0 }
    this.#counted.set(accountId, { untilIso, atMs, windows })
    return windows
  }
}

/**
 * Where credential and grant both have a window, what they have in common counts. One that reaches a door both by itself and by
 * its group counts twice; both are rare, and too much is kept back rather than too little.
 */
const COUNT = `
  WITH span AS (
    SELECT g.door_id, g.door_group_id,
      max(ifnull(c.starts_at, ''), ifnull(g.starts_at, '')) AS opens,
      min(ifnull(c.ends_at, '~'), ifnull(g.ends_at, '~')) AS closes
    -- In this order: most codes of a large site are over.
    FROM credential AS c
    CROSS JOIN person AS p ON p.id = c.person_id
    CROSS JOIN "grant" AS g ON g.credential_id = c.id
    WHERE (c.ends_at IS NULL OR c.ends_at > @now) AND (g.ends_at IS NULL OR g.ends_at > @now)
      AND c.revoked_at IS NULL AND g.revoked_at IS NULL AND p.blocked_at IS NULL AND p.removed_at IS NULL
  ), ahead AS MATERIALIZED (
    SELECT door_id, door_group_id,
      sum(opens > @now AND opens < @until) AS openings, sum(closes < @until) AS closings
    FROM span WHERE opens < closes GROUP BY door_id, door_group_id
  ), at_door AS (
    SELECT openings, closings FROM ahead JOIN door ON door.id = ahead.door_id
    WHERE door.is_active = 1 AND door.integration_customer_id = @accountId
    UNION ALL
    SELECT openings, closings FROM ahead JOIN door ON door.door_group_id = ahead.door_group_id
    WHERE door.is_active = 1 AND door.integration_customer_id = @accountId
  )
  SELECT ifnull(sum(openings), 0) AS openings, ifnull(sum(closings), 0) AS closings FROM at_door`
