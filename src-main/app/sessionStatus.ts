import type { QuotaView, StatusView } from '../../src-preload/contract/views/session.ts'
import { isOnThisComputer } from '../domain/device/providerAddress.ts'
import type { AccountId } from '../domain/ids.ts'
import { toIso } from '../domain/instant.ts'
import { listStandstills } from '../domain/job/standstill.ts'
import { nextOpeningMs } from '../domain/plan/enforcementHours.ts'
import { DEFAULT_ENGINE_SETTINGS } from '../engine/engineContext.ts'
import { checkSpacingMs } from '../planning/checkSpacing.ts'
import type { SiteRecord } from '../ports/stores/siteStore.ts'
import type { ProfileRuntime } from './profileRuntime.ts'

/** What the status bar says of the open profile: its connection, its quota, its jobs, and what keeps them from running. */
export function statusOf(
  runtime: ProfileRuntime,
  { nowMs, isOnline }: { readonly nowMs: number; readonly isOnline: boolean },
): StatusView {
  const { store, works, vault } = runtime
  const counts = store.jobs.counts()
  const accounts = store.accounts.list()
  const waiting = store.jobs.waitingByReason()
  const doorsOfSite = store.sites.doorCounts()
  const pauses = store.doors.pausesBySite()
  const sites = store.sites.list().map((site) => ({
    name: site.name,
    doors: doorsOfSite.get(site.id) ?? 0,
    frozenUntil: site.frozenUntil,
    pausedUntil: pauses.get(site.id) ?? [],
    closed: closedAt(site, nowMs),
  }))
  const trouble = works?.engine.trouble ?? null
  // The system's word counts where every call has to leave this computer.
  const isOffline = !isOnline && !accounts.some(({ baseUrl }) => isOnThisComputer(baseUrl))
  return {
    connection: connectionOf({ accounts: accounts.length, isOffline, waiting }),
    jobsRunning: counts.running,
    jobsWaiting: counts.waiting_offline,
    awaitingApproval: counts.awaiting_approval,
    quotas: quotasOf(runtime, nowMs),
    standstills: listStandstills(
      {
        engine: works ? 'running' : vault.isOpen ? 'stopped' : 'vault_locked',
        trouble: trouble && { code: trouble.code, since: toIso(trouble.sinceMs) },
        accounts: accounts.length,
        isOffline,
        doors: sites.reduce((sum, site) => sum + site.doors, 0),
        waiting,
        held: store.jobs.heldByCause(),
        sites,
      },
      toIso(nowMs),
    ),
  }
}

/** Outside the site's enforcement hours: until when. */
function closedAt({ hours, timezone }: SiteRecord, nowMs: number): { readonly until: string | null } | null {
  const opensMs = nextOpeningMs(hours, timezone, nowMs)
  return opensMs === nowMs ? null : { until: opensMs === null ? null : toIso(opensMs) }
}

/**
 * What is used of the month's calls of each application, and how they are divided over the doors of its accounts. The one
 * nearest to its end comes first.
 */
function quotasOf({ store, works }: ProfileRuntime, nowMs: number): readonly QuotaView[] {
  const shortestMs = DEFAULT_ENGINE_SETTINGS.checkIntervalMs
  const accounts = store.accounts.list()
  const told = new Set<AccountId>()
  const quotas = accounts.flatMap((account): readonly QuotaView[] => {
    if (told.has(account.id)) return []
    const sharing = store.accounts.sharingApplication(account.id)
    for (const id of sharing) told.add(id)
    const quota = works?.applications.knownState(account) ?? null
    if (!quota) return []
    const { used, limit, forecast, renewsAtMs, isUsedUp } = quota
    const everyMs = checkSpacingMs(store, account.id, { quota, shortestMs, nowMs })
    return [
      {
        ...{ used, limit, forecast, isUsedUp, renewsAt: toIso(renewsAtMs) },
        minutesBetweenChecks: Math.round(everyMs / 60_000),
        accounts: accounts.filter(({ id }) => sharing.includes(id)).map(({ id, name }) => ({ id, name })),
      },
    ]
  })
  return quotas.sort((a, b) => Number(b.isUsedUp) - Number(a.isUsedUp) || b.used / b.limit - a.used / a.limit)
}

function connectionOf({
  accounts,
  isOffline,
  waiting,
}: {
  readonly accounts: number
  readonly isOffline: boolean
  readonly waiting: readonly { readonly reason: string }[]
}): StatusView['connection'] {
  if (accounts === 0) return 'no_account'
  if (isOffline || waiting.some(({ reason }) => reason === 'no_network')) return 'offline'
  return waiting.some(({ reason }) => reason === 'provider_down') ? 'provider_down' : 'online'
}
