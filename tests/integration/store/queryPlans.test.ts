import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type {
  AccountId,
  ApplicationId,
  CredentialId,
  DoorGroupId,
  DoorId,
  JobId,
  PlanId,
  SiteId,
} from '../../../src-main/domain/ids.ts'
import type { Store } from '../../../src-main/ports/store.ts'
import {
  addCredential,
  addDoor,
  claimOne,
  correlation,
  type DoorScene,
  logRow,
  newJob,
} from '../../support/storeScene.ts'
import { createTestProfile, type TestProfile } from '../../support/testStore.ts'

let profile: TestProfile
let store: Store
let scene: DoorScene
let reader: Database.Database
let statements: string[] = []

beforeAll(() => {
  profile = createTestProfile()
  store = profile.openStore({ statementSpy: (statement) => statements.push(statement) })
  scene = addDoor(store)
  addCredential(store, scene.doorId, '739154')
  store.write(() => {
    for (let index = 0; index < 300; index += 1) {
      const correlationId = correlation(`c${index}`)
      store.jobs.enqueue(newJob({ target: `door:${index}`, doorId: index as DoorId, correlationId }))
      store.traces.appendLog(logRow({ correlationId, doorId: index % 7, ok: index % 50 !== 0 }))
    }
  })
  reader = new Database(profile.file, { readonly: true })
})
afterAll(() => {
  reader.close()
  profile.remove()
})

/** The plans of the statements that `act` really runs. */
function plansOf(act: () => unknown): readonly string[] {
  statements = []
  act()
  return statements
    .filter((statement) => /^\s*(select|update|delete|with)/i.test(statement))
    .map((statement) =>
      reader
        .prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${statement}`)
        .all()
        .map((row) => row.detail)
        .join('\n'),
    )
}

const NOW = '2026-02-05T17:00:00.000Z'
const noFilter = {
  text: '',
  doorId: null,
  outcome: 'all' as const,
  debugSession: null,
  from: null,
  to: null,
  after: null,
  limit: 50,
}
const noJobFilter = { statuses: [], text: '', beforeId: null, limit: 50 }

describe('what a screen or the engine asks', () => {
  it.each<[string, () => unknown, RegExp]>([
    [
      'the next due job',
      () => claimOne(store, { nowIso: '2020-01-01T00:00:00.000Z', leaseToken: 't', leaseExpiresAt: NOW }),
      /USING INDEX reconcile_job_due \(priority=\? AND next_run_at<\?\)/,
    ],
    [
      'what is proven of a credential on its doors',
      () => store.codes.codesOfCredential(1 as CredentialId, [scene.doorId]),
      /SEARCH receipt USING INDEX provider_receipt_live_credential \(door_id=\? AND credential_id=\?\)/,
    ],
    [
      'the application of an account',
      () => store.applications.find({ baseUrl: 'https://a', clientId: 'b' }),
      /USING INDEX integration_application_key \(base_url=\? AND client_id=\?\)/,
    ],
    [
      'what an application used of a month',
      () => store.applications.monthUse(1 as ApplicationId, NOW),
      /USING INDEX sqlite_autoindex_application_month_1 \(integration_application_id=\? AND starts_at=\?\)/,
    ],
    [
      'the accounts of some doors',
      () => store.doors.accountsOf([scene.doorId]),
      /SEARCH door USING INTEGER PRIMARY KEY/,
    ],
    ['the nearest due time', () => store.jobs.nextDueAt(), /USING INDEX reconcile_job_due_time/],
    ['the nearest end of a hold', () => store.jobs.nextDueAt(), /USING INDEX reconcile_job_held/],
    ['a job', () => store.jobs.get(1 as JobId), /SEARCH reconcile_job USING INTEGER PRIMARY KEY/],
    ['all jobs, newest first', () => store.jobs.list(noJobFilter), /SCAN reconcile_job(?!.*INDEX)/],
    [
      'all jobs, next page',
      () => store.jobs.list({ ...noJobFilter, beforeId: 100 as JobId }),
      /SEARCH reconcile_job USING INTEGER PRIMARY KEY \(rowid<\?\)/,
    ],
    [
      'jobs of a state',
      () => store.jobs.list({ ...noJobFilter, statuses: ['failed'], beforeId: 100 as JobId }),
      /USING INDEX reconcile_job_status \(status=\? AND rowid<\?\)/,
    ],
    [
      'what is only scheduled',
      () => store.jobs.schedules(10),
      /SEARCH reconcile_job USING INDEX reconcile_job_status \(status=\?\)/,
    ],
    [
      'what waits, by reason',
      () => store.jobs.waitingByReason(),
      /SEARCH reconcile_job USING INDEX reconcile_job_status \(status=\?\)/,
    ],
    ['what is held, by cause', () => store.jobs.heldByCause(), /INDEX reconcile_job_(held|status)/],
    [
      'the logs of a job',
      () => store.traces.logsOfJob({ id: 1 as JobId, correlationIds: [correlation('c1')], limit: 9 }),
      /USING INDEX integration_log_correlation \(correlation_id=\?\)/,
    ],
    ['jobs of a door', () => store.jobs.ofDoor(1 as DoorId, 5), /USING INDEX reconcile_job_door/],
    [
      'jobs of a trace',
      () => store.jobs.ofCorrelation(correlation('c1')),
      /USING (COVERING )?INDEX reconcile_job_correlation_by_id/,
    ],
    [
      'what jobs did',
      () => store.jobs.sumOf([1, 2, 3] as JobId[]),
      /SEARCH operation USING INDEX operation_job \(reconcile_job_id=\?\)/,
    ],
    [
      'what jobs left',
      () => store.jobs.sumOf([1, 2, 3] as JobId[]),
      /SEARCH reconcile_job USING INTEGER PRIMARY KEY \(rowid=\?\)/,
    ],
    [
      'jobs whose lease ended',
      () => store.jobs.expiredLeases(NOW),
      /INDEX reconcile_job_running|INDEX reconcile_job_status \(status=/,
    ],
    ['running jobs', () => store.jobs.running(), /INDEX reconcile_job_running|INDEX reconcile_job_status/],
    [
      'jobs that await approval',
      () => store.jobs.awaitingApproval('drift_check', 'door:1'),
      /USING INDEX reconcile_job_awaiting/,
    ],
    ['waiting jobs', () => store.jobs.waiting(['quota']), /USING INDEX reconcile_job_status/],
    [
      'the logs of a trace',
      () => store.traces.logsOf([correlation('c1')], 5, 100),
      /USING INDEX integration_log_correlation \(correlation_id=\? AND (id|rowid)>\?\)/,
    ],
    [
      'the long answers of a trace',
      () => store.traces.logsOf([correlation('c1')], 5, 100),
      /SEARCH log_body USING INTEGER PRIMARY KEY/,
    ],
    [
      'a long answer that was stored before',
      () => store.traces.appendLog(logRow({ response: { text: 'x'.repeat(2_000) } })),
      /SEARCH log_body USING INDEX log_body_digest_unique \(digest=\?\)/,
    ],
    [
      'long answers that no row needs',
      () => store.traces.pruneLogBodies({ createdBefore: NOW, limit: 100 }),
      /SEARCH log_body USING (COVERING )?INDEX log_body_last_used \(last_used_on<\?\)/,
    ],
    [
      'the number of logs of a trace',
      () => store.traces.logCount([correlation('c1')]),
      /USING COVERING INDEX integration_log_correlation/,
    ],
    [
      'the audit of a trace',
      () => store.traces.auditOf([correlation('c1')]),
      /SEARCH app_audit USING INTEGER PRIMARY KEY[\s\S]*SEARCH trace_audit USING PRIMARY KEY \(trace_id=\? AND app_audit_id>\?\)[\s\S]*INDEX trace_correlation_unique/,
    ],
    ['the newest traces', () => store.traces.search(noFilter), /SCAN trace USING INDEX trace_started/],
    [
      'the next page of traces',
      () => store.traces.search({ ...noFilter, after: { startedAt: NOW, correlationId: 'c1' } }),
      /SEARCH trace USING INDEX trace_started \(\(started_at,correlation_id\)<\(\?,\?\)\)/,
    ],
    [
      'traces of a time',
      () => store.traces.search({ ...noFilter, from: NOW, to: NOW }),
      /SEARCH trace USING INDEX trace_started \(started_at>\? AND started_at<\?\)/,
    ],
    [
      'failed traces',
      () => store.traces.search({ ...noFilter, outcome: 'failed' }),
      /USING INDEX trace_failed/,
    ],
    [
      'a trace by its id',
      () => store.traces.search({ ...noFilter, text: 'c1' }),
      /SEARCH trace USING INDEX trace_correlation_unique \(correlation_id=\?\)/,
    ],
    [
      'traces with a rare word',
      () => store.traces.search({ ...noFilter, text: 'zzz' }),
      /SCAN trace_index VIRTUAL TABLE INDEX \d+:M[\s\S]*SCAN trace_unindexed\n.*SEARCH trace USING INTEGER PRIMARY KEY/,
    ],
    [
      'traces of many doors by a door',
      () => store.traces.search({ ...noFilter, text: 'door 28991110' }),
      /SCAN t USING INDEX trace_full\n.*sqlite_autoindex_trace_door_1 \(door_id=\? AND correlation_id=\?\)/,
    ],
    [
      'a trace by its code',
      () => store.traces.search({ ...noFilter, text: 'R8B5-YFTJ' }),
      /INDEX trace_correlation_unique \(correlation_id>\? AND correlation_id<\?\)/,
    ],
    [
      'traces of a person',
      () => store.traces.search({ ...noFilter, text: 'ada' }),
      /operation_credential \(credential_id=\?\)[\s\S]*app_audit_entity \(entity=\?\)/,
    ],
    [
      'changes of a thing, oldest of the newest first',
      () => store.traces.auditOfEntity('Credential #1', 10),
      /^SEARCH app_audit USING INDEX app_audit_entity \(entity=\?\)$/,
    ],
    [
      'traces of a door',
      () => store.traces.search({ ...noFilter, doorId: 3 as DoorId }),
      /INDEX sqlite_autoindex_trace_door_1 \(door_id=\?/,
    ],
    [
      'traces of a debug session',
      () => store.traces.search({ ...noFilter, debugSession: '7QF2-M9PX' }),
      /INDEX sqlite_autoindex_trace_debug_session_1 \(debug_session_id=\?/,
    ],
    [
      'traces that are still open',
      () => store.traces.search({ ...noFilter, outcome: 'open' }),
      /reconcile_job_status \(status=\?\)[\s\S]*sqlite_autoindex_reconcile_job_correlation_1/,
    ],
    ['the session that records now', () => store.debugSessions.codeAt(NOW), /INDEX debug_session_ends/],
    [
      'unsettled operations of a lock',
      () => store.operations.unsettledOfDevice(scene.deviceId),
      /USING INDEX operation_open/,
    ],
    ['unsettled operations', () => store.operations.unsettled(), /USING INDEX operation_unsettled/],
    ['operations of a job', () => store.operations.ofJob(1 as JobId), /USING INDEX operation_job/],
    ['operations of a plan', () => store.operations.ofPlan(1 as PlanId), /USING INDEX operation_plan/],
    ['operations of a door', () => store.operations.ofDoor(1 as DoorId, 5), /USING INDEX operation_door/],
    [
      'operations of a door that a list may come to show',
      () => [
        store.operations.doubtfulOfDoor(1 as DoorId, NOW),
        store.operations.unconfirmedOfDoor(1 as DoorId, NOW),
      ],
      /USING INDEX operation_door/,
    ],
    [
      'counted deletes of a door',
      () => store.operations.countedDeletesSince(NOW, { doorId: 1 as DoorId }),
      /INDEX operation_counted_delete \(door_id=\? AND intent_at>\?\)/,
    ],
    [
      'counted deletes of a site',
      () => store.operations.countedDeletesSince(NOW, { siteId: 1 as SiteId }),
      /INDEX operation_counted_delete \(door_id=\? AND intent_at>\?\)/,
    ],
    ['a door', () => store.doors.get(scene.doorId), /SEARCH door USING INTEGER PRIMARY KEY/],
    [
      'doors a gateway was heard to reach',
      () => store.accounts.doorsHeardBy('7'),
      /USING (COVERING )?INDEX device_gateway_gateway/,
    ],
    ['doors of an account', () => store.doors.idsOfAccount(1 as AccountId), /USING INDEX door_by_account/],
    [
      'the open job of a door',
      () => store.doors.getListRecord(scene.doorId),
      /USING INDEX reconcile_job_open_door/,
    ],
    [
      'a device by its lock id',
      () => store.accounts.findDevice('28991110'),
      /INDEX integration_device_external_unique/,
    ],
    [
      'credentials for a door',
      () => store.people.credentialsOfDoors()({ id: scene.doorId, doorGroupId: 1 as DoorGroupId }),
      /INDEX grant_door[\s\S]*INDEX grant_group/,
    ],
    ['a PIN in use', () => store.people.isPinInUse('739154', [scene.doorId]), /INDEX credential_pin_hash/],
    [
      'codes of a lock',
      () => store.codes.actualCodes(scene.deviceId),
      /SEARCH actual_code USING INDEX sqlite_autoindex_actual_code_1/,
    ],
    [
      'the open plan of a door',
      () => store.plans.openPlanOfDoor(scene.doorId),
      /INDEX enforce_plan_door_door/,
    ],
    [
      'the doors of a plan',
      () => store.plans.doorHeads(1 as PlanId),
      /SEARCH enforce_plan_door_state USING INDEX sqlite_autoindex_enforce_plan_door_state_1/,
    ],
    [
      'plans of a trace',
      () => store.plans.ofCorrelation(correlation('c1')),
      /INDEX enforce_plan_correlation/,
    ],
    [
      'plans that a check of a door is applying',
      () => store.plans.appliedUnasked(scene.doorId),
      /SEARCH plan USING INDEX enforce_plan_status .*SEARCH job USING /s,
    ],
    [
      'operations of a plan on a door',
      () => store.operations.ofPlan(1 as PlanId, scene.doorId),
      /INDEX operation_(plan|door)/,
    ],
    [
      'PINs on a door',
      () => store.people.pinsOfDoor(scene.doorId),
      /SEARCH credential [\s\S]*INDEX grant_door[\s\S]*SEARCH actual_code [\s\S]*INDEX operation_door/,
    ],
  ])('for %s, is found by an index', (_what, act, expected) => {
    expect(plansOf(act).join('\n')).toMatch(expected)
  })

  it.each<[string, () => unknown]>([
    ['the newest traces', () => store.traces.search(noFilter)],
    ['failed traces', () => store.traces.search({ ...noFilter, outcome: 'failed' })],
    ['all jobs', () => store.jobs.list(noJobFilter)],
    ['jobs of some states', () => store.jobs.list({ ...noJobFilter, statuses: ['failed', 'queued'] })],
    ['the logs of a trace', () => store.traces.logsOf([correlation('c1')], 0, 100)],
    ['the logs of two', () => store.traces.logsOf([correlation('c1'), correlation('c2')], 0, 100)],
    ['operations of a door', () => store.operations.ofDoor(1 as DoorId, 5)],
    [
      'the next due job',
      () => claimOne(store, { nowIso: '2020-01-01T00:00:00.000Z', leaseToken: 't', leaseExpiresAt: NOW }),
    ],
  ])('for %s, sorts nothing', (_what, act) => {
    expect(plansOf(act).join('\n')).not.toContain('TEMP B-TREE')
  })

  it('for a job that is claimed and ends, makes no table of its own for a rule of the job table', () => {
    statements = []
    store.jobs.enqueue(newJob({ target: 'door:900', doorId: 900 as DoorId }))
    const claimed = claimOne(store, { nowIso: NOW, leaseToken: 't', leaseExpiresAt: NOW })
    const lease = { status: 'running', leaseToken: 't' } as const
    store.jobs.transition(claimed?.id as JobId, lease, { status: 'done', finishedAt: NOW }, NOW)
    const writes = statements.filter((statement) => /^(insert into|update) "reconcile_job" /.test(statement))
    expect(writes).toHaveLength(3)
    const steps = writes.flatMap((statement) =>
      reader.prepare<[], { opcode: string }>(`EXPLAIN ${statement}`).all(),
    )
    expect(steps.map((step) => step.opcode)).not.toContain('OpenEphemeral')
  })

  it('for a claim, runs in one immediate transaction', () => {
    statements = []
    claimOne(store, { nowIso: NOW, leaseToken: 't', leaseExpiresAt: NOW })
    expect(statements.filter((statement) => /^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT)/.test(statement))).toEqual([
      'BEGIN IMMEDIATE',
      'COMMIT',
    ])
  })
})
