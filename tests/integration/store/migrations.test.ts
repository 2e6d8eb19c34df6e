import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AccountId, DeviceId, DoorId, JobId, OperationId } from '../../../src-main/domain/ids.ts'
import { runMigrations } from '../../../src-main/store/migrations.ts'
import { addCredential, addDoor, correlation } from '../../support/storeScene.ts'
import {
  createTestProfile,
  migrationsFolder,
  migrationsUpTo,
  type TestProfile,
} from '../../support/testStore.ts'

const LATER = 4_000_000_000_000

let profile: TestProfile
let nextFolder: string

beforeEach(() => {
  profile = createTestProfile()
  nextFolder = join(profile.dir, 'migrations')
})
afterEach(() => profile.remove())

/** The real migrations and one more, as the next version of the program would bring. */
function nextVersion(sql: string): string {
  cpSync(migrationsFolder, nextFolder, { recursive: true })
  const journalFile = join(nextFolder, 'meta', '_journal.json')
  const journal: { entries: unknown[] } = JSON.parse(readFileSync(journalFile, 'utf8'))
  journal.entries.push({ idx: 1, version: '6', when: LATER, tag: '9999_next', breakpoints: true })
  writeFileSync(journalFile, JSON.stringify(journal))
  writeFileSync(join(nextFolder, '9999_next.sql'), sql)
  return nextFolder
}

function versionUpTo(lastTag: string): string {
  return migrationsUpTo(lastTag, nextFolder)
}

function leaveDatabaseWithDoor(): void {
  const store = profile.openStore()
  addCredential(store, addDoor(store).doorId, '739154')
  store.close()
}

describe('openStore with a migration to run', () => {
  it('on a used database, makes a whole backup first and keeps every row', () => {
    leaveDatabaseWithDoor()
    const opened = profile.open({ migrationsFolder: nextVersion('ALTER TABLE `site` ADD `colour` text;') })
    const backup = join(profile.backupFolder, 'before-migration-2026-02-05T16-28-59-888Z.db')
    expect(opened).toMatchObject({ kind: 'open', notices: [{ kind: 'backed_up', file: backup }] })
    if (opened.kind !== 'open') throw new Error('not open')
    expect(opened.store.doors.list()).toHaveLength(1)

    const copy = new Database(backup, { readonly: true })
    expect(copy.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(copy.prepare('SELECT count(*) FROM door').pluck().get()).toBe(1)
    expect(
      copy.prepare("SELECT count(*) FROM pragma_table_info('site') WHERE name = 'colour'").pluck().get(),
    ).toBe(0)
    copy.close()
  })

  it('0011, finds the audit of a trace that was there, and gives a job that had ended the time of its end', () => {
    const sqlite = new Database(profile.file)
    runMigrations(sqlite, versionUpTo('0010_lean_plan_doors'))
    const at = '2026-02-05T16:00:00.000Z'
    sqlite.exec(`
      INSERT INTO trace (correlation_id, started_at, ended_at, log_count, error_count, search_text)
      VALUES ('c0', '${at}', '${at}', 0, 0, ''), ('c1', '${at}', '${at}', 0, 0, '');
      INSERT INTO app_audit (time, operator_id, entity, entity_id, action, correlation_id, chain_hash)
      VALUES ('${at}', 0, 'Site #1', 1, 'site.added', 'c1', 'x'), ('${at}', 0, 'Site #1', 1, 'site.changed', 'c1', 'y');
      INSERT INTO reconcile_job (job_type, status, reason, correlation_id, user_id, target, priority, created_at, updated_at)
      VALUES ('maintenance', 'done', '', 'c0', 0, 'profile', 2, '${at}', '${at}'),
        ('maintenance', 'queued', '', 'c1', 0, 'profile', 2, '${at}', '${at}');`)
    sqlite.close()
    const store = profile.openStore()
    const audit = store.traces.auditOf([correlation('c1'), correlation('c0')])
    expect(audit.map((row) => [row.id, row.action])).toEqual([
      [1, 'site.added'],
      [2, 'site.changed'],
    ])
    expect([1, 2].map((id) => store.jobs.get(id as JobId)?.finishedAt)).toEqual([at, null])
  })

  it('0002, keeps the marks that were there, as words of people', () => {
    const deviceId = 1 as DeviceId
    const sqlite = new Database(profile.file)
    runMigrations(sqlite, versionUpTo('0001_find_codes_of_a_person'))
    sqlite.exec(`
      INSERT INTO integration_device (id, provider_type, external_id, created_at, updated_at)
      VALUES (1, 'TTLOCK', '28991110', '2026-02-05T16:00:00.000Z', '2026-02-05T16:00:00.000Z');
      INSERT INTO code_mark (integration_device_id, vendor_pin_id, pin_hash, mark, reason, operator_id, created_at)
      VALUES (1, '50', 'a hash', 'never_delete', 'fire brigade', 0, '2026-02-05T16:00:00.000Z');`)
    sqlite.close()
    expect(profile.openStore().decisions.marks(deviceId)).toEqual([
      {
        vendorPinId: '50',
        pinHash: 'a hash',
        mark: 'never_delete',
        until: null,
        reason: 'fire brigade',
        operatorId: 0,
        undoPlanId: null,
        createdAt: '2026-02-05T16:00:00.000Z',
      },
    ])
  })

  it('0008, knows of no foreign code on a door before its next reading', () => {
    const sqlite = new Database(profile.file)
    runMigrations(sqlite, versionUpTo('0007_saved_trace_filters'))
    sqlite.exec(`
      INSERT INTO site (id, name, timezone, mode, policy, grace_window_seconds, lead_time_seconds, created_at, updated_at)
      VALUES (1, 'Hotel', 'Europe/Lisbon', 'strict', 'approve', 3600, 86400, '2026-02-05T16:00:00.000Z', '2026-02-05T16:00:00.000Z');
      INSERT INTO integration_device (id, provider_type, external_id, created_at, updated_at)
      VALUES (1, 'TTLOCK', '28991110', '2026-02-05T16:00:00.000Z', '2026-02-05T16:00:00.000Z');
      INSERT INTO door (id, site_id, integration_device_id, external_id, name, device_type, created_at, updated_at)
      VALUES (1, 1, 1, '28991110', 'Front door', 'TTLOCK', '2026-02-05T16:00:00.000Z', '2026-02-05T16:00:00.000Z');
      INSERT INTO door_state (door_id, reading_kind, differences, updated_at)
      VALUES (1, 'known', 4, '2026-02-05T16:00:00.000Z');`)
    sqlite.close()
    expect(profile.openStore().doors.state(1 as DoorId)).toMatchObject({
      differences: 4,
      foreignNamesakes: 0,
    })
  })

  it('0009, takes gateways that were down for down since their next list', () => {
    const sqlite = new Database(profile.file)
    runMigrations(sqlite, versionUpTo('0008_count_foreign_namesakes'))
    sqlite.exec(`
      INSERT INTO integration_customer (id, provider_type, name, region, base_url, client_id, username,
        client_secret_sealed, password_md5_sealed, created_at, updated_at)
      VALUES (1, 'TTLOCK', 'Main', 'global', 'https://euapi.ttlock.com', 'id', 'owner', '', '',
        '2026-02-05T16:00:00.000Z', '2026-02-05T16:00:00.000Z');
      INSERT INTO integration_gateway (integration_customer_id, external_id, name, is_online, last_synced_at)
      VALUES (1, '7', 'Lobby', 0, '2026-02-05T16:00:00.000Z');`)
    sqlite.close()
    const { accounts } = profile.openStore()
    expect(accounts.gateways()).toEqual([{ externalId: '7', name: 'Lobby', offlineSince: null }])
    const down = { externalId: '7', name: 'Lobby', isOnline: false, lockCount: 1 }
    accounts.recordGateways(1 as AccountId, [down], '2026-02-05T17:00:00.000Z')
    accounts.recordGateways(1 as AccountId, [down], '2026-02-05T18:00:00.000Z')
    expect(accounts.gateways()).toMatchObject([{ offlineSince: '2026-02-05T17:00:00.000Z' }])
  })

  it('0014, of a list from before, has no digest until the next one', () => {
    const sqlite = new Database(profile.file)
    runMigrations(sqlite, versionUpTo('0013_what_is_wrong_with_a_door'))
    const at = '2026-02-05T16:00:00.000Z'
    sqlite.exec(`
      INSERT INTO integration_device (id, provider_type, external_id, created_at, updated_at)
      VALUES (1, 'TTLOCK', '28991110', '${at}', '${at}');
      INSERT INTO lock_watch (integration_device_id, first_read_at, last_read_at) VALUES (1, '${at}', '${at}');`)
    sqlite.close()
    const { codes } = profile.openStore()
    const deviceId = 1 as DeviceId
    expect(codes.listDigest(deviceId)).toBeNull()
    codes.recordReading(deviceId, [], '2026-02-05T17:00:00.000Z')
    expect(codes.listDigest(deviceId)).toMatch(/^[0-9a-f]{64}$/)
  })

  it('0013, keeps how many differences a door has, of a kind that the next look at it tells', () => {
    const sqlite = new Database(profile.file)
    runMigrations(sqlite, versionUpTo('0012_outline_plan_doors_anew'))
    sqlite.pragma('foreign_keys = OFF')
    const at = '2026-02-05T16:00:00.000Z'
    sqlite.exec(`
      INSERT INTO site (id, name, timezone, mode, policy, grace_window_seconds, lead_time_seconds, created_at, updated_at)
      VALUES (1, 'Hotel', 'Europe/Lisbon', 'strict', 'approve', 3600, 86400, '${at}', '${at}');
      INSERT INTO integration_device (id, provider_type, external_id, created_at, updated_at)
      VALUES (1, 'TTLOCK', '28991110', '${at}', '${at}');
      INSERT INTO door (id, site_id, integration_device_id, external_id, name, device_type, created_at, updated_at)
      VALUES (2, 1, 1, '28991110', 'Front door', 'TTLOCK', '${at}', '${at}');
      INSERT INTO door_state (door_id, reading_kind, differences, updated_at) VALUES (2, 'known', 3, '${at}');`)
    runMigrations(sqlite, versionUpTo('0013_what_is_wrong_with_a_door'))
    expect(
      sqlite.prepare('SELECT differences, missing, changed, unwanted, undeliverable FROM door_state').get(),
    ).toEqual({ differences: 3, missing: 0, changed: 0, unwanted: 0, undeliverable: 0 })
    sqlite.close()
  })

  it('0019, makes one application of accounts that share a client id, with the usual calls', () => {
    const sqlite = new Database(profile.file)
    runMigrations(sqlite, versionUpTo('0018_traces_of_many_doors'))
    const at = '2026-02-05T16:00:00.000Z'
    const account = (id: number, baseUrl: string, clientId: string) => `
      INSERT INTO integration_customer (id, provider_type, name, region, base_url, client_id, username,
        client_secret_sealed, password_md5_sealed, is_active, created_at, updated_at)
      VALUES (${id}, 'TTLOCK', 'a', 'global', '${baseUrl}', '${clientId}', 'u${id}', 's', 's', 1, '${at}', '${at}');`
    sqlite.exec(
      account(1, 'https://a', 'one') + account(2, 'https://a', 'one') + account(3, 'https://b', 'one'),
    )
    runMigrations(sqlite, versionUpTo('0019_calls_of_an_application'))
    expect(
      sqlite
        .prepare('SELECT base_url, client_id, calls_per_month FROM integration_application ORDER BY id')
        .raw()
        .all(),
    ).toEqual([
      ['https://a', 'one', 30_000],
      ['https://b', 'one', 30_000],
    ])
    sqlite.close()
  })

  it('0017, keeps what was sent, which set no open schedule', () => {
    const sqlite = new Database(profile.file)
    runMigrations(sqlite, versionUpTo('0016_order_doors_of_plans'))
    const at = '2026-02-05T16:00:00.000Z'
    sqlite.exec(`
      INSERT INTO reconcile_job (reconcile_job_id, job_type, status, reason, correlation_id, user_id, target, priority,
        created_at, updated_at, finished_at)
      VALUES (1, 'drift_check', 'done', 'a test', 'corr-1', 0, 'door:1', 0, '${at}', '${at}', '${at}');
      INSERT INTO operation (id, reconcile_job_id, correlation_id, line_id, door_id, integration_device_id, kind,
        vendor_pin_id, state, attempt, counts_toward_limits, intent_at)
      VALUES (7, 1, 'corr-1', 'd1/delete/p5', 1, 1, 'delete', '5', 'confirmed', 1, 1, '${at}');`)
    sqlite.close()
    const sent = { kind: 'delete', vendorPinId: '5', schedule: null }
    expect(profile.openStore().operations.get(7 as OperationId)).toMatchObject(sent)
    const again = new Database(profile.file)
    expect(again.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'operation'").pluck().get()).toBe(7)
    again.close()
  })

  it('with a copy that was broken off beside it, takes that away and never takes it for a backup', () => {
    leaveDatabaseWithDoor()
    mkdirSync(profile.backupFolder, { recursive: true })
    writeFileSync(join(profile.backupFolder, 'before-migration-2026-02-04.db.unproven'), 'half a copy')
    profile.openStore({ migrationsFolder: nextVersion('ALTER TABLE `site` ADD `colour` text;') })
    expect(readdirSync(profile.backupFolder)).toEqual(['before-migration-2026-02-05T16-28-59-888Z.db'])
  })

  it('on an empty profile, makes no backup', () => {
    const opened = profile.open({ migrationsFolder: nextVersion('ALTER TABLE `site` ADD `colour` text;') })
    expect(opened).toMatchObject({ kind: 'open', notices: [] })
    expect(existsSync(profile.backupFolder)).toBe(false)
  })

  it('already run, makes no second backup', () => {
    leaveDatabaseWithDoor()
    const folder = nextVersion('ALTER TABLE `site` ADD `colour` text;')
    profile.openStore({ migrationsFolder: folder }).close()
    profile.openStore({ migrationsFolder: folder })
    expect(readdirSync(profile.backupFolder)).toHaveLength(1)
  })

  it('that fails half way, leaves the database as it was and names the backup', () => {
    leaveDatabaseWithDoor()
    const folder = nextVersion(
      'ALTER TABLE `site` ADD `colour` text;\n--> statement-breakpoint\nDROP TABLE `nothing`;',
    )
    const opened = profile.open({ migrationsFolder: folder })
    expect(opened).toMatchObject({
      kind: 'migration_failed',
      backup: expect.stringContaining('before-migration'),
    })
    expect(profile.openStore().doors.list()).toHaveLength(1)
  })

  it('that leaves a reference to nothing, fails', () => {
    leaveDatabaseWithDoor()
    const opened = profile.open({ migrationsFolder: nextVersion('DELETE FROM `site`;') })
    expect(opened).toMatchObject({ kind: 'migration_failed' })
    expect(profile.openStore().sites.list()).toHaveLength(1)
  })

  it('and no room for a backup, runs nothing', () => {
    leaveDatabaseWithDoor()
    writeFileSync(profile.backupFolder, 'a file where the folder should be')
    const folder = nextVersion('ALTER TABLE `site` ADD `colour` text;')
    expect(profile.open({ migrationsFolder: folder })).toMatchObject({ kind: 'backup_failed' })
    const sqlite = new Database(profile.file)
    const ran = sqlite.prepare('SELECT count(*) FROM __drizzle_migrations').pluck().get()
    expect(ran).toBe(readdirSync(migrationsFolder).filter((name) => name.endsWith('.sql')).length)
    sqlite.close()
  })

  it('run once, is refused by the program without it', () => {
    leaveDatabaseWithDoor()
    profile.openStore({ migrationsFolder: nextVersion('ALTER TABLE `site` ADD `colour` text;') }).close()
    expect(profile.open()).toMatchObject({ kind: 'newer_program', writtenBy: '0.1.0' })
  })

  it('that makes a referenced table anew, keeps what refers to it', () => {
    leaveDatabaseWithDoor()
    const statements = [
      'CREATE TABLE `person_new` AS SELECT * FROM `person`;',
      'DROP TABLE `person`;',
      'CREATE TABLE `person` (`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL, `name` text NOT NULL, `note` text, `blocked_at` text, `blocked_by_operator_id` integer, `removed_at` text, `created_at` text NOT NULL, `updated_at` text NOT NULL) STRICT;',
      'INSERT INTO `person` SELECT * FROM `person_new`;',
      'DROP TABLE `person_new`;',
    ]
    const folder = nextVersion(statements.join('\n--> statement-breakpoint\n'))
    const store = profile.openStore({ migrationsFolder: folder })
    expect(store.people.list()).toMatchObject([{ person: { name: 'Ada' }, activeCodes: 1 }])
  })
})

describe('openStore and the custom SQL', () => {
  it('with its triggers dropped by somebody, makes them again', () => {
    leaveDatabaseWithDoor()
    const sqlite = new Database(profile.file)
    sqlite.exec('DROP TRIGGER app_audit_no_update; DROP TRIGGER app_audit_no_delete')
    sqlite.close()
    profile.openStore().close()
    const again = new Database(profile.file)
    expect(
      again
        .prepare(
          "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'app_audit' ORDER BY name",
        )
        .pluck()
        .all(),
    ).toEqual(['app_audit_no_delete', 'app_audit_no_update'])
    again.close()
  })

  it('with a trigger that somebody replaced by one of that name, makes it as it was', () => {
    leaveDatabaseWithDoor()
    const sqlite = new Database(profile.file)
    const read = (from: Database.Database) =>
      from.prepare("SELECT sql FROM sqlite_master WHERE name = 'app_audit_no_delete'").pluck().get()
    const before = read(sqlite)
    sqlite.exec(`DROP TRIGGER app_audit_no_delete;
      CREATE TRIGGER app_audit_no_delete BEFORE DELETE ON app_audit BEGIN SELECT 1; END`)
    sqlite.close()
    profile.openStore().close()
    const again = new Database(profile.file)
    expect(read(again)).toBe(before)
    again.close()
  })

  it('with what an older version left and this one drops, drops it', () => {
    leaveDatabaseWithDoor()
    const sqlite = new Database(profile.file)
    sqlite.exec('CREATE TABLE trace_fts (id INTEGER)')
    sqlite.close()
    profile.openStore().close()
    const again = new Database(profile.file)
    expect(again.prepare("SELECT count(*) FROM sqlite_master WHERE name = 'trace_fts'").pluck().get()).toBe(0)
    again.close()
  })

  it('where all of it is in place, writes nothing', () => {
    leaveDatabaseWithDoor()
    const version = (): unknown => {
      const sqlite = new Database(profile.file)
      const found = sqlite.pragma('schema_version', { simple: true })
      sqlite.close()
      return found
    }
    const before = version()
    profile.openStore().close()
    expect(version()).toBe(before)
  })

  it('with a file that is no SQL, throws', () => {
    const sqlFolder = join(profile.dir, 'sql')
    mkdirSync(sqlFolder)
    writeFileSync(join(sqlFolder, 'wrong.sql'), 'CREATE NONSENSE')
    expect(() => profile.open({ sqlFolder })).toThrow(/syntax error/)
  })
})
