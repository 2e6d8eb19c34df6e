import type { DoorGroupId, DoorId, SiteId } from '../../domain/ids.ts'
import type { Store } from '../../ports/store.ts'
import type { PlanScope } from '../../ports/stores/planStore.ts'

/** For what concerns every site; null where their zones differ. */
export function zoneOfAllSites(store: Store): string | null {
  return onlyOf(store.sites.list().map(({ timezone }) => timezone))
}

/** The zone of each plan's site, null where its sites differ or are gone. For a list of plans: sites are read once. */
export function zoneOfScope(store: Store): (scope: PlanScope) => string | null {
  const zones = new Map(store.sites.list().map(({ id, timezone }) => [id, timezone]))
  const ofAll = onlyOf(zones.values())
  return (scope) => {
    if (scope.kind === 'all') return ofAll
    const siteId = siteOf(store, scope)
    return siteId === undefined ? null : (zones.get(siteId) ?? null)
  }
}

function siteOf(store: Store, { kind, id }: Exclude<PlanScope, { kind: 'all' }>): SiteId | undefined {
  // What stands in a scope is an id of the kind that it names.
  if (kind === 'door') return store.doors.get(id as DoorId)?.siteId
  return kind === 'group' ? store.sites.getGroup(id as DoorGroupId)?.siteId : (id as SiteId)
}

function onlyOf(zones: Iterable<string>): string | null {
  const [first, ...others] = new Set(zones)
  return first !== undefined && others.length === 0 ? first : null
}
