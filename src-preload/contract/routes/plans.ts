import { z } from 'zod'
import { idField, passcodeField, reasonField, textField } from '../fields.ts'
import { EVERYBODY, route } from '../route.ts'
import {
  type FoundLines,
  type PlanImpactView,
  type PlanLineView,
  type PlanPage,
  type PlanView,
  UNEXPECTED_KINDS,
} from '../views/plans.ts'
import type { TraceExportReply } from '../views/traces.ts'
import type { QueuedReply } from './doors.ts'

/** All other lines that may be sent are chosen; which ones those are, the plan's digest says. */
const leftOutField = z
  .array(z.string('invalid').min(1, 'required').max(120, 'too_long'))
  .max(200_000, 'out_of_range')

/** Sentences of the impact that one answer holds. */
export const IMPACT_PAGE = 200

export const planRoutes = {
  /** The newest first; `next` gives the older ones. */
  'plans.list': route<PlanPage>()({
    request: z.strictObject({ before: idField.nullable() }),
    access: { who: EVERYBODY, windows: ['main'] },
  }),
  'plans.get': route<PlanView>()({
    request: z.strictObject({ planId: idField }),
    access: { who: EVERYBODY, windows: ['main'] },
  }),
  /** The lines of one door in full, in the plan's order; or the codes of that door that need none. */
  'plans.lines': route<readonly PlanLineView[]>()({
    request: z.strictObject({
      planId: idField,
      doorId: idField,
      of: z.enum(['lines', 'unchanged'], 'not_in_list'),
    }),
    access: { who: EVERYBODY, windows: ['main'] },
  }),
  /** The lines whose person or code has this text in its name. Doors are found by their names, which the plan has. */
  'plans.find': route<readonly FoundLines[]>()({
    request: z.strictObject({ planId: idField, text: textField(200) }),
    access: { who: EVERYBODY, windows: ['main'] },
  }),
  /** Who gains or loses which door by the chosen lines; once approved, by those that were. */
  'plans.impact': route<PlanImpactView>()({
    request: z.strictObject({
      planId: idField,
      leftOut: leftOutField,
      from: z.number('not_a_number').int('not_a_number').min(0, 'out_of_range'),
    }),
    access: { who: EVERYBODY, windows: ['main'] },
  }),
  /** Reads the locks of the scope and stores a plan; sends nothing that changes a lock. */
  'plans.preview': route<QueuedReply & { readonly planId: number }>()({
    request: z.strictObject({
      scope: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('all') }),
        z.strictObject({ kind: z.literal('site'), id: idField }),
        z.strictObject({ kind: z.literal('group'), id: idField }),
        z.strictObject({ kind: z.literal('door'), id: idField }),
      ]),
    }),
    access: { who: EVERYBODY, windows: ['main'] },
  }),
  /** Refused when the digest is not the stored one, while reading, after expiry, or above the limits without the number typed in. */
  'plans.approve': route<PlanView>()({
    request: z.strictObject({
      planId: idField,
      digest: z.string('invalid').regex(/^[0-9a-f]{64}$/, 'invalid'),
      leftOut: leftOutField,
      reason: reasonField,
      typedDeletes: z.number('not_a_number').int('not_a_number').nullable(),
    }),
    access: { who: ['manager'], windows: ['main'] },
  }),
  /** Lets one safeguard be crossed by this plan alone; the plan still has to be approved. */
  'plans.allowSafeguard': route<PlanView>()({
    request: z.strictObject({ planId: idField, key: textField(80), reason: reasonField }),
    access: { who: ['manager'], windows: ['main'] },
  }),
  /** A second manager, by their own passcode, confirms what the first approved. */
  'plans.confirm': route<PlanView>()({
    request: z.strictObject({ planId: idField, operatorId: idField, passcode: passcodeField }),
    access: { who: EVERYBODY, windows: ['main'] },
  }),
  'plans.apply': route<QueuedReply>()({
    request: z.strictObject({ planId: idField }),
    access: { who: ['manager'], windows: ['main'] },
  }),
  /** The reverse of an applied plan, as a plan of its own: previewed, approved and applied like any other. */
  'plans.undo': route<QueuedReply & { readonly planId: number }>()({
    request: z.strictObject({ planId: idField }),
    access: { who: ['manager'], windows: ['main'] },
  }),
  'plans.reject': route<PlanView>()({
    request: z.strictObject({ planId: idField, reason: reasonField }),
    access: { who: ['manager'], windows: ['main'] },
  }),
  /** How an apply goes on after a result that was not expected; refused when nothing of the kind is asked. */
  'plans.answer': route<PlanView>()({
    request: z.strictObject({
      planId: idField,
      kind: z.enum(UNEXPECTED_KINDS, 'not_in_list'),
      choice: z.enum(['retry', 'skip_door', 'stop'], 'not_in_list'),
      isRemembered: z.boolean('invalid'),
    }),
    access: { who: ['manager'], windows: ['main'] },
  }),
  /** The plan as a page to print, with what is chosen of it, where the person says; it holds no PIN. */
  'plans.savePage': route<TraceExportReply>()({
    request: z.strictObject({ planId: idField, leftOut: leftOutField }),
    access: { who: EVERYBODY, windows: ['main'] },
  }),
  /** Ends after the operation in flight. */
  'plans.stop': route<PlanView>()({
    request: z.strictObject({ planId: idField }),
    access: { who: ['manager'], windows: ['main'] },
  }),
}
