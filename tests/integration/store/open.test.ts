import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SYSTEM_OPERATOR_ID } from '../../../src-main/domain/ids.ts'
import { configure, connect } from '../../../src-main/store/connection.ts'
import { addDoor } from '../../support/storeScene.ts'
import { createTestProfile, type TestProfile } from '../../support/testStore.ts'

let profile: TestProfile

beforeEach(() => {
  profile = createTestProfile()
})
afterEach(() => profile.remove())

/** A store that was used and closed, as a file. */
function leaveDatabase(): void {
  const store = profile.openStore()
  addDoor(store)
  store.close()
}

/** Runs statements on the closed file as somebody else would. */
function meddle(...statements: readonly string[]): void {
  const sqlite = new Database(profile.file)
  for (const statement of statements) sqlite.exec(statement)
  sqlite.close()
}

function setAsideFiles(): readonly string[] {
  return readdirSync(profile.dir).filter((name) => name.includes('set-aside'))
}

describe('connection', () => {
  it('after its first write, is still fully synchronous', () => {
    const sqlite = connect(profile.file)
    configure(sqlite)
    sqlite.exec('CREATE TABLE t (a TEXT) STRICT')
    sqlite.exec("INSERT INTO t VALUES ('x')")
    expect(sqlite.pragma('synchronous', { simple: true })).toBe(2)
    sqlite.close()
  })

  it('of a database opened again, is fully synchronous after a write', () => {
    leaveDatabase()
    const statements: string[] = []
    const store = profile.openStore({ statementSpy: (statement) => statements.push(statement) })
    store.settings.write('touched', true)
    const sqlite = connect(profile.file)
    configure(sqlite)
    sqlite.exec("UPDATE setting SET value_json = 'false' WHERE name = 'touched'")
    expect(sqlite.pragma('synchronous', { simple: true })).toBe(2)
    expect(statements).toContain('PRAGMA synchronous = FULL')
    sqlite.close()
  })

  it.each([
    ['journal_mode', 'wal'],
    ['foreign_keys', 1],
    ['busy_timeout', 1_000],
    ['recursive_triggers', 1],
    ['trusted_schema', 0],
  ])('once configured, has %s %s', (pragma, expected) => {
    const sqlite = connect(profile.file)
    configure(sqlite)
    expect(sqlite.pragma(pragma, { simple: true })).toBe(expected)
    sqlite.close()
  })
})

describe('openStore', () => {
  it('where there is no file, opens an empty store with the system operator alone', () => {
    const opened = profile.open()
    expect(opened).toMatchObject({ kind: 'open', notices: [] })
    const store = profile.openStore()
    expect(store.operators.list()).toEqual([])
    expect(store.operators.nameOf(SYSTEM_OPERATOR_ID)).toBe('System')
    expect(store.operators.get(SYSTEM_OPERATOR_ID)).toBeNull()
  })

  it('on a store that was used, finds everything again', () => {
    leaveDatabase()
    expect(profile.openStore().doors.list()).toHaveLength(1)
  })

  it('on a new file, lets its owner alone read it and its log', () => {
    const store = profile.openStore()
    store.settings.write('a', 1)
    for (const name of [profile.file, `${profile.file}-wal`, `${profile.file}-shm`]) {
      expect(statSync(name).mode & 0o777).toBe(0o600)
    }
  })

  it('on a file that others could read, takes that right away', () => {
    leaveDatabase()
    chmodSync(profile.file, 0o644)
    profile.openStore()
    expect(statSync(profile.file).mode & 0o777).toBe(0o600)
  })

  it('when closed, leaves no log behind', () => {
    leaveDatabase()
    expect(existsSync(`${profile.file}-wal`)).toBe(false)
  })
})

describe('openStore on a database of a newer program', () => {
  it('with a migration this program does not know, refuses and names the program', () => {
    const store = profile.openStore({ programVersion: '7.0.0' })
    store.close()
    meddle("INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('of the future', 99999999999999)")
    const before = readFileSync(profile.file)
    expect(profile.open()).toEqual({ kind: 'newer_program', file: profile.file, writtenBy: '7.0.0' })
    expect(readFileSync(profile.file)).toEqual(before)
  })

  it('with a known migration of other content, refuses', () => {
    leaveDatabase()
    meddle("UPDATE __drizzle_migrations SET hash = 'changed after its release'")
    expect(profile.open()).toMatchObject({ kind: 'newer_program' })
  })

  it('with a higher user version alone, refuses', () => {
    leaveDatabase()
    meddle('PRAGMA user_version = 1000')
    expect(profile.open()).toMatchObject({ kind: 'newer_program' })
  })

  it('whose settings have another shape, refuses without a name', () => {
    leaveDatabase()
    meddle(
      'DROP TABLE setting',
      'CREATE TABLE setting (id INTEGER)',
      "INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('of the future', 99999999999999)",
    )
    expect(profile.open()).toMatchObject({ kind: 'newer_program', writtenBy: null })
  })
})

describe('openStore on a file that is no healthy database', () => {
  it('of other content, sets it aside whole and begins anew', () => {
    writeFileSync(profile.file, 'a letter to the landlord, not a database')
    const opened = profile.open()
    const kept = join(profile.dir, 'lockstep.db.set-aside-2026-02-05T16-28-59-888Z')
    expect(opened).toMatchObject({
      kind: 'open',
      notices: [{ kind: 'set_aside', reason: 'not_a_database', files: [kept] }],
    })
    expect(readFileSync(kept, 'utf8')).toBe('a letter to the landlord, not a database')
  })

  it('with overwritten pages, sets it aside', () => {
    leaveDatabase()
    const bytes = readFileSync(profile.file)
    bytes.fill(0xa5, 4_096, 4_096 * 3)
    writeFileSync(profile.file, bytes)
    expect(profile.open()).toMatchObject({
      kind: 'open',
      notices: [{ kind: 'set_aside', reason: 'corrupt' }],
    })
    expect(profile.openStore().doors.list()).toEqual([])
  })

  it('cut in the middle of a page, sets it aside', () => {
    leaveDatabase()
    const bytes = readFileSync(profile.file)
    writeFileSync(profile.file, bytes.subarray(0, bytes.length - 4_096 * 2 - 100))
    expect(profile.open()).toMatchObject({ notices: [{ kind: 'set_aside', reason: 'corrupt' }] })
  })

  it('of another program, sets it aside', () => {
    const other = new Database(profile.file)
    other.exec('CREATE TABLE recipes (name TEXT)')
    other.close()
    expect(profile.open()).toMatchObject({ notices: [{ kind: 'set_aside', reason: 'not_ours' }] })
  })

  it('missing beside its log, sets the log aside and does not replay it', () => {
    const log = Buffer.alloc(4_096, 7)
    writeFileSync(`${profile.file}-wal`, log)
    const opened = profile.open()
    expect(opened).toMatchObject({ notices: [{ kind: 'set_aside', reason: 'stray_log' }] })
    const [kept = ''] = setAsideFiles()
    expect(kept).toMatch(/-wal$/)
    expect(readFileSync(join(profile.dir, kept))).toEqual(log)
  })

  it('set aside twice at the same moment, keeps both', () => {
    writeFileSync(profile.file, 'first'.repeat(10))
    profile.openStore().close()
    writeFileSync(profile.file, 'second'.repeat(10))
    profile.openStore()
    const kept = setAsideFiles().filter((name) => name.startsWith('lockstep.db'))
    expect(kept.map((name) => readFileSync(join(profile.dir, name), 'utf8')).sort()).toEqual([
      'first'.repeat(10),
      'second'.repeat(10),
    ])
  })

  it('with its log beside it, sets both aside under one name', () => {
    writeFileSync(profile.file, 'not a database, and it has a log')
    writeFileSync(`${profile.file}-wal`, 'log')
    profile.open()
    expect(setAsideFiles()).toEqual([
      'lockstep.db.set-aside-2026-02-05T16-28-59-888Z',
      'lockstep.db.set-aside-2026-02-05T16-28-59-888Z-wal',
    ])
  })
})

describe('openStore on a file that cannot be looked at', () => {
  it('because a folder has its name, says so and moves nothing', () => {
    mkdirSync(profile.file)
    expect(profile.open()).toMatchObject({ kind: 'unreachable', code: 'EISDIR' })
    expect(setAsideFiles()).toEqual([])
  })

  it('because its folder is none, says so', () => {
    writeFileSync(join(profile.dir, 'file'), '')
    const file = join(profile.dir, 'file', 'lockstep.db')
    expect(profile.open({ file })).toMatchObject({ kind: 'unreachable', code: 'ENOTDIR' })
  })

  it('because another program holds it, says so and moves nothing', () => {
    leaveDatabase()
    const holder = new Database(profile.file)
    holder.pragma('locking_mode = EXCLUSIVE')
    holder.exec('BEGIN EXCLUSIVE')
    expect(profile.open()).toMatchObject({ kind: 'unreachable', code: 'SQLITE_BUSY' })
    expect(setAsideFiles()).toEqual([])
    holder.close()
  })
})
