import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ProfilePaths } from '../../../src-main/app/paths.ts'
import { finishRestore, type RestoreNote, stageRestore } from '../../../src-main/app/restore.ts'
import { BACKUPS_KEPT } from '../../../src-main/domain/backup/backup.ts'
import type { CorrelationId } from '../../../src-main/domain/ids.ts'
import { type AppScene, openAppScene } from '../../support/appScene.ts'
import { createFakeKeyring } from '../../support/fakeKeyring.ts'
import { rewriteAudit } from '../../support/forgedAudit.ts'

const PASSCODE = 'harbour-lights'

let scene: AppScene

beforeEach(async () => {
  scene = await openAppScene(createFakeKeyring(false))
  await scene.get('session.begin', { name: 'Maria', passcode: PASSCODE, choice: 'connect' })
})
afterEach(() => scene.close())

const signIn = (passcode = PASSCODE) => scene.ask('session.signIn', { operatorId: 1, passcode })
const filesOf = ({ database, vault, auditHead }: ProfilePaths) => [database, vault, auditHead]
const people = async () => (await scene.get('people.list', {})).map(({ name }) => name)
const addPerson = (name: string) => scene.get('people.create', { name, note: null })
const restore = (name: string) => scene.ask('session.restore', { name, reason: 'The wrong guests' })
const notices = async () => (await scene.get('session.state', {})).notices.map(({ code }) => code)

describe('restoring a backup', () => {
  it('brings back what there was, signs everybody out, lets sites only observe, and stands in the audit', async () => {
    await addPerson('Ana')
    const backup = await scene.get('data.backUp', {})
    await addPerson('Bruno')
    expect(await scene.get('data.previewRestore', { name: backup.name })).toMatchObject({
      present: { people: 2, operators: ['Maria'] },
      inBackup: { people: 1, operators: ['Maria'], isUnderstood: true },
    })

    expect(await restore(backup.name)).toMatchObject({
      ok: true,
      data: { stage: 'sign_in', operator: null },
    })
    expect(await signIn()).toMatchObject({ ok: true })
    for (const file of filesOf(scene.session.runtime.paths)) expect(statSync(file).mode & 0o077).toBe(0)
    expect(await people()).toEqual(['Ana'])
    expect(await notices()).toContain('database_restored')
    expect(await notices()).not.toContain('database_older_than_mark')
    expect((await scene.get('session.state', {})).observing).not.toBeNull()
    const [row] = scene.session.runtime.store.traces.auditOfEntity('Database', 10)
    expect(row).toMatchObject({
      ...{ action: 'restore', operatorId: 1 },
      after: { backup: backup.name, asked_by: 'Maria', reason: 'The wrong guests' },
    })
  })

  it('keeps what was there before, so that the restore can be taken back', async () => {
    const { name } = await scene.get('data.backUp', {})
    await addPerson('Bruno')
    await restore(name)
    await signIn()
    const { backups } = await scene.get('data.backups', {})
    const before = backups.find(({ kind }) => kind === 'before-restore')
    await restore(before?.name ?? '')
    await signIn()
    expect(await people()).toEqual(['Bruno'])
  })

  it('of the oldest copy of its kind finds it still there', async () => {
    await addPerson('Ana')
    const { backups } = scene.session.runtime
    const { name: oldest } = await backups.make('before-restore')
    await addPerson('Bruno')
    for (let made = 1; made < BACKUPS_KEPT; made++) await backups.make('before-restore')
    expect(await restore(oldest)).toMatchObject({ ok: true })
    await signIn()
    expect(await people()).toEqual(['Ana'])
  })

  it('of a copy whose audit was written anew says so, though its chain is whole', async () => {
    await addPerson('Ana')
    const { name } = await scene.get('data.backUp', {})
    await addPerson('Bruno')
    // The first row: the mark of a copy may not know yet of what was done a moment before.
    rewriteAudit(join(scene.session.runtime.paths.backupsDir, name), 1)
    expect(await restore(name)).toMatchObject({ ok: true })
    await signIn()
    expect(await scene.get('data.verifyAudit', { noted: null })).toMatchObject({ firstBadRow: null })
    expect(await notices()).toContain('audit_rewritten')
  })

  it('of a copy whose mark is gone says that the database is older than what is known of it', async () => {
    const { name } = await scene.get('data.backUp', {})
    await addPerson('Bruno')
    const { backupsDir } = scene.session.runtime.paths
    rmSync(join(backupsDir, name.replace('.db', '.audit-head.json')))
    await restore(name)
    await signIn()
    expect(await notices()).toContain('database_older_than_mark')
  })

  it('brings the passcodes and the recovery key of that day back as well', async () => {
    const first = await firstRecoveryKey()
    const recover = (recoveryKey: string, newPasscode: string) =>
      scene.get('session.recover', { operatorId: 1, recoveryKey, newPasscode })
    const { recoveryKey } = await recover(first, 'second-passcode')
    const { name } = await scene.get('data.backUp', {})
    await recover(recoveryKey, 'third-passcode')
    await restore(name)
    expect(await signIn('third-passcode')).toMatchObject({ error: { code: 'wrong_passcode' } })
    expect(await signIn('second-passcode')).toMatchObject({ ok: true })
  })

  it('is refused to others than a manager, and to nobody at all', async () => {
    const { name } = await scene.get('data.backUp', {})
    await scene.get('operators.create', { name: 'Ilse', passcode: 'night-desk', role: 'support' })
    await scene.get('session.signOut', {})
    expect(await restore(name)).toMatchObject({ error: { code: 'not_signed_in' } })
    await scene.get('session.signIn', { operatorId: 2, passcode: 'night-desk' })
    expect(await restore(name)).toMatchObject({ error: { code: 'not_allowed' } })
    expect(await scene.ask('data.backups', {})).toMatchObject({ error: { code: 'not_allowed' } })
  })

  it('of a rotten, a missing or a foreign file changes nothing and nobody is signed out', async () => {
    const { name } = await scene.get('data.backUp', {})
    const { backupsDir } = scene.session.runtime.paths
    writeFileSync(join(backupsDir, name), 'rotten')
    expect(await restore(name)).toMatchObject({ error: { code: 'backup_not_whole' } })
    expect(await restore('../lockstep.db')).toMatchObject({ error: { code: 'not_found' } })
    expect(await scene.get('session.state', {})).toMatchObject({ stage: 'ready' })
  })

  it('that finds no place to write leaves everything as it was, and says so to whoever signs in', async () => {
    await addPerson('Ana')
    const { name } = await scene.get('data.backUp', {})
    await addPerson('Bruno')
    // A file stands where the folder would be laid ready.
    const { dir } = scene.session.runtime.paths
    mkdirSync(join(dir, 'restore', 'taken'), { recursive: true })
    expect(await restore(name)).toMatchObject({ error: { code: 'restore_failed' } })
    expect(await signIn()).toMatchObject({ ok: true })
    expect((await people()).toSorted()).toEqual(['Ana', 'Bruno'])
    expect(await notices()).toContain('restore_failed')
    expect((await scene.get('session.state', {})).observing).toBeNull()
  })

  it('is offered at the welcome when the database was lost, and opens with the passcode of that day', async () => {
    await addPerson('Ana')
    const { name } = await scene.get('data.backUp', {})
    const { database } = scene.session.runtime.paths
    await scene.restart(() => writeFileSync(database, 'no database any more'))
    expect(await scene.get('session.state', {})).toMatchObject({ stage: 'welcome', restorable: { name } })
    expect(await restore(name)).toMatchObject({ ok: true, data: { stage: 'sign_in', restorable: null } })
    expect(await signIn()).toMatchObject({ ok: true })
    expect(await people()).toEqual(['Ana'])
  })

  it('is not offered at the welcome where nobody could sign in to it: a copy without a vault, and none here', async () => {
    const { dir, backupsDir } = scene.session.runtime.paths
    await scene.restart(() => {
      rmSync(dir, { recursive: true })
      mkdirSync(backupsDir, { recursive: true })
      writeFileSync(join(backupsDir, 'before-migration-2026-11-23T03-00-00-000Z.db'), 'a copy')
    })
    expect(await scene.get('session.state', {})).toMatchObject({ stage: 'welcome', restorable: null })
  })

  it('on a PC that has nothing but the copied files works with the recovery key', async () => {
    const key = await firstRecoveryKey()
    await addPerson('Ana')
    const { name } = await scene.get('data.backUp', {})
    const { dir, backupsDir, database, vault, auditHead } = scene.session.runtime.paths
    await scene.restart(() => {
      for (const file of readdirSync(dir))
        if (file !== 'backups') rmSync(join(dir, file), { recursive: true })
      const stem = join(backupsDir, name.slice(0, -'.db'.length))
      copyFileSync(`${stem}.db`, database)
      copyFileSync(`${stem}.vault.json`, vault)
      copyFileSync(`${stem}.audit-head.json`, auditHead)
    })
    await scene.get('session.recover', { operatorId: 1, recoveryKey: key, newPasscode: 'other-passcode' })
    expect(await people()).toEqual(['Ana'])
    expect(await notices()).toEqual([])
  })
})

describe('a restore that the power cut broke off', () => {
  const note: Omit<RestoreNote, 'backup'> = {
    ...{ madeAt: '2026-11-23T03:00:00.000Z', before: null, operator: 'Maria', reason: 'why' },
    correlationId: 'c'.repeat(32) as CorrelationId,
  }

  /** The profile closed, with a restore laid ready as far as `stageRestore` goes. */
  async function laidReady(then: (paths: ProfilePaths, ready: string) => void): Promise<void> {
    await addPerson('Ana')
    const { name } = await scene.get('data.backUp', {})
    await addPerson('Bruno')
    const { paths } = scene.session.runtime
    await scene.session.close()
    await stageRestore(paths, { ...note, backup: name })
    then(paths, join(paths.dir, 'restore'))
    await scene.restart()
    await signIn()
  }

  it.each([
    ['before anything was moved', () => undefined],
    [
      'with the log of the old database gone',
      ({ database }: ProfilePaths) => rmSync(`${database}-wal`, { force: true }),
    ],
    [
      'between database and vault',
      ({ database }: ProfilePaths, ready: string) => renameSync(join(ready, 'lockstep.db'), database),
    ],
    [
      'between vault and mark',
      ({ database, vault }: ProfilePaths, ready: string) => {
        renameSync(join(ready, 'lockstep.db'), database)
        renameSync(join(ready, 'vault.json'), vault)
      },
    ],
    [
      'between mark and note',
      ({ database, vault, auditHead }: ProfilePaths, ready: string) => {
        renameSync(join(ready, 'lockstep.db'), database)
        renameSync(join(ready, 'vault.json'), vault)
        renameSync(join(ready, 'audit-head.json'), auditHead)
      },
    ],
    ['with the note moved', (paths: ProfilePaths) => void finishRestore(paths)],
  ])('%s is completed at the next start, and told once', async (_, cut) => {
    await laidReady(cut)
    expect(await people()).toEqual(['Ana'])
    expect(await notices()).toContain('database_restored')
    const { store, paths } = scene.session.runtime
    expect(store.traces.auditOf([note.correlationId as CorrelationId])).toHaveLength(1)
    expect(existsSync(join(paths.dir, 'restored.json'))).toBe(false)
    await scene.restart()
    expect(await notices()).not.toContain('database_restored')
  })

  it('while it was being laid ready changed nothing', async () => {
    await laidReady(({ dir }, ready) => renameSync(ready, join(dir, 'restore.unready')))
    expect((await people()).toSorted()).toEqual(['Ana', 'Bruno'])
    expect(await notices()).not.toContain('database_restored')
  })

  it('after it was told in the audit, is not told a second time', async () => {
    await laidReady(() => undefined)
    const { paths } = scene.session.runtime
    const again = JSON.stringify({ ...note, backup: 'daily-2026-11-23T03-00-00-000Z.db' })
    await scene.restart(() => writeFileSync(join(paths.dir, 'restored.json'), again))
    expect(scene.session.runtime.store.traces.auditOf([note.correlationId as CorrelationId])).toHaveLength(1)
  })
})

/** The one that was shown at the first start is not kept anywhere: the profile is begun anew to see it. */
async function firstRecoveryKey(): Promise<string> {
  await scene.close()
  scene = await openAppScene(createFakeKeyring(false))
  const begun = await scene.get('session.begin', { name: 'Maria', passcode: PASSCODE, choice: 'connect' })
  return begun.recoveryKey
}
