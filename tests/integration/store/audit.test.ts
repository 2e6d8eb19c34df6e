import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CHAIN_START } from '../../../src-main/domain/audit/chain.ts'
import { SYSTEM_OPERATOR_ID } from '../../../src-main/domain/ids.ts'
import type { Store } from '../../../src-main/ports/store.ts'
import { MARK_BEGIN_MS, MARK_DELAY_MS } from '../../../src-main/store/auditHead.ts'
import { createMemoryLogger } from '../../support/memoryLogger.ts'
import { correlation } from '../../support/storeScene.ts'
import { createTestProfile, type TestProfile } from '../../support/testStore.ts'
import { createTestVault } from '../../support/testVault.ts'

let profile: TestProfile
let store: Store

beforeEach(() => {
  profile = createTestProfile()
  store = profile.openStore()
})
afterEach(() => profile.remove())

function append(times = 1): void {
  for (let index = 0; index < times; index += 1) {
    store.traces.appendAudit(
      {
        operatorId: SYSTEM_OPERATOR_ID,
        entity: 'Door #2',
        entityId: 2,
        action: 'update',
        before: { name: `before ${index}`, b: 1, a: [true, null] },
        after: { name: `after ${index}` },
        correlationId: correlation('c'),
      },
      profile.clock.iso,
    )
  }
}

/** What somebody with the file and no scruples can do. */
function tamper(...statements: readonly string[]): void {
  store.close()
  const sqlite = new Database(profile.file)
  sqlite.exec('DROP TRIGGER app_audit_no_update; DROP TRIGGER app_audit_no_delete')
  for (const statement of statements) sqlite.exec(statement)
  sqlite.close()
}

function reopen() {
  const opened = profile.open()
  if (opened.kind !== 'open') throw new Error(opened.kind)
  store = opened.store
  return opened.notices
}

const readHead = () => JSON.parse(readFileSync(profile.auditHeadFile, 'utf8'))
const unfinished = () => readdirSync(profile.dir).filter((name) => name.endsWith('.unfinished'))

/** The disk has its own time. */
async function untilMarked(count: number): Promise<void> {
  while (readHead().count !== count) await nextTurn()
}

describe('appendAudit', () => {
  it('of the first row, numbers it 1 and starts the chain', () => {
    expect(store.traces.auditHead()).toEqual({ count: 0, hash: CHAIN_START })
    append()
    expect(store.traces.auditHead()).toMatchObject({
      count: 1,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
  })

  it('of a change, is read back with values, not text', () => {
    append()
    expect(store.traces.auditOf([correlation('c'), correlation('none')])).toEqual([
      {
        id: 1,
        time: profile.clock.iso,
        operatorId: 0,
        entity: 'Door #2',
        entityId: 2,
        action: 'update',
        before: { name: 'before 0', b: 1, a: [true, null] },
        after: { name: 'after 0' },
        correlationId: 'c',
        debugSessionId: null,
        chainHash: store.traces.auditHead().hash,
      },
    ])
  })

  it('in a transaction that fails, leaves neither row nor number', () => {
    append()
    expect(() =>
      store.write(() => {
        append()
        throw new Error('boom')
      }),
    ).toThrow('boom')
    append()
    expect(store.traces.auditHead().count).toBe(2)
    expect(store.traces.verifyAudit()).toBeNull()
  })
})

describe('verifyAudit', () => {
  it('of thousands of rows, finds nothing wrong', () => {
    store.write(() => append(4_500))
    expect(store.traces.verifyAudit()).toBeNull()
  })

  it.each([
    ['a changed value', "UPDATE app_audit SET after_json = '{}' WHERE id = 3", 3],
    ['a changed time', "UPDATE app_audit SET time = '2026-01-01T00:00:00.000Z' WHERE id = 1", 1],
    ['a changed operator', 'UPDATE app_audit SET operator_id = 1 WHERE id = 5', 5],
    ['a removed row', 'DELETE FROM app_audit WHERE id = 2', 3],
    ['a removed first row', 'DELETE FROM app_audit WHERE id = 1', 2],
    ['a row moved to the front', 'UPDATE app_audit SET id = -1 WHERE id = 4', -1],
    [
      'two rows that changed places',
      'UPDATE app_audit SET id = CASE id WHEN 2 THEN -3 WHEN 3 THEN 2 END WHERE id IN (2, 3); UPDATE app_audit SET id = 3 WHERE id = -3',
      2,
    ],
    [
      'a row put in at the end',
      "INSERT INTO app_audit SELECT 6, time, 0, entity, 2, 'create', NULL, NULL, 'c', chain_hash, NULL FROM app_audit WHERE id = 5",
      6,
    ],
  ])('of a chain with %s, names the first bad row', (_what, statement, badId) => {
    append(5)
    tamper(statement)
    reopen()
    expect(store.traces.verifyAudit()).toEqual({ badId })
  })
})

describe('the mark outside the database', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => void vi.useRealTimers())

  it('after commits, names the audit as it is within its time, for its owner alone', async () => {
    append(2)
    vi.advanceTimersByTime(MARK_BEGIN_MS - 1)
    append()
    expect(readHead().count).toBe(0)
    vi.advanceTimersByTime(1)
    await untilMarked(3)
    expect(readHead()).toMatchObject({ version: 1, ...store.traces.auditHead() })
    expect(statSync(profile.auditHeadFile).mode & 0o777).toBe(0o600)
    expect(unfinished()).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('while it is on its way to the disk, does not hold up a commit, and the next names that one', async () => {
    append()
    vi.advanceTimersByTime(MARK_BEGIN_MS)
    append()
    expect(readHead().count).toBe(0)
    await untilMarked(1)
    vi.advanceTimersByTime(MARK_BEGIN_MS)
    await untilMarked(2)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('on a disk that takes too long, is written by the first commit after its time, and stays', async () => {
    append()
    vi.advanceTimersByTime(MARK_BEGIN_MS)
    profile.clock.advance(MARK_DELAY_MS)
    append()
    expect(readHead().count).toBe(2)
    for (let turn = 0; turn < 50; turn += 1) await nextTurn()
    expect(readHead().count).toBe(2)
    expect(unfinished()).toEqual([])
  })

  it('in an event loop that is too busy for timers, is written by the first commit after its time', () => {
    append()
    profile.clock.advance(MARK_DELAY_MS)
    append()
    expect(readHead().count).toBe(2)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('at the end, is written at once and leaves no timer', () => {
    append(3)
    store.close()
    expect(readHead().count).toBe(3)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('at the end while another is on its way to the disk, is the newest', async () => {
    append()
    vi.advanceTimersByTime(MARK_BEGIN_MS)
    append(2)
    store.close()
    expect(readHead().count).toBe(3)
    for (let turn = 0; turn < 50; turn += 1) await nextTurn()
    expect(readHead().count).toBe(3)
  })

  it('after a rollback, names what was committed', async () => {
    append()
    vi.advanceTimersByTime(MARK_BEGIN_MS)
    await untilMarked(1)
    const before = readHead()
    expect(() =>
      store.write(() => {
        append()
        throw new Error('boom')
      }),
    ).toThrow('boom')
    store.settings.write('after', true)
    vi.advanceTimersByTime(MARK_DELAY_MS)
    for (let turn = 0; turn < 50; turn += 1) await nextTurn()
    expect(readHead()).toEqual(before)
  })

  it('of an untouched database, says nothing at the next start', () => {
    append(3)
    store.close()
    expect(reopen()).toEqual([])
  })

  it('some commits behind, as a crash leaves it, says nothing', async () => {
    append(2)
    vi.advanceTimersByTime(MARK_BEGIN_MS)
    await untilMarked(2)
    const older = readFileSync(profile.auditHeadFile)
    append(2)
    store.close()
    writeFileSync(profile.auditHeadFile, older)
    expect(reopen()).toEqual([])
    expect(readHead().count).toBe(4)
  })

  it('before a cut end, says how much is gone and is kept', () => {
    append(5)
    tamper('DELETE FROM app_audit WHERE id > 3')
    const [notice] = reopen()
    expect(store.traces.verifyAudit()).toBeNull()
    expect(notice).toMatchObject({ kind: 'audit_cut', noted: 5, found: 3 })
    if (notice?.kind !== 'audit_cut') throw new Error('no such notice')
    expect(JSON.parse(readFileSync(notice.keptAt, 'utf8')).count).toBe(5)
    expect(readHead().count).toBe(3)
  })

  it('before a restored copy, says that the database is older', () => {
    append(2)
    store.close()
    const copy = readFileSync(profile.file)
    reopen()
    append(3)
    store.close()
    writeFileSync(profile.file, copy)
    expect(reopen()).toMatchObject([{ kind: 'older_than_last_mark', noted: 5, found: 2 }])
  })

  it('before a fresh database in place of a broken one, says that it is older', () => {
    append(2)
    store.close()
    writeFileSync(profile.file, 'broken'.repeat(20))
    expect(reopen()).toMatchObject([
      { kind: 'set_aside' },
      { kind: 'older_than_last_mark', noted: 2, found: 0 },
    ])
  })

  it('before a chain written anew, says so', () => {
    append(3)
    store.close()
    rmSync(profile.file)
    const mark = readFileSync(profile.auditHeadFile)
    reopen()
    profile.clock.advance(1_000)
    append(3)
    store.close()
    writeFileSync(profile.auditHeadFile, mark)
    expect(reopen()).toMatchObject([{ kind: 'audit_rewritten', noted: 3 }])
  })

  it.each([
    ['another count', (text: string) => text.replace('"count":3', '"count":2')],
    ['a word that is no mark', () => 'nonsense'],
    ['nothing in it', () => ''],
    ['another shape', () => '{"version":2}'],
  ])('with %s, is told to be not genuine and kept', (_what, forge) => {
    append(3)
    store.close()
    const forged = forge(readFileSync(profile.auditHeadFile, 'utf8'))
    writeFileSync(profile.auditHeadFile, forged)
    const [notice] = reopen()
    expect(notice).toMatchObject({ kind: 'audit_mark_not_genuine' })
    if (notice?.kind !== 'audit_mark_not_genuine') throw new Error('no such notice')
    expect(readFileSync(notice.keptAt, 'utf8')).toBe(forged)
  })

  it('of another vault, is told to be not genuine', () => {
    append(3)
    store.close()
    const opened = profile.open({ vault: createTestVault('another') })
    expect(opened).toMatchObject({ notices: [{ kind: 'audit_mark_not_genuine' }] })
  })

  it('removed, is missed', () => {
    append(3)
    store.close()
    rmSync(profile.auditHeadFile)
    expect(reopen()).toEqual([{ kind: 'audit_mark_missing', found: 3 }])
    expect(reopen()).toEqual([])
  })

  it('that cannot be written, does not undo the commit and is logged', async () => {
    const logger = createMemoryLogger()
    const folder = join(profile.dir, 'marks')
    mkdirSync(folder)
    store.close()
    store = profile.openStore({ logger, auditHeadFile: join(folder, 'audit-head.json') })
    rmSync(folder, { recursive: true })
    append()
    vi.advanceTimersByTime(MARK_DELAY_MS)
    expect(store.traces.auditHead().count).toBe(1)
    expect(logger.entries.map((entry) => entry.message)).toEqual(['After a commit something failed'])
    mkdirSync(folder)
    append()
    vi.advanceTimersByTime(MARK_DELAY_MS)
    while (!existsSync(join(folder, 'audit-head.json'))) await nextTurn()
    expect(JSON.parse(readFileSync(join(folder, 'audit-head.json'), 'utf8')).count).toBe(2)
  })
})

describe('the mark that cannot be reached at the start', () => {
  it('is told, left as it is, and does not keep the store from opening', () => {
    append(2)
    store.close()
    rmSync(profile.auditHeadFile)
    mkdirSync(profile.auditHeadFile)
    expect(reopen()).toEqual([{ kind: 'audit_mark_out_of_reach', code: 'EISDIR' }])
    append()
    expect(store.traces.auditHead().count).toBe(3)
    expect(statSync(profile.auditHeadFile).isDirectory()).toBe(true)
  })
})

describe('the mark while the vault is locked', () => {
  beforeEach(() => {
    append(5)
    store.close()
    profile.vault.lock()
  })

  function openLocked() {
    const opened = profile.open()
    if (opened.kind !== 'open') throw new Error(opened.kind)
    store = opened.store
    return opened
  }

  it('is neither judged nor written, and both follow the unlocking', () => {
    const opened = openLocked()
    append()
    expect(opened.notices).toEqual([])
    expect(readHead().count).toBe(5)
    profile.vault.unlock()
    expect(opened.checkAuditHead()).toEqual([])
    expect(readHead().count).toBe(6)
  })

  it('is judged by what was there at the start, whatever was appended since', () => {
    tamper('DELETE FROM app_audit WHERE id > 3')
    const opened = openLocked()
    append(4)
    profile.vault.unlock()
    expect(opened.checkAuditHead()).toMatchObject([{ kind: 'audit_cut', noted: 5, found: 3 }])
    expect(opened.checkAuditHead()).toEqual([])
  })

  it('missing in a profile that begins just now, is not missed', () => {
    const fresh = createTestProfile()
    fresh.vault.lock()
    const opened = fresh.open()
    if (opened.kind !== 'open') throw new Error(opened.kind)
    store = opened.store
    append()
    fresh.vault.unlock()
    expect(opened.checkAuditHead()).toEqual([])
    expect(existsSync(fresh.auditHeadFile)).toBe(true)
    fresh.remove()
  })
})
