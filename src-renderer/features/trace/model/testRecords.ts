import type { ListedLog } from '../../../../src-preload/contract/views/traces.ts'

/** A log for the tests of the model; times are given as milliseconds after a fixed second. */
export function makeLog(over: Partial<ListedLog> & { readonly atMs?: number } = {}): ListedLog {
  const { atMs = 0, ...fields } = over
  const time = new Date(Date.parse('2026-02-05T16:29:00.000Z') + atMs).toISOString()
  return {
    action: 'PASSCODE_LIST',
    correlation_id: 'c2165f3f52364e4db32d169654f4648f',
    created_at: time,
    debug_session_id: null,
    door_id: 2,
    door_name: 'Front door',
    error_message: null,
    external_id: '28991110',
    id: 1,
    lock_key: 'TTLOCK:28991110',
    ok: true,
    provider_type: 'TTLOCK',
    reconcile_job_id: 104,
    request_json: null,
    response_json: null,
    started_at: time,
    duration_ms: 100,
    attempt: 1,
    operation_id: null,
    http_status: 200,
    shortened: false,
    ...fields,
  }
}
