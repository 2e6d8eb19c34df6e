import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Store, StoreTopic } from '../../../src-main/ports/store.ts'
import { createMemoryLogger } from '../../support/memoryLogger.ts'
import { correlation, logRow } from '../../support/storeScene.ts'
import { createTestProfile, type TestProfile } from '../../support/testStore.ts'

let profile: TestProfile
let store: Store
let heard: StoreTopic[][]

beforeEach(() => {
  profile = createTestProfile()
  store = profile.openStore()
  heard = []
  store.onCommitted((topics) => heard.push([...topics].sort()))
})
afterEach(() => profile.remove())

const noFilter = {
  ...{ text: '', doorId: null, outcome: 'all' as const, debugSession: null },
  ...{ from: null, to: null, after: null, limit: 50 },
}

const boom = () => {
  throw new Error('boom')
}

describe('appendLogSoon', () => {
  const row = (action: string) => ({ ...logRow({ correlationId: correlation('c'), action }), response: null })
  const actions = () => store.traces.logsOf([correlation('c')], 0, 100).map((log) => log.action)
  /** What is on the disk, whatever waits. */
  const stored = () => {
    const reader = new Database(profile.file, { readonly: true })
    const found = reader.prepare('SELECT action FROM integration_log ORDER BY id').pluck().all()
    reader.close()
    return found
  }

  it('outside a transaction, shares one commit within a tenth of a second', async () => {
    for (const action of ['a', 'b', 'c']) store.traces.appendLogSoon(() => row(action))
    expect(stored()).toEqual([])
    await vi.waitUntil(() => stored().length > 0)
    expect(stored()).toEqual(['a', 'b', 'c'])
    expect(heard).toEqual([['traces']])
  })

  it('before any write, is stored with it, in the order of the asking', () => {
    store.traces.appendLogSoon(() => row('call'))
    store.write(() => {
      store.settings.write('outcome', true)
      store.traces.appendLogSoon(() => row('step'))
    })
    expect(stored()).toEqual(['call', 'step'])
    expect(heard).toEqual([['settings', 'traces']])
  })

  it('before a reading of the trace, is there for it', () => {
    store.traces.appendLogSoon(() => row('a'))
    expect(store.traces.logCount([correlation('c')])).toBe(1)
    expect(actions()).toEqual(['a'])
  })

  it('before a write that fails, is stored by the next', () => {
    store.traces.appendLogSoon(() => row('a'))
    expect(() => store.write(boom)).toThrow('boom')
    expect(stored()).toEqual([])
    store.settings.write('other', true)
    expect(stored()).toEqual(['a'])
  })

  it('before the end, is stored at the end', () => {
    store.traces.appendLogSoon(() => row('a'))
    store.close()
    expect(stored()).toEqual(['a'])
  })

  it('on a disk that is full, waits for one that is not', () => {
    let isFull = true
    store.close()
    store = profile.openStore({
      statementSpy: (statement) => {
        if (isFull && statement.startsWith('insert into "integration_log"'))
          throw new Database.SqliteError('no', 'SQLITE_FULL')
      },
    })
    store.traces.appendLogSoon(() => row('a'))
    expect(actions()).toEqual([])
    expect(() => store.settings.write('other', true)).toThrow('no')
    isFull = false
    store.settings.write('other', true)
    expect(stored()).toEqual(['a'])
  })

  it('on a disk that is full, is redacted before it waits there, and once', () => {
    let isFull = true
    store.close()
    store = profile.openStore({
      statementSpy: (statement) => {
        if (isFull && statement.startsWith('insert into "integration_log"'))
          throw new Database.SqliteError('no', 'SQLITE_FULL')
      },
    })
    const made: string[] = []
    for (const action of ['a', 'b', 'c'])
      store.traces.appendLogSoon(() => {
        made.push(action)
        return row(action)
      })
    expect(made).toEqual([])
    expect(() => store.settings.write('other', true)).toThrow('no')
    expect(made).toEqual(['a', 'b', 'c'])
    isFull = false
    store.settings.write('other', true)
    expect(stored()).toEqual(['a', 'b', 'c'])
    expect(made).toEqual(['a', 'b', 'c'])
  })

  it('whose redaction throws, is logged and spoils nothing else', () => {
    const logger = createMemoryLogger()
    store.close()
    store = profile.openStore({ logger })
    store.traces.appendLogSoon(() => row('a'))
    store.traces.appendLogSoon(boom)
    store.settings.write('outcome', true)
    expect(store.settings.read('outcome')).toBe(true)
    expect(stored()).toEqual(['a'])
    expect(logger.entries.map((entry) => entry.message)).toEqual(['After a commit something failed'])
  })

  it('with a row that the table refuses, logs it and spoils nothing else', () => {
    const logger = createMemoryLogger()
    store.close()
    store = profile.openStore({ logger })
    store.traces.appendLogSoon(() => row('a'))
    store.traces.appendLogSoon(() => ({ ...row('b'), durationMs: 0.5 }))
    store.settings.write('outcome', true)
    expect(store.settings.read('outcome')).toBe(true)
    expect(stored()).toEqual(['a'])
    expect(logger.entries.map((entry) => entry.message)).toEqual(['After a commit something failed'])
  })

  it('of which the table refuses one amid others, stores the others in order and counts no more than them', () => {
    const logger = createMemoryLogger()
    store.close()
    store = profile.openStore({ logger })
    for (const action of ['a', 'b']) store.traces.appendLogSoon(() => row(action))
    store.traces.appendLogSoon(() => ({ ...row('refused'), durationMs: 0.5 }))
    for (const action of ['c', 'd']) store.traces.appendLogSoon(() => row(action))
    store.settings.write('outcome', true)
    expect(stored()).toEqual(['a', 'b', 'c', 'd'])
    expect(store.traces.search(noFilter)).toMatchObject([{ correlationId: 'c', logCount: 4 }])
    expect(store.traces.search({ ...noFilter, text: 'refused' })).toEqual([])
    expect(logger.entries).toHaveLength(1)
  })

  it('beside a piece that throws, is stored in its place, with one savepoint for rows that follow each other', async () => {
    const statements: string[] = []
    store.close()
    store = profile.openStore({ statementSpy: (statement) => statements.push(statement) })
    statements.length = 0
    for (const action of ['a', 'b', 'c']) store.traces.appendLogSoon(() => row(action))
    const failing = store.writeTogether(() => {
      store.traces.appendLog(row('taken back'))
      boom()
    })
    for (const action of ['d', 'e']) store.traces.appendLogSoon(() => row(action))
    await expect(failing).rejects.toThrow('boom')
    expect(stored()).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(
      statements.filter((statement) => /^(BEGIN|SAVEPOINT|RELEASE|ROLLBACK|COMMIT)/.test(statement)),
    ).toEqual([
      ...['BEGIN IMMEDIATE', 'ROLLBACK', 'BEGIN IMMEDIATE'],
      ...['SAVEPOINT nested', 'RELEASE nested'],
      ...['SAVEPOINT nested', 'ROLLBACK TO nested', 'RELEASE nested'],
      ...['SAVEPOINT nested', 'RELEASE nested'],
      'COMMIT',
    ])
    expect(store.traces.search(noFilter)).toMatchObject([{ logCount: 5 }])
  })

  it('beside a piece that throws on a disk that just filled, is stored when there is room', async () => {
    let isFull = false
    store.close()
    store = profile.openStore({
      statementSpy: (statement) => {
        if (statement.startsWith('SAVEPOINT')) isFull = true
        if (isFull && statement.startsWith('insert into "integration_log"'))
          throw new Database.SqliteError('no', 'SQLITE_FULL')
      },
    })
    for (const action of ['a', 'b']) store.traces.appendLogSoon(() => row(action))
    await expect(store.writeTogether(boom)).rejects.toThrow('no')
    expect(stored()).toEqual([])
    isFull = false
    store.settings.write('other', true)
    expect(stored()).toEqual(['a', 'b'])
  })
})
