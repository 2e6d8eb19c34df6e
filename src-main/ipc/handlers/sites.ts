import type { SiteView } from '../../../src-preload/contract/views/sites.ts'
import type { DoorGroupId, SiteId } from '../../domain/ids.ts'
import type { SiteRecord } from '../../ports/stores/siteStore.ts'
import { freezeSite } from '../../useCases/holdSending.ts'
import { endObservation } from '../../useCases/observation.ts'
import { RequestError } from '../../useCases/requestError.ts'
import { createDoorGroup, createSite, updateEnforcement } from '../../useCases/sites.ts'
import type { Handlers } from '../handlerTypes.ts'
import { actorOf, type OpenProfile } from '../openProfile.ts'

type Routes =
  | 'sites.list'
  | 'sites.create'
  | 'sites.updateEnforcement'
  | 'sites.freeze'
  | 'sites.endObservation'
  | 'doorGroups.list'
  | 'doorGroups.create'

export function siteHandlers(profile: () => OpenProfile): Pick<Handlers, Routes> {
  return {
    'sites.list': () => listSites(profile()),
    'sites.create': (request, context) => {
      const open = profile()
      return siteView(open, createSite(open.useCases, actorOf(context), request))
    },
    'sites.updateEnforcement': ({ siteId, ...enforcement }, context) => {
      const open = profile()
      updateEnforcement(open.useCases, actorOf(context), { siteId: siteId as SiteId, ...enforcement })
      return siteView(open, siteId as SiteId)
    },
    'sites.freeze': ({ siteId, until }, context) => {
      const open = profile()
      freezeSite(open.useCases, actorOf(context), { siteId: siteId as SiteId, until })
      return siteView(open, siteId as SiteId)
    },
    'sites.endObservation': (_request, context) => {
      endObservation(profile().useCases, actorOf(context))
      return null
    },
    'doorGroups.list': () => {
      const { sites } = profile().store
      const counts = sites.groupDoorCounts()
      return sites.listGroups().map((group) => ({ ...group, doorCount: counts.get(group.id) ?? 0 }))
    },
    'doorGroups.create': ({ siteId, name }, context) => {
      const open = profile()
      const id: DoorGroupId = createDoorGroup(open.useCases, actorOf(context), {
        siteId: siteId as SiteId,
        name,
      })
      return { id, siteId, name: open.store.sites.getGroup(id)?.name ?? name, doorCount: 0 }
    },
  }
}

function listSites({ store }: OpenProfile): readonly SiteView[] {
  const counts = store.sites.doorCounts()
  return store.sites.list().map((site) => present(store, site, counts.get(site.id) ?? 0))
}

function siteView({ store }: OpenProfile, id: SiteId): SiteView {
  const site = store.sites.get(id)
  if (!site) throw new RequestError('not_found')
  return present(store, site, store.sites.doorCounts().get(id) ?? 0)
}

function present(store: OpenProfile['store'], site: SiteRecord, doorCount: number): SiteView {
  const { frozenByOperatorId, ...rest } = site
  const frozenBy = frozenByOperatorId === null ? null : store.operators.nameOf(frozenByOperatorId)
  return { ...rest, frozenBy: rest.frozenUntil === null ? null : frozenBy, doorCount }
}
