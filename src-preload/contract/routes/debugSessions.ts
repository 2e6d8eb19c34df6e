import { z } from 'zod'
import { idField, nothing, taskIdField, textField } from '../fields.ts'
import { EVERYBODY, route } from '../route.ts'
import type { DebugSessionPage, DebugSessionView, ImportedSessionView } from '../views/debugSessions.ts'
import type { TraceExportReply } from '../views/traces.ts'

export const debugSessionRoutes = {
  /** Newest first. */
  'debugSessions.list': route<DebugSessionPage>()({
    request: z.strictObject({ before: idField.nullable() }),
    access: { who: EVERYBODY, windows: ['main'] },
  }),
  /** One at a time; `debug_session_recording` says that another still records. */
  'debugSessions.start': route<DebugSessionView>()({
    request: z.strictObject({
      note: textField(300),
      minutes: z.int('not_a_number').min(1, 'out_of_range').max(1_440, 'out_of_range'),
    }),
    access: { who: ['manager', 'support'], windows: ['main'] },
  }),
  /** Nothing happens when it is over already. */
  'debugSessions.stop': route<DebugSessionView>()({
    request: z.strictObject({ id: idField }),
    access: { who: ['manager', 'support'], windows: ['main'] },
  }),
  /** All its traces in one file, redacted again and looked through for secrets. */
  'debugSessions.export': route<TraceExportReply>()({
    request: z.strictObject({
      taskId: taskIdField,
      session: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('live'), id: idField }),
        z.strictObject({ kind: z.literal('imported'), importId: idField }),
      ]),
    }),
    access: { who: EVERYBODY, windows: ['main'] },
  }),
  'debugSessions.getImported': route<ImportedSessionView>()({
    request: z.strictObject({ importId: idField }),
    access: { who: EVERYBODY, windows: ['main'] },
  }),
  /** The session that records now, for the status bar. */
  'debugSessions.current': route<DebugSessionView | null>()({
    request: nothing,
    access: { who: EVERYBODY, windows: ['main'] },
  }),
}
