import { z } from 'zod'
import { correlationIdField, idField, instantField } from '../fields.ts'
import { EVERYBODY, route } from '../route.ts'
import type { LogRecordView, TracePage, TraceView } from '../views/traces.ts'

export const traceRoutes = {
  /** `text` is searched in correlation ids, door names, lock keys, actions and error words. */
  'traces.search': route<TracePage>()({
    request: z.strictObject({
      text: z.string('invalid').trim().max(200, 'too_long'),
      doorId: idField.nullable(),
      onlyFailures: z.boolean('invalid'),
      from: instantField.nullable(),
      to: instantField.nullable(),
      after: z.string('invalid').max(120, 'too_long').nullable(),
    }),
    access: { who: EVERYBODY, windows: ['main'] },
  }),
  'traces.get': route<TraceView>()({
    request: z.strictObject({ correlationId: correlationIdField }),
    access: { who: EVERYBODY, windows: ['main', 'trace'] },
  }),
  'traces.logs': route<{ readonly rows: readonly LogRecordView[]; readonly next: string | null }>()({
    request: z.strictObject({
      correlationId: correlationIdField,
      after: z.string('invalid').max(60, 'too_long').nullable(),
    }),
    access: { who: EVERYBODY, windows: ['main', 'trace'] },
  }),
  /** Shows the trace in a window of its own; `opened` is false when too many are open already. */
  'traces.openWindow': route<{ readonly opened: boolean }>()({
    request: z.strictObject({ correlationId: correlationIdField }),
    access: { who: EVERYBODY, windows: ['main', 'trace'] },
  }),
}
