import { type StoreTroubleKind, storeTroubleKind } from '../storeTrouble.ts'
import type { WaitReason } from './job.ts'

/** What keeps work from being done. */
export type StandstillCause =
  | 'vault_locked'
  | 'stopped'
  | StoreTroubleKind
  | 'no_account'
  | WaitReason
  | 'clock'
  | 'frozen'
  | 'pause'
  | 'hours'

export interface Standstill {
  readonly because: StandstillCause
  /** Nothing at all gets on; false where only some doors or jobs are concerned. */
  readonly isTotal: boolean
  /** ISO UTC, where it is known. */
  readonly since: string | null
  readonly until: string | null
  /** Jobs that wait for it; for `frozen` the doors to which nothing is sent. */
  readonly count: number
  /** The sites that are frozen, or the database's word for its trouble. */
  readonly detail: string | null
}

export interface StandstillFacts {
  readonly engine: 'running' | 'vault_locked' | 'stopped'
  readonly trouble: { readonly code: string; readonly since: string } | null
  readonly accounts: number
  readonly doors: number
  readonly waiting: readonly {
    readonly reason: WaitReason
    readonly jobs: number
    readonly since: string | null
  }[]
  readonly held: readonly { readonly by: string; readonly jobs: number }[]
  readonly sites: readonly {
    readonly name: string
    readonly doors: number
    readonly frozenUntil: string | null
  }[]
}

/** Reasons that stop the work of a whole account; the others lie with one lock or gateway. */
const ACCOUNT_REASONS: readonly WaitReason[] = ['no_network', 'provider_down', 'not_signed_in', 'quota']

/**
 * Everything that keeps jobs from running or sending at this moment, what stops everything first. A freeze counts before
 * any job met it. What lies with one lock is no standstill: its job says so, and raises an alarm when it lasts.
 */
export function listStandstills(facts: StandstillFacts, nowIso: string): readonly Standstill[] {
  const found = [...ofEngine(facts), ...ofAccounts(facts), ...ofHolds(facts), ...ofSites(facts, nowIso)]
  return [...found.filter((one) => one.isTotal), ...found.filter((one) => !one.isTotal)]
}

function ofEngine({ engine, trouble }: StandstillFacts): readonly Standstill[] {
  const total = { isTotal: true, until: null, count: 0 } as const
  if (engine !== 'running') return [{ ...total, because: engine, since: null, detail: null }]
  if (!trouble) return []
  return [{ ...total, because: storeTroubleKind(trouble.code), since: trouble.since, detail: trouble.code }]
}

function ofAccounts({ accounts, doors, waiting }: StandstillFacts): readonly Standstill[] {
  if (accounts === 0) {
    if (doors === 0) return []
    return [{ because: 'no_account', isTotal: true, since: null, until: null, count: doors, detail: null }]
  }
  return waiting
    .filter(({ reason }) => ACCOUNT_REASONS.includes(reason))
    .map(({ reason, jobs, since }) => ({
      because: reason,
      isTotal: accounts === 1 || reason === 'no_network',
      since,
      until: null,
      count: jobs,
      detail: null,
    }))
}

function ofHolds({ held }: StandstillFacts): readonly Standstill[] {
  return held.flatMap(({ by, jobs }): readonly Standstill[] => {
    if (by !== 'clock' && by !== 'pause' && by !== 'hours') return []
    return [{ because: by, isTotal: by === 'clock', since: null, until: null, count: jobs, detail: null }]
  })
}

function ofSites({ sites }: StandstillFacts, nowIso: string): readonly Standstill[] {
  const guarded = sites.filter((site) => site.doors > 0)
  const frozen = guarded.filter((site) => site.frozenUntil !== null && site.frozenUntil > nowIso)
  const until = frozen
    .flatMap((site) => site.frozenUntil ?? [])
    .sort()
    .at(-1)
  if (until === undefined) return []
  return [
    {
      because: 'frozen',
      isTotal: frozen.length === guarded.length,
      since: null,
      until,
      count: frozen.reduce((sum, site) => sum + site.doors, 0),
      detail: frozen.map((site) => site.name).join(', '),
    },
  ]
}
