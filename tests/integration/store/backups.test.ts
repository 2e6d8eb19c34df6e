import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BACKUPS_KEPT, backupName } from '../../../src-main/domain/backup/backup.ts'
import { SYSTEM_OPERATOR_ID } from '../../../src-main/domain/ids.ts'
import { toIso } from '../../../src-main/domain/instant.ts'
import { systemRandom } from '../../../src-main/platform/systemRandom.ts'
import type { Backups } from '../../../src-main/ports/backups.ts'
import type { Store } from '../../../src-main/ports/store.ts'
import { changeAuditRow } from '../../support/forgedAudit.ts'
import { addCredential, addDoor } from '../../support/storeScene.ts'
import { createTestBackups } from '../../support/testBackups.ts'
import { createTestProfile, type TestProfile } from '../../support/testStore.ts'

const PIN = '739154'

let profile: TestProfile
let store: Store
let backups: Backups

beforeEach(() => {
  profile = createTestProfile()
  store = profile.openStore()
  backups = createTestBackups(profile.file, profile.clock)
})
afterEach(() => profile.remove())

function change(action: string): void {
  store.write(() =>
    store.traces.appendAudit(
      {
        ...{ operatorId: SYSTEM_OPERATOR_ID, entity: 'Site #1', entityId: 1, action },
        ...{ before: null, after: { action }, correlationId: systemRandom.correlationId() },
      },
      toIso(profile.clock.nowMs()),
    ),
  )
}

const fileOf = (name: string): string => join(profile.backupFolder, name)

describe('a backup', () => {
  it('is whole, has vault and mark beside it, and is readable by its owner alone', async () => {
    addCredential(store, addDoor(store).doorId, PIN)
    writeFileSync(join(profile.dir, 'vault.json'), 'the vault')
    change('create')
    const backup = await backups.make('by-hand')
    expect(backup).toMatchObject({ kind: 'by-hand', madeAt: toIso(profile.clock.nowMs()) })
    expect(backup.octets).toBe(statSync(fileOf(backup.name)).size)

    const stem = backup.name.slice(0, -'.db'.length)
    const files = readdirSync(profile.backupFolder)
    expect(files).toContain(`${stem}.vault.json`)
    expect(readFileSync(fileOf(`${stem}.vault.json`), 'utf8')).toBe('the vault')
    for (const file of files) expect(statSync(fileOf(file)).mode & 0o777).toBe(0o600)
    expect(await backups.contentsOf(backup.name)).toEqual(await backups.presentContents())
    for (const file of files) expect(readFileSync(fileOf(file)).includes(PIN)).toBe(false)
  })

  it('made while the program writes holds one moment: what was committed together is there together', async () => {
    const doorId = addDoor(store).doorId
    let isDone = false
    let written = 0
    const writing = (async () => {
      while (!isDone) {
        store.write(() => {
          written += 1
          store.settings.write('first_half', written)
          change(`half ${written}`)
          store.settings.write('second_half', written)
        })
        await setImmediate()
      }
    })()
    const seen: number[] = []
    for (let round = 0; round < 5; round += 1) {
      profile.clock.advance(1_000)
      const { name } = await backups.make('daily')
      const copy = new Database(fileOf(name), { readonly: true })
      const read = (query: string) => copy.prepare(query).pluck().get()
      expect(copy.pragma('integrity_check', { simple: true })).toBe('ok')
      const half = Number(read("SELECT value_json FROM setting WHERE name = 'first_half'"))
      expect(Number(read("SELECT value_json FROM setting WHERE name = 'second_half'"))).toBe(half)
      expect(read("SELECT count(*) FROM app_audit WHERE action LIKE 'half %'")).toBe(half)
      copy.close()
      seen.push(half)
    }
    isDone = true
    await writing
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
    expect(new Set(seen).size).toBeGreaterThan(1)
    expect(store.doors.get(doorId)).not.toBeNull()
  })

  it('that cannot be written leaves none behind, and none of the earlier ones goes', async () => {
    const first = await backups.make('daily')
    profile.clock.advance(1_000)
    const missing = createTestBackups(join(profile.dir, 'nowhere.db'), profile.clock)
    await expect(missing.make('daily')).rejects.toMatchObject({ trouble: 'SQLITE_CANTOPEN' })
    expect(backups.list().map(({ name }) => name)).toEqual([first.name])
  })

  it('broken off half way is no backup, and goes with the next one', async () => {
    const leaving = new AbortController()
    const making = backups.make('daily', { signal: leaving.signal })
    leaving.abort()
    await expect(making).rejects.toThrow()
    mkdirSync(profile.backupFolder, { recursive: true })
    writeFileSync(fileOf('daily-2026-02-05T16-00-00-000Z.db.unproven'), 'half a copy')
    expect(backups.list()).toEqual([])
    const { name } = await backups.make('daily')
    expect(readdirSync(profile.backupFolder).filter((file) => file.includes('unproven'))).toEqual([])
    expect(backups.list().map((backup) => backup.name)).toEqual([name])
  })

  it('whose vault cannot get its name beside it, is none, and leaves nothing half done', async () => {
    writeFileSync(join(profile.dir, 'vault.json'), 'the vault')
    const name = backupName('by-hand', toIso(profile.clock.nowMs()))
    mkdirSync(join(fileOf(name.replace('.db', '.vault.json')), 'taken'), { recursive: true })
    await expect(backups.make('by-hand')).rejects.toThrow()
    expect(backups.list()).toEqual([])
    expect(readdirSync(profile.backupFolder).filter((file) => file.includes('unproven'))).toEqual([])
  })

  it('tells of what is in use: no code that was revoked', async () => {
    const { doorId } = addDoor(store)
    const [revoked] = [addCredential(store, doorId, PIN), addCredential(store, doorId, '482915')]
    store.people.revokeCredential(revoked, SYSTEM_OPERATOR_ID, toIso(profile.clock.nowMs()))
    const { name } = await backups.make('by-hand')
    expect(await backups.contentsOf(name)).toMatchObject({ doors: 1, people: 2, codes: 1, operators: [] })
  })

  it('of each kind is kept as often as said, the oldest go with what lies beside them', async () => {
    mkdirSync(profile.backupFolder, { recursive: true })
    const vaultOf = (name: string): string => fileOf(name.replace('.db', '.vault.json'))
    const byHand = backupName('by-hand', '2025-01-01T00:00:00.000Z')
    const earlier = Array.from({ length: BACKUPS_KEPT + 1 }, (_, day) =>
      backupName('daily', toIso(Date.UTC(2025, 6, 1 + day))),
    )
    for (const name of [byHand, ...earlier]) {
      writeFileSync(fileOf(name), 'a copy')
      writeFileSync(vaultOf(name), 'its vault')
    }
    const { name: newest } = await backups.make('daily')
    const kept = [newest, ...earlier.slice(2).reverse(), byHand]
    expect(backups.list().map(({ name }) => name)).toEqual(kept)
    expect(earlier.map((name) => existsSync(vaultOf(name)))).toEqual(earlier.map((_, day) => day > 1))
  })

  it('asked for while another is made waits for it, and neither takes what belongs to the other', async () => {
    writeFileSync(join(profile.dir, 'vault.json'), 'the vault')
    change('create')
    const made = await Promise.all([backups.make('daily'), backups.make('by-hand'), backups.make('daily')])
    const names = made.flatMap(({ name }) => {
      const stem = name.slice(0, -'.db'.length)
      return [name, `${stem}.vault.json`, `${stem}.audit-head.json`]
    })
    expect(readdirSync(profile.backupFolder).toSorted()).toEqual(names.toSorted())
    for (const { name } of made) expect(await backups.contentsOf(name)).toMatchObject({ changes: 1 })
  })

  it('is kept though fourteen others are dated ahead by a wrong clock', async () => {
    mkdirSync(profile.backupFolder, { recursive: true })
    for (let day = 1; day <= BACKUPS_KEPT; day++)
      writeFileSync(fileOf(backupName('by-hand', toIso(Date.UTC(2031, 0, day)))), 'a copy')
    const { name } = await backups.make('by-hand')
    expect(existsSync(fileOf(name))).toBe(true)
    expect(backups.list()).toHaveLength(BACKUPS_KEPT)
  })

  it('that is about to be restored stays, though the copy made before makes it needless', async () => {
    mkdirSync(profile.backupFolder, { recursive: true })
    const made = Array.from({ length: BACKUPS_KEPT }, (_, day) =>
      backupName('before-restore', toIso(Date.UTC(2025, 6, 1 + day))),
    )
    for (const name of made) writeFileSync(fileOf(name), 'a copy')
    const [needed = '', next = ''] = made
    await backups.make('before-restore', { needed })
    expect([needed, next].map((name) => existsSync(fileOf(name)))).toEqual([true, true])
    profile.clock.advance(1_000)
    await backups.make('before-restore')
    expect([needed, next].map((name) => existsSync(fileOf(name)))).toEqual([false, false])
  })

  it('that rotted is refused when it is looked at', async () => {
    const { name } = await backups.make('daily')
    const bytes = readFileSync(fileOf(name))
    bytes.fill(0x5a, 4_096, 12_288)
    writeFileSync(fileOf(name), bytes)
    await expect(backups.contentsOf(name)).rejects.toThrow()
  })

  it.each(['../lockstep.db', 'lockstep.db', 'daily-2026-02-05T16-00-00-000Z.db'])(
    'named %s is not there',
    async (name) => {
      expect(await backups.contentsOf(name)).toBeNull()
    },
  )

  it('of a newer program says that it is not understood', async () => {
    const { name } = await backups.make('daily')
    const copy = new Database(fileOf(name))
    copy.prepare("INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('later', 4000000000000)").run()
    copy.close()
    expect(await backups.contentsOf(name)).toMatchObject({ isUnderstood: false, writtenBy: '0.1.0' })
  })
})

describe('verifying the audit', () => {
  it('of a whole one counts its rows, tells its end and finds a mark that was noted', async () => {
    for (const action of ['create', 'update', 'revoke']) change(action)
    const { head } = await backups.verifyAudit(null)
    change('extend')
    expect(await backups.verifyAudit(head.toUpperCase())).toMatchObject({
      ...{ rows: 4, firstBadRow: null, notedAt: 3 },
    })
    expect(await backups.verifyAudit('0'.repeat(64))).toMatchObject({ firstBadRow: null, notedAt: null })
  })

  it('of one in which a row was changed names that row, and finds no mark that was noted after it', async () => {
    for (let row = 0; row < 5; row += 1) change(`change ${row}`)
    const { head } = await backups.verifyAudit(null)
    changeAuditRow(profile.file, 3)
    expect(await backups.verifyAudit(head)).toEqual({ rows: 5, head, firstBadRow: 3, notedAt: 5 })
  })

  it('of an empty one finds nothing wrong', async () => {
    expect(await backups.verifyAudit(null)).toMatchObject({ rows: 0, firstBadRow: null })
    rmSync(profile.backupFolder, { recursive: true, force: true })
    expect(backups.list()).toEqual([])
  })
})
