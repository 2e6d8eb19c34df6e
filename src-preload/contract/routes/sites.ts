import { z } from 'zod'
import { idField, instantField, nothing, textField } from '../fields.ts'
import { EVERYBODY, route } from '../route.ts'
import { type DoorGroupView, ENFORCEMENT_MODES, type SiteView } from '../views/sites.ts'

function minuteField(least: number, most: number) {
  return z.number('not_a_time').int('not_a_time').min(least, 'not_a_time').max(most, 'not_a_time')
}

function countField(most: number) {
  return z.number('not_a_number').int('not_a_number').min(1, 'out_of_range').max(most, 'out_of_range')
}

export const siteRoutes = {
  'sites.list': route<readonly SiteView[]>()({
    request: nothing,
    access: { who: EVERYBODY, windows: ['main', 'trace'] },
  }),
  'sites.create': route<SiteView>()({
    request: z.strictObject({ name: textField(80), timezone: textField(60) }),
    access: { who: ['manager', 'installer'], windows: ['main'] },
  }),
  'sites.updateEnforcement': route<SiteView>()({
    request: z.strictObject({
      siteId: idField,
      mode: z.enum(ENFORCEMENT_MODES, 'not_in_list'),
      policy: z.enum(['approve', 'auto'], 'not_in_list'),
      graceWindowSeconds: z
        .number('not_a_number')
        .int('not_a_number')
        .min(0, 'out_of_range')
        .max(30 * 86_400, 'out_of_range'),
      leadTimeSeconds: z
        .number('not_a_number')
        .int('not_a_number')
        .min(0, 'out_of_range')
        .max(30 * 86_400, 'out_of_range'),
      allowFirstRunUnattended: z.boolean('invalid'),
      allowEmptyExpectedUnattended: z.boolean('invalid'),
      limits: z.strictObject({
        doorDeletes: countField(1_000),
        doorPercent: countField(100),
        doorPercentFrom: countField(1_000),
        siteDeletes: countField(100_000),
        sitePercent: countField(100),
        sitePercentFrom: countField(100_000),
      }),
      hours: z
        .array(
          z.strictObject({
            days: z.array(countField(7)).max(7, 'out_of_range'),
            fromMinute: minuteField(0, 1_439),
            toMinute: minuteField(1, 1_440),
          }),
        )
        .max(7, 'out_of_range')
        .nullable(),
      needsSecondOperator: z.boolean('invalid'),
    }),
    access: { who: ['manager'], windows: ['main'] },
  }),
  /** Nothing is sent to locks of the site until `until`, or until a person lifts it (`null`). */
  'sites.freeze': route<SiteView>()({
    request: z.strictObject({ siteId: idField, until: instantField.nullable() }),
    access: { who: ['manager'], windows: ['main'] },
  }),
  /** Ends the time of observing after an older database was opened. Refused until every door was read. */
  'sites.endObservation': route<null>()({
    request: nothing,
    access: { who: ['manager'], windows: ['main'] },
  }),
  'doorGroups.list': route<readonly DoorGroupView[]>()({
    request: nothing,
    access: { who: EVERYBODY, windows: ['main'] },
  }),
  'doorGroups.create': route<DoorGroupView>()({
    request: z.strictObject({ siteId: idField, name: textField(80) }),
    access: { who: ['manager', 'installer'], windows: ['main'] },
  }),
}
