import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PERMANENT } from '../../../src-main/domain/code/codeWindow.ts'
import { planOf } from '../../../src-main/domain/plan/testSupport/doorPlanBuilder.ts'
import type { Store } from '../../../src-main/ports/store.ts'
import { writeVerifiedBackup } from '../../../src-main/store/backup.ts'
import {
  addCredential,
  addDoor,
  correlation,
  type DoorScene,
  listedCode,
  newJob,
  newOperation,
  SECRETS,
} from '../../support/storeScene.ts'
import { openTestStore } from '../../support/testStore.ts'

const PINS = ['739154826', '482915736', '915738264', '264819375'] as const
const TOKEN = {
  accessToken: 'planted-access-token-77',
  refreshToken: 'planted-refresh-token-88',
  expiresAtMs: 5,
}

let profile: ReturnType<typeof openTestStore>
let store: Store
let scene: DoorScene

beforeEach(() => {
  profile = openTestStore()
  store = profile.store
  scene = addDoor(store)
})
afterEach(() => profile.remove())

/** A PIN in every place that keeps one, and a token. */
function plant(): void {
  addCredential(store, scene.doorId, PINS[0])
  store.codes.recordReading(scene.deviceId, [listedCode({ pin: PINS[1] })], profile.clock.iso)
  const { job } = store.jobs.enqueue(newJob({ doorId: scene.doorId }))
  const add = { kind: 'add', pin: PINS[2], window: PERMANENT, vendorPinId: null } as const
  store.operations.insertIntent(newOperation(job.id, scene, add), profile.clock.iso)
  const planId = store.plans.insert({
    ...{ correlationId: correlation('c'), jobId: job.id, scope: { kind: 'all' }, title: 't' },
    ...{ mode: 'strict', graceWindowSeconds: 1 },
  })
  const inventory = [{ pin: PINS[3] }]
  store.plans.putDoor({
    planId,
    doorId: scene.doorId,
    state: 'planned',
    fingerprint: null,
    plan: planOf({}),
    inventory,
  })
  store.accounts.secrets(scene.accountId).writeToken(TOKEN)
}

const planted = [...PINS, SECRETS.clientSecret, SECRETS.passwordMd5, TOKEN.accessToken, TOKEN.refreshToken]

function plantedIn(dir: string): readonly string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const bytes = readFileSync(join(entry.parentPath, entry.name))
      return planted.filter((secret) => bytes.includes(secret)).map((secret) => `${entry.name}: ${secret}`)
    })
}

describe('the files of a profile', () => {
  it('with secrets in every sealed column, hold none of them in plain, open or closed', () => {
    plant()
    expect(readFileSync(`${profile.file}-wal`).length).toBeGreaterThan(0)
    expect(plantedIn(profile.dir)).toEqual([])
    store.close()
    expect(plantedIn(profile.dir)).toEqual([])
  })

  it('with a backup, hold none of them there either', () => {
    plant()
    const sqlite = new Database(profile.file)
    writeVerifiedBackup(sqlite, join(profile.backupFolder, 'copy.db'))
    sqlite.close()
    expect(plantedIn(profile.backupFolder)).toEqual([])
  })

  it('with a plain text beside them, would show it', () => {
    store.settings.write('leak', PINS[0])
    expect(plantedIn(profile.dir)).toContain(`lockstep.db-wal: ${PINS[0]}`)
  })
})

describe('a sealed value', () => {
  /** Moves a sealed value as somebody with the file could. */
  function move(statement: string): void {
    const sqlite = new Database(profile.file)
    sqlite.exec(statement)
    sqlite.close()
  }

  it('moved to another row, does not open there', () => {
    const first = addCredential(store, scene.doorId, PINS[0])
    const second = addCredential(store, scene.doorId, PINS[1])
    move(
      `UPDATE credential SET pin_sealed = (SELECT pin_sealed FROM credential WHERE id = ${first}) WHERE id = ${second}`,
    )
    expect(() => store.people.revealPin(second)).toThrow('sealed text does not open')
    expect(store.people.revealPin(first)).toBe(PINS[0])
  })

  it('moved to another column of its row, does not open there', () => {
    move('UPDATE integration_customer SET client_secret_sealed = password_md5_sealed')
    expect(() => store.accounts.secrets(scene.accountId).readSecrets()).toThrow('sealed text does not open')
  })

  it('in every row, is another text even for one PIN', () => {
    addCredential(store, scene.doorId, PINS[0])
    addCredential(store, scene.doorId, PINS[0])
    const sqlite = new Database(profile.file)
    expect(sqlite.prepare('SELECT count(DISTINCT pin_sealed) FROM credential').pluck().get()).toBe(2)
    expect(sqlite.prepare('SELECT count(DISTINCT pin_hash) FROM credential').pluck().get()).toBe(1)
    sqlite.close()
  })

  it('while the vault is locked, is neither read nor written, and the rest is', () => {
    const id = addCredential(store, scene.doorId, PINS[0])
    profile.vault.lock()
    expect(() => store.people.revealPin(id)).toThrow('The vault is locked')
    expect(() => addCredential(store, scene.doorId, PINS[1])).toThrow('The vault is locked')
    expect(() => store.codes.actualCodes(scene.deviceId)).not.toThrow()
    expect(store.people.getCredential(id)?.id).toBe(id)
    expect(store.doors.list()).toHaveLength(1)
  })
})
