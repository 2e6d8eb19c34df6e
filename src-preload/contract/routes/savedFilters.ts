import { z } from 'zod'
import { debugSessionCode, idField, instantField, nothing, textField } from '../fields.ts'
import { EVERYBODY, route } from '../route.ts'
import { type SavedFilterView, TRACE_OUTCOMES } from '../views/traces.ts'

/** What the address of the list of traces holds. A range such as the last hour moves with the clock. */
export const savedFilterField = z.strictObject({
  q: z.string('invalid').trim().max(200, 'too_long').optional(),
  door: idField.optional(),
  outcome: z.enum(TRACE_OUTCOMES, 'not_in_list').exclude(['all']).optional(),
  session: debugSessionCode.optional(),
  range: z.enum(['hour', 'day', 'week', 'between'], 'not_in_list').optional(),
  from: instantField.optional(),
  to: instantField.optional(),
})

const access = { who: EVERYBODY, windows: ['main'] } as const

/** Filters of the list of traces that each operator keeps under names. Each answers with all of them. */
export const savedFilterRoutes = {
  'traces.savedFilters': route<readonly SavedFilterView[]>()({ request: nothing, access }),
  /** Takes the place of the one with the same name. */
  'traces.saveFilter': route<readonly SavedFilterView[]>()({
    request: z.strictObject({ name: textField(60), filter: savedFilterField }),
    access,
  }),
  'traces.deleteFilter': route<readonly SavedFilterView[]>()({
    request: z.strictObject({ id: idField }),
    access,
  }),
}
