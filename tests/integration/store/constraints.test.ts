import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addDoor, newJob, newOperation } from '../../support/storeScene.ts'
import { openTestStore } from '../../support/testStore.ts'

let profile: ReturnType<typeof openTestStore>
let sqlite: Database.Database

beforeEach(() => {
  profile = openTestStore()
  const scene = addDoor(profile.store)
  const { job } = profile.store.jobs.enqueue(newJob({ doorId: scene.doorId }))
  profile.store.operations.insertIntent(newOperation(job.id, scene), profile.clock.iso)
  profile.store.codes.insertReceipt({
    credentialId: profile.store.people.insertCredential({
      personId: profile.store.people.insert({ name: 'Ada', note: null }),
      pin: '739154',
      startsAt: null,
      endsAt: null,
    }),
    doorId: scene.doorId,
    deviceId: scene.deviceId,
    vendorPinId: newOperation(job.id, scene).vendorPinId ?? missing(),
    operationId: null,
    evidenceGrade: 'listed',
    evidenceAt: profile.clock.iso,
  })
  sqlite = new Database(profile.file)
  sqlite.pragma('foreign_keys = ON')
})
afterEach(() => {
  sqlite.close()
  profile.remove()
})

function missing(): never {
  throw new Error('the scene has no such value')
}

describe('tables', () => {
  it('of ours, are strict every one', () => {
    const loose = sqlite
      .prepare(
        `SELECT name FROM pragma_table_list
         WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite%' AND name <> '__drizzle_migrations'`,
      )
      .pluck()
      .all()
    expect(loose).toEqual([])
  })

  it.each([
    ['text in an integer', "UPDATE site SET grace_window_seconds = 'an hour'"],
    ['a blob in a text', "UPDATE door SET name = x'00ff'"],
    ['a fraction in an integer', 'UPDATE reconcile_job SET priority = 0.5'],
  ])('given %s, refuse it', (_what, statement) => {
    expect(() => sqlite.exec(statement)).toThrow(/cannot store/)
  })

  it.each([
    ['a job status', "UPDATE reconcile_job SET status = 'paused'"],
    ['a job type', "UPDATE reconcile_job SET job_type = 'magic'"],
    ['a job priority', 'UPDATE reconcile_job SET priority = 3'],
    ['a wait reason', "UPDATE reconcile_job SET wait_reason = 'tired'"],
    ['a running job without a lease', "UPDATE reconcile_job SET status = 'running'"],
    ['a waiting job with a lease', "UPDATE reconcile_job SET lease_token = 'x'"],
    ['an operation state', "UPDATE operation SET state = 'maybe'"],
    ['an operation kind', "UPDATE operation SET kind = 'unlock'"],
    ['an enforce mode', "UPDATE site SET mode = 'very_strict'"],
    ['a policy', "UPDATE site SET policy = 'whenever'"],
    ['a negative grace', 'UPDATE site SET grace_window_seconds = -1'],
    ['a reading', "UPDATE door_state SET reading_kind = 'empty'"],
    ['an evidence grade', "UPDATE provider_receipt SET evidence_grade = 'hoped'"],
    ['an operator role', "UPDATE operator SET role = 'owner'"],
    [
      'a grant on a door and a group at once',
      'INSERT INTO "grant" (credential_id, door_id, door_group_id, created_at) VALUES (1, 1, 1, \'\')',
    ],
    [
      'a grant on nothing',
      'INSERT INTO "grant" (credential_id, door_id, door_group_id, created_at) VALUES (1, NULL, NULL, \'\')',
    ],
  ])('given %s they do not know, refuse it', (_what, statement) => {
    expect(() => sqlite.exec(statement)).toThrow(/CHECK constraint failed/)
  })

  it.each([
    ['door of no site', 'UPDATE door SET site_id = 99'],
    ['credential of nobody', 'UPDATE credential SET person_id = 99'],
    ['operation of no job', 'UPDATE operation SET reconcile_job_id = 99'],
    ['site with doors, removed', 'DELETE FROM site'],
  ])('given a %s, refuse it', (_what, statement) => {
    expect(() => sqlite.exec(statement)).toThrow(/FOREIGN KEY/)
  })

  it.each([
    ['a second open job of a target', copyOf('reconcile_job', 'reconcile_job_id', '99')],
    ['a second live receipt of a code', copyOf('provider_receipt', 'id', '99')],
    ['a second active door of a name', copyOf('door', 'id', '99', { integration_device_id: '99' })],
  ])('given %s, refuse it', (_what, makeStatement) => {
    // Only the unique index is asked here.
    sqlite.pragma('foreign_keys = OFF')
    expect(() => sqlite.exec(makeStatement(sqlite))).toThrow(/UNIQUE/)
  })
})

describe('app_audit', () => {
  beforeEach(() => {
    sqlite.exec(
      `INSERT INTO app_audit (time, operator_id, entity, entity_id, action, correlation_id, chain_hash)
       VALUES ('', 0, 'Door #1', 1, 'create', 'c', 'h')`,
    )
  })

  it.each([
    ['an update', "UPDATE app_audit SET action = 'nothing'"],
    ['a delete', 'DELETE FROM app_audit'],
  ])('given %s, refuses it from any connection', (_what, statement) => {
    expect(() => sqlite.exec(statement)).toThrow('app_audit is append-only')
  })
})

/** A statement that inserts the table's first row once more under another key. */
function copyOf(table: string, key: string, value: string, change: Record<string, string> = {}) {
  return (database: Database.Database): string => {
    const columns = database.prepare(`SELECT name FROM pragma_table_info('${table}')`).pluck().all()
    const values = columns.map((name) => (name === key ? value : (change[String(name)] ?? String(name))))
    return `INSERT INTO ${table} SELECT ${values.join(', ')} FROM ${table} LIMIT 1`
  }
}
