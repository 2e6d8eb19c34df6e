import { z } from 'zod'
import {
  correlationIdField,
  debugSessionCode,
  idField,
  instantField,
  nothing,
  taskIdField,
} from '../fields.ts'
import { EVERYBODY, route } from '../route.ts'
import {
  type AuditRecordView,
  type CodeStoryView,
  type ComparableView,
  type ComparedRunPage,
  type FileProgress,
  type LogRecordView,
  type PlaceView,
  type RehearsalView,
  type RetentionView,
  TRACE_EXPORT_FORMATS,
  TRACE_OUTCOMES,
  type TraceExportReply,
  type TraceHeadPage,
  type TraceImportReply,
  type TraceLogPage,
  type TracePage,
  type TraceView,
} from '../views/traces.ts'

/** As the audit names it: `Door #2`. */
const thingField = z
  .string('invalid')
  .regex(/^(Door|Person|Credential|Plan|Job|Operation|Debug session) #\d{1,15}$/, 'invalid')

/** A trace of the database, or of a file that was opened. */
const traceSourceField = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('live'), correlationId: correlationIdField }),
  z.strictObject({ kind: z.literal('imported'), importId: idField }),
])

/** The change or decision with which the page before ended; of a file, its place. */
const headCursorField = z
  .string('invalid')
  .regex(/^((audit|job):)?\d{1,15}$/, 'invalid')
  .nullable()

/** Where the page before ended. */
const cursorField = z
  .string('invalid')
  .regex(/^\d{1,15}$/, 'invalid')
  .nullable()

export const traceRoutes = {
  /** `text` is searched in correlation ids, door names, lock keys, actions and error words. */
  'traces.search': route<TracePage>()({
    request: z.strictObject({
      text: z.string('invalid').trim().max(200, 'too_long'),
      doorId: idField.nullable(),
      outcome: z.enum(TRACE_OUTCOMES, 'not_in_list'),
      debugSession: debugSessionCode.nullable(),
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
  'traces.logs': route<TraceLogPage>()({
    request: z.strictObject({ trace: traceSourceField, after: cursorField }),
    access: { who: EVERYBODY, windows: ['main', 'trace'] },
  }),
  'traces.head': route<TraceHeadPage>()({
    request: z.strictObject({ trace: traceSourceField, after: headCursorField }),
    access: { who: EVERYBODY, windows: ['main', 'trace'] },
  }),
  /** A change or a log row with all that is in it. */
  'traces.record': route<AuditRecordView | LogRecordView>()({
    request: z.strictObject({
      trace: traceSourceField,
      kind: z.enum(['audit', 'log'], 'not_in_list'),
      id: idField,
    }),
    access: { who: EVERYBODY, windows: ['main', 'trace'] },
  }),
  'traces.findComparable': route<ComparableView>()({
    request: z.strictObject({ trace: traceSourceField }),
    access: { who: EVERYBODY, windows: ['main', 'trace'] },
  }),
  /** Without text the runs of the same door; with text any runs, found as in `traces.search`. */
  'traces.findRuns': route<ComparedRunPage>()({
    request: z.strictObject({
      trace: traceSourceField,
      text: z.string('invalid').trim().max(200, 'too_long'),
      after: z.string('invalid').max(120, 'too_long').nullable(),
    }),
    access: { who: EVERYBODY, windows: ['main', 'trace'] },
  }),
  /** At least one of `credentialId` (ours) and `vendorPinId` (the lock's) says which code is meant. */
  'traces.codeStory': route<CodeStoryView>()({
    request: z.strictObject({
      doorId: idField,
      credentialId: idField.nullable(),
      vendorPinId: z
        .string('invalid')
        .regex(/^\d{1,20}$/, 'invalid')
        .nullable(),
    }),
    access: { who: EVERYBODY, windows: ['main'] },
  }),
  /** Where the things of a record stand in the program: doors, people, plans, jobs. What is gone is left out. */
  'traces.places': route<readonly PlaceView[]>()({
    request: z.strictObject({ things: z.array(thingField).max(8, 'too_long') }),
    access: { who: EVERYBODY, windows: ['main', 'trace'] },
  }),
  /** From a trace's own window: brings the main window to the front, at one of those places. */
  'traces.showInMain': route<null>()({
    request: z.strictObject({ thing: thingField }),
    access: { who: EVERYBODY, windows: ['trace'] },
  }),
  'traces.retention': route<RetentionView>()({
    request: nothing,
    access: { who: EVERYBODY, windows: ['main'] },
  }),
  'traces.setRetention': route<RetentionView>()({
    request: z.strictObject({ logDays: idField }),
    access: { who: ['manager'], windows: ['main'] },
  }),
  /** Asks where to save, redacts again, and writes only what a secret scan has passed. */
  'traces.export': route<TraceExportReply>()({
    request: z.strictObject({
      taskId: taskIdField,
      trace: traceSourceField,
      format: z.enum(TRACE_EXPORT_FORMATS, 'not_in_list'),
    }),
    access: { who: EVERYBODY, windows: ['main', 'trace'] },
  }),
  /** Decides again what the trace decided, in a simulator of its own. Nothing is stored, nothing is sent to a lock. */
  'traces.rehearse': route<RehearsalView>()({
    request: z.strictObject({ trace: traceSourceField }),
    access: { who: EVERYBODY, windows: ['main', 'trace'] },
  }),
  /** Asks for a file and opens it read-only, in memory; `bundle_refused` says what is wrong with it. */
  'traces.import': route<TraceImportReply>()({
    request: z.strictObject({ taskId: taskIdField }),
    access: { who: EVERYBODY, windows: ['main'] },
  }),
  /** Null when the task has said nothing yet, has ended, or never was. */
  'traces.fileProgress': route<FileProgress | null>()({
    request: z.strictObject({ taskId: taskIdField }),
    access: { who: EVERYBODY, windows: ['main', 'trace'] },
  }),
  /** The export or import itself then answers that it was cancelled. */
  'traces.cancelFile': route<null>()({
    request: z.strictObject({ taskId: taskIdField }),
    access: { who: EVERYBODY, windows: ['main', 'trace'] },
  }),
  'traces.getImported': route<TraceView>()({
    request: z.strictObject({ importId: idField }),
    access: { who: EVERYBODY, windows: ['main', 'trace'] },
  }),
  /** Shows the trace in a window of its own; `opened` is false when too many are open already. */
  'traces.openWindow': route<{ readonly opened: boolean }>()({
    request: z.strictObject({ correlationId: correlationIdField }),
    access: { who: EVERYBODY, windows: ['main', 'trace'] },
  }),
}
