import { savedFilterField } from '../../../src-preload/contract/routes/savedFilters.ts'
import type { SavedFilterView } from '../../../src-preload/contract/views/traces.ts'
import type { OperatorId, SavedFilterId } from '../../domain/ids.ts'
import { deleteTraceFilter, saveTraceFilter } from '../../useCases/savedFilters.ts'
import type { Handlers } from '../handlerTypes.ts'
import { actorOf, type OpenProfile } from '../openProfile.ts'

type Routes = 'traces.savedFilters' | 'traces.saveFilter' | 'traces.deleteFilter'

export function savedFilterHandlers(profile: () => OpenProfile): Pick<Handlers, Routes> {
  return {
    'traces.savedFilters': (_request, context) => listOf(profile(), actorOf(context).operatorId),
    'traces.saveFilter': (request, context) => {
      const actor = actorOf(context)
      saveTraceFilter(profile().useCases, actor, request)
      return listOf(profile(), actor.operatorId)
    },
    'traces.deleteFilter': ({ id }, context) => {
      const actor = actorOf(context)
      deleteTraceFilter(profile().useCases, actor, id as SavedFilterId)
      return listOf(profile(), actor.operatorId)
    },
  }
}

/** What an earlier version may have kept in another shape is left out. */
function listOf({ store }: OpenProfile, operatorId: OperatorId): readonly SavedFilterView[] {
  return store.savedFilters.list(operatorId).flatMap(({ id, name, filter }) => {
    const read = savedFilterField.safeParse(filter)
    return read.success ? [{ id, name, filter: read.data }] : []
  })
}
