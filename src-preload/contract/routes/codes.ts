import { z } from 'zod'
import { idField, instantField, reasonField } from '../fields.ts'
import { route } from '../route.ts'
import type { NewCodeReply } from '../views/people.ts'
import type { QueuedReply } from './doors.ts'

const vendorPinIdField = z.string('invalid').regex(/^\d{1,20}$/, 'invalid')

const takenPin = z.strictObject({ doorId: idField, credentialId: idField, vendorPinId: vendorPinIdField })

/** What a person decides about a single code on a door. */
export const codeRoutes = {
  /** `until` is given for `tolerated` alone. */
  'codes.mark': route<QueuedReply>()({
    request: z.strictObject({
      doorId: idField,
      vendorPinId: vendorPinIdField,
      mark: z.enum(['never_delete', 'confirm_delete', 'tolerated'], 'not_in_list'),
      until: instantField.nullable(),
      reason: reasonField,
    }),
    access: { who: ['manager'], windows: ['main'] },
  }),
  'codes.unmark': route<QueuedReply>()({
    request: z.strictObject({ doorId: idField, vendorPinId: vendorPinIdField }),
    access: { who: ['manager'], windows: ['main'] },
  }),
  /** A code that is not ours holds the PIN of a credential: it is taken for that credential's own, ... */
  'codes.adopt': route<QueuedReply>()({ request: takenPin, access: { who: ['manager'], windows: ['main'] } }),
  /** ... or is removed, ... */
  'codes.remove': route<QueuedReply>()({
    request: takenPin,
    access: { who: ['manager'], windows: ['main'] },
  }),
  /** ... or the credential gets other digits, on all its doors. They are shown once, in the reply. */
  'codes.newPin': route<NewCodeReply>()({
    request: takenPin,
    access: { who: ['manager'], windows: ['main'] },
  }),
  /** Ends the pause of a credential on one door. */
  'codes.resume': route<QueuedReply>()({
    request: z.strictObject({ doorId: idField, credentialId: idField }),
    access: { who: ['manager'], windows: ['main'] },
  }),
}
