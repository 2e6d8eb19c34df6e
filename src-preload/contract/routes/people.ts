import { z } from 'zod'
import { idField, instantField, nothing, optionalText, reasonField, textField } from '../fields.ts'
import { EVERYBODY, route } from '../route.ts'
import type { ChangeReply, FoundCode, NewCodeReply, PersonDetailView, PersonRow } from '../views/people.ts'

const ids = z.array(idField).max(1_000, 'out_of_range')

export const peopleRoutes = {
  'people.list': route<readonly PersonRow[]>()({
    request: nothing,
    access: { who: EVERYBODY, windows: ['main'] },
  }),
  'people.get': route<PersonDetailView>()({
    request: z.strictObject({ personId: idField }),
    access: { who: EVERYBODY, windows: ['main'] },
  }),
  /** By a code's name (`AB U9 C6`) or its person's; digits alone find none. */
  'people.findCodes': route<readonly FoundCode[]>()({
    request: z.strictObject({ text: textField(120) }),
    access: { who: EVERYBODY, windows: ['main'] },
  }),
  'people.create': route<PersonRow>()({
    request: z.strictObject({ name: textField(120), note: optionalText(500) }),
    access: { who: ['manager'], windows: ['main'] },
  }),
  /** A PIN on doors and groups for a time. `pin` null: one is generated. Dates null: no limit on that side. */
  'people.giveCode': route<NewCodeReply>()({
    request: z.strictObject({
      personId: idField,
      pin: z
        .string('invalid')
        .trim()
        .regex(/^\d*$/, 'pin_not_digits')
        .min(4, 'pin_length')
        .max(9, 'pin_length')
        .nullable(),
      startsAt: instantField.nullable(),
      endsAt: instantField.nullable(),
      doorIds: ids,
      doorGroupIds: ids,
    }),
    access: { who: ['manager'], windows: ['main'] },
  }),
  'people.extendCode': route<ChangeReply>()({
    request: z.strictObject({ credentialId: idField, endsAt: instantField }),
    access: { who: ['manager'], windows: ['main'] },
  }),
  'people.revokeCode': route<ChangeReply>()({
    request: z.strictObject({ credentialId: idField }),
    access: { who: ['manager'], windows: ['main'] },
  }),
  /** Revokes every code of the person in one step. */
  'people.checkOut': route<ChangeReply>()({
    request: z.strictObject({ personId: idField }),
    access: { who: ['manager'], windows: ['main'] },
  }),
  /** A right, with a reason, audited. */
  'people.revealPin': route<{ readonly pin: string }>()({
    request: z.strictObject({ credentialId: idField, reason: reasonField }),
    access: { who: ['manager'], windows: ['main'] },
  }),
}
