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
  /** Jobs that wait for it; for `frozen`, `pause` and `hours` the doors to which nothing is sent. */
  readonly count: number
  /** The sites that are frozen or closed, or the database's word for its trouble. */
  readonly detail: string | null
}

export interface StandstillFacts {
  readonly engine: 'running' | 'vault_locked' | 'stopped'
  readonly trouble: { readonly code: string; readonly since: string } | null
  readonly accounts: number
  /** The system says that nothing can leave this computer, and no account is on it. */
  readonly isOffline: boolean
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
    /** One for each door that a person paused. */
    readonly pausedUntil: readonly string[]
    /** Outside its enforcement hours, and when they begin: null when they never do. */
    readonly closed: { readonly until: string | null } | null
  }[]
}

type SiteFacts = StandstillFacts['sites'][number]

/** Reasons that stop the work of a whole account; the others lie with one lock or gateway. */
const ACCOUNT_REASONS: readonly WaitReason[] = ['no_network', 'provider_down', 'not_signed_in', 'quota']

/**
 * Everything that keeps jobs from running or sending at this moment, what stops everything first. A freeze, a pause and
 * the hours count before any job met them. What lies with one lock is no standstill: its job says so, and raises an alarm when it lasts.
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

function ofAccounts(facts: StandstillFacts): readonly Standstill[] {
  const { accounts, doors, waiting } = facts
  if (accounts === 0) {
    if (doors === 0) return []
    return [{ because: 'no_account', isTotal: true, since: null, until: null, count: doors, detail: null }]
  }
  const told = waiting.filter(({ reason }) => ACCOUNT_REASONS.includes(reason))
  const isFoundOut = told.some(({ reason }) => reason === 'no_network')
  const untold =
    facts.isOffline && !isFoundOut ? [{ reason: 'no_network', jobs: 0, since: null } as const] : []
  return [...untold, ...told].map(({ reason, jobs, since }) => ({
    because: reason,
    isTotal: accounts === 1 || reason === 'no_network',
    since,
    until: null,
    count: jobs,
    detail: null,
  }))
}

function ofHolds({ held }: StandstillFacts): readonly Standstill[] {
  const clock = held.find(({ by }) => by === 'clock')
  if (!clock) return []
  return [{ because: 'clock', isTotal: true, since: null, until: null, count: clock.jobs, detail: null }]
}

/** Hours that end each evening are the usual course of a site, and never an alarm. */
function ofSites(facts: StandstillFacts, nowIso: string): readonly Standstill[] {
  const sites = facts.sites.filter((site) => site.doors > 0)
  const isFrozen = ({ frozenUntil }: SiteFacts) => frozenUntil !== null && frozenUntil > nowIso
  const pausesOf = (site: SiteFacts) => site.pausedUntil.filter((until) => until > nowIso)
  const frozen = sites.filter(isFrozen)
  const paused = sites.filter((site) => pausesOf(site).length > 0)
  const closed = sites.filter((site) => site.closed !== null)
  const isTotal = sites.every((site) => isFrozen(site) || pausesOf(site).length >= site.doors)
  const found: Standstill[] = []
  if (frozen.length > 0) {
    const until = latest(frozen.flatMap((site) => site.frozenUntil ?? []))
    found.push({ because: 'frozen', isTotal, since: null, until, ...doorsAndNames(frozen) })
  }
  if (paused.length > 0) {
    const pauses = paused.flatMap(pausesOf)
    const one = { because: 'pause', isTotal, since: null, until: latest(pauses) } as const
    found.push({ ...one, count: pauses.length, detail: null })
  }
  if (closed.length > 0) {
    const until = closed.flatMap((site) => site.closed?.until ?? []).sort()[0] ?? null
    found.push({ because: 'hours', isTotal: false, since: null, until, ...doorsAndNames(closed) })
  }
  return found
}

function latest(times: readonly string[]): string | null {
  return [...times].sort().at(-1) ?? null
}

function doorsAndNames(sites: readonly SiteFacts[]): Pick<Standstill, 'count' | 'detail'> {
  return {
    count: sites.reduce((sum, site) => sum + site.doors, 0),
    detail: sites.map((site) => site.name).join(', '),
  }
}
