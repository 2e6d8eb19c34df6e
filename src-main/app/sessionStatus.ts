import type { QuotaView, StatusView } from '../../src-preload/contract/views/session.ts'
import { isOnThisComputer } from '../domain/device/providerAddress.ts'
import { toIso } from '../domain/instant.ts'
import { callsForWindows, checkIntervalMs } from '../domain/job/checkInterval.ts'
import { listStandstills } from '../domain/job/standstill.ts'
import { nextOpeningMs } from '../domain/plan/enforcementHours.ts'
import { DEFAULT_ENGINE_SETTINGS } from '../engine/engineContext.ts'
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
    quota: quotaOf(runtime, nowMs),
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

/** Of the first account that was asked for: what is used of the month's calls, and how they are divided over its doors. */
function quotaOf({ store, works }: ProfileRuntime, nowMs: number): QuotaView | null {
  for (const account of store.accounts.list()) {
    const quota = works?.clients.quotaOf(account.id)
    if (!quota) continue
    const doors = store.doors.idsOfAccount(account.id).length
    const shortestMs = DEFAULT_ENGINE_SETTINGS.checkIntervalMs
    const { used, limit, forecast, renewsAtMs } = quota
    const renewsAt = toIso(renewsAtMs)
    const keptForWindows = callsForWindows(store.people.windowsAhead(account.id, renewsAt))
    const everyMs = checkIntervalMs({ ...quota, keptForWindows }, doors, { shortestMs, nowMs })
    return {
      ...{ used, limit, forecast, renewsAt },
      minutesBetweenChecks: Math.round(everyMs / 60_000),
    }
  }
  return null
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
