import { z } from 'zod'

export const TRACE_BUNDLE_FORMAT = 'lockstep-trace'
export const TRACE_BUNDLE_VERSION = 1

/** More than any trace has; a file beyond it is refused whole. */
const MOST_RECORDS = 200_000
const MOST_CHARACTERS = 20_000

const id = z.int().min(0).max(Number.MAX_SAFE_INTEGER)
const line = z.string().max(500)
const text = z.string().max(MOST_CHARACTERS)
const moment = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$/)
  .refine((iso) => !Number.isNaN(Date.parse(iso)))
  .describe('ISO 8601, UTC')
const correlationId = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .describe('32 lower-case hex digits')
/** What a provider sent or a change stored: any JSON, redacted. */
const anyJson = z.unknown().describe('Any JSON value, redacted')

const auditRecord = z.strictObject({
  id: id.describe('Position in the audit; 1, 2, … where the source had none'),
  time: moment,
  operator: line.describe('"Operator #3" or "System": names of people do not leave the PC'),
  entity: line.describe('"Door #2"'),
  action: line,
  before: anyJson,
  after: anyJson,
  correlation_id: correlationId,
  debug_session_id: line.nullable(),
  chain_hash: line.describe('Hash of the row over the one before; empty where the source had none'),
})

const jobRecord = z.strictObject({
  attempt_count: id,
  correlation_id: correlationId,
  created_at: moment,
  debug_session_id: line.nullable(),
  derived: z.strictObject({ age_seconds: z.number().min(0), is_stuck_running: z.boolean() }),
  job_type: line,
  last_error: text.nullable(),
  next_run_at: moment.nullable(),
  reason: text,
  reconcile_job_id: id,
  status: line,
  updated_at: moment,
  user_id: id,
  wait_reason: line.nullable(),
  held_by: line.nullable(),
  held_until: moment.nullable(),
})

const logRecord = z.strictObject({
  action: line,
  correlation_id: correlationId,
  created_at: moment,
  debug_session_id: line.nullable(),
  door_id: id.nullable(),
  door_name: line.nullable(),
  error_message: text.nullable(),
  external_id: line.nullable(),
  id,
  lock_key: line.describe('"TTLOCK:28991110", or "ACCESS_BROKER:unknown" for a step of our own'),
  ok: z.boolean(),
  provider_type: line,
  reconcile_job_id: id.nullable(),
  request_json: anyJson,
  response_json: anyJson,
  started_at: moment,
  duration_ms: z.number().min(0).nullable().describe('Null where the source recorded none'),
  attempt: id.nullable(),
  operation_id: id.nullable(),
  http_status: id.nullable(),
})

const OUTCOME_STATES = ['ok', 'failed', 'running', 'waiting', 'cancelled', 'unknown'] as const

/**
 * One trace as a file (`.lockstep-trace.json`). Published as docs/trace-bundle.schema.json. The version rises when a
 * reader of the version before would misread the file; a program refuses versions it does not know.
 */
export const traceBundleSchema = z.strictObject({
  format: z.literal(TRACE_BUNDLE_FORMAT),
  version: z.literal(TRACE_BUNDLE_VERSION),
  exported_at: moment.describe('When it was first exported; a file that is passed on keeps it'),
  program: z.strictObject({ name: line, version: line }),
  origin: z.enum(['lockstep', 'older_system']),
  correlation_id: correlationId,
  outcome: z.strictObject({ sentence: text, state: z.enum(OUTCOME_STATES) }),
  timezone: z.string().max(100).describe('IANA name of the zone in which the times were shown'),
  site_name: line.nullable(),
  plan_ids: z.array(id).max(1_000),
  app_audit: z.array(auditRecord).max(MOST_RECORDS).describe('What changed'),
  reconcile_jobs: z.array(jobRecord).max(MOST_RECORDS).describe('What the system decided'),
  integration_logs: z
    .array(logRecord)
    .max(MOST_RECORDS)
    .describe('What was sent, in the order it was recorded'),
})

export type TraceBundle = z.output<typeof traceBundleSchema>
export type BundleAudit = z.output<typeof auditRecord>
export type BundleJob = z.output<typeof jobRecord>
export type BundleLog = z.output<typeof logRecord>

/** The older system's export. It had fewer columns; those it lacks are filled in when it is read. */
export const olderTraceSchema = z.strictObject({
  correlation_id: correlationId,
  app_audit: z
    .array(z.strictObject({ time: moment, entity: line, action: line, before: anyJson, after: anyJson }))
    .max(MOST_RECORDS),
  reconcile_jobs: z
    .array(jobRecord.omit({ wait_reason: true, held_by: true, held_until: true }))
    .max(MOST_RECORDS),
  integration_logs: z
    .array(
      logRecord.omit({
        started_at: true,
        duration_ms: true,
        attempt: true,
        operation_id: true,
        http_status: true,
      }),
    )
    .max(MOST_RECORDS),
})

export type OlderTrace = z.output<typeof olderTraceSchema>
