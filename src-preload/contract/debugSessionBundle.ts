import { z } from 'zod'
import { traceBundleSchema } from './traceBundle.ts'

export const DEBUG_SESSION_FORMAT = 'lockstep-debug-session'
export const DEBUG_SESSION_VERSION = 1
/** More than four hours of work leave behind; the oldest ones give way, and the file says how many. */
export const MOST_SESSION_TRACES = 5_000

const moment = z.iso.datetime()

/**
 * A debug session as a file (`.lockstep-session.json`): what support asked to be recorded, and the traces that have a
 * record of it. Published as docs/debug-session.schema.json. The version rises when a reader of the version before
 * would misread the file.
 */
export const debugSessionBundleSchema = z.strictObject({
  format: z.literal(DEBUG_SESSION_FORMAT),
  version: z.literal(DEBUG_SESSION_VERSION),
  exported_at: moment.describe('When it was first exported; a file that is passed on keeps it'),
  program: z.strictObject({ name: z.string().max(500), version: z.string().max(500) }),
  session: z.strictObject({
    id: z.string().max(20).describe('What the records carry as debug_session_id'),
    note: z.string().max(500),
    started_by: z.string().max(500).describe('"Operator #3": names of people do not leave the PC'),
    started_at: moment,
    ends_at: moment.describe('As planned'),
    stopped_at: moment.nullable().describe('When a person ended it earlier'),
  }),
  left_out: z.int().min(0).describe('Older traces of the session for which there was no room'),
  traces: z.array(traceBundleSchema).max(MOST_SESSION_TRACES).describe('Newest first'),
})

export type DebugSessionBundle = z.output<typeof debugSessionBundleSchema>
