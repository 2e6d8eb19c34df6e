import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { JobPriority } from '../../../src-main/domain/job/job.ts'
import type { Store, StoreTopic } from '../../../src-main/ports/store.ts'
import { createMemoryLogger } from '../../support/memoryLogger.ts'
import { addSite, correlation, logRow, newJob } from '../../support/storeScene.ts'
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

/** Its table refuses it. */
const unstorableJob = () => newJob({ priority: 9 as JobPriority })
const noFilter = {
  ...{ text: '', doorId: null, outcome: 'all' as const, debugSession: null },
  ...{ from: null, to: null, after: null, limit: 50 },
}

const boom = () => {
  throw new Error('boom')
}

describe('write', () => {
  it('whose work throws, keeps nothing and announces nothing', () => {
    const work = () =>
      store.write(() => {
        addSite(store)
        boom()
      })
    expect(work).toThrow('boom')
    expect(store.sites.list()).toEqual([])
    expect(heard).toEqual([])
  })

  it('whose work is async, throws and keeps nothing', () => {
    const work = () => store.write(async () => addSite(store))
    expect(work).toThrow('returned a promise')
    expect(store.sites.list()).toEqual([])
  })

  it('whose nested work is async, throws and keeps nothing', () => {
    const work = () =>
      store.write(() => {
        addSite(store, 'outer')
        store.write(async () => addSite(store, 'inner'))
      })
    expect(work).toThrow('returned a promise')
    expect(store.sites.list()).toEqual([])
  })

  it('with a nested failure that is caught, keeps the outer part alone', () => {
    store.write(() => {
      addSite(store, 'outer')
      expect(() =>
        store.write(() => {
          store.settings.write('inner', true)
          boom()
        }),
      ).toThrow('boom')
    })
    expect(store.sites.list().map((site) => site.name)).toEqual(['outer'])
    expect(store.settings.read('inner')).toBeUndefined()
    expect(heard).toEqual([['sites']])
  })

  it('with nested work, commits once and announces all topics once', () => {
    store.write(() => {
      addSite(store)
      store.write(() => store.settings.write('a', 1))
    })
    expect(heard).toEqual([['settings', 'sites']])
  })

  it('whose caller returns a value, gives it back', () => {
    expect(store.write(() => 42)).toBe(42)
  })

  it('that changed nothing, announces nothing', () => {
    store.write(() => store.sites.list())
    expect(heard).toEqual([])
  })

  it('with a change of several rows that failed and is caught, keeps nothing', () => {
    const work = () =>
      store.write(() => {
        addSite(store)
        expect(() => store.jobs.enqueue(unstorableJob())).toThrow(/CHECK/)
      })
    expect(work).toThrow(/CHECK/)
    expect(store.sites.list()).toEqual([])
    addSite(store, 'later')
    expect(store.sites.list().map((site) => site.name)).toEqual(['later'])
  })

  it('with such a failure in a nested part that is caught, keeps the outer part', () => {
    store.write(() => {
      addSite(store, 'outer')
      expect(() =>
        store.write(() => {
          store.settings.write('inner', true)
          expect(() => store.jobs.enqueue(unstorableJob())).toThrow(/CHECK/)
        }),
      ).toThrow(/CHECK/)
    })
    expect(store.sites.list().map((site) => site.name)).toEqual(['outer'])
    expect(store.settings.read('inner')).toBeUndefined()
  })

  it('with a nested part that is taken back, lists no trace of it', () => {
    const found = () => store.traces.search(noFilter).map((trace) => trace.correlationId)
    store.write(() => {
      store.traces.appendLog(logRow({ correlationId: correlation('kept') }))
      expect(() =>
        store.write(() => {
          store.traces.appendLog(logRow({ correlationId: correlation('lost') }))
          boom()
        }),
      ).toThrow('boom')
    })
    expect(found()).toEqual(['kept'])
    expect(() =>
      store.write(() => {
        store.traces.appendLog(logRow({ correlationId: correlation('lost') }))
        boom()
      }),
    ).toThrow('boom')
    addSite(store)
    expect(found()).toEqual(['kept'])
  })

  it('with a failed statement that is caught, commits the rest', () => {
    addSite(store, 'Taken')
    store.write(() => {
      expect(() => addSite(store, 'taken')).toThrow(/UNIQUE/)
      addSite(store, 'Free')
    })
    expect(store.sites.list().map((site) => site.name)).toEqual(['Free', 'Taken'])
  })
})

describe('writeTogether', () => {
  it('asked for several times in a turn, commits once and tells each its own', async () => {
    const work = [1, 2, 3].map((value) =>
      store.writeTogether(() => {
        store.settings.write(`value ${value}`, value)
        return value
      }),
    )
    expect(store.settings.read('value 1')).toBeUndefined()
    expect(await Promise.all(work)).toEqual([1, 2, 3])
    expect(store.settings.read('value 3')).toBe(3)
    expect(heard).toEqual([['settings']])
  })

  it('of which one piece throws, keeps the others and tells that one alone', async () => {
    const failing = store.writeTogether(() => {
      store.settings.write('lost', true)
      boom()
    })
    const good = store.writeTogether(() => store.settings.write('kept', true))
    await expect(failing).rejects.toThrow('boom')
    await good
    expect(store.settings.read('lost')).toBeUndefined()
    expect(store.settings.read('kept')).toBe(true)
  })

  it('where all succeed, opens no savepoint', async () => {
    const statements: string[] = []
    store.close()
    store = profile.openStore({ statementSpy: (statement) => statements.push(statement) })
    statements.length = 0
    await Promise.all(
      ['c1', 'c2'].map((id) =>
        store.writeTogether(() => store.jobs.enqueue(newJob({ target: id, correlationId: correlation(id) }))),
      ),
    )
    expect(statements.filter((statement) => /^(BEGIN|SAVEPOINT|COMMIT)/.test(statement))).toEqual([
      'BEGIN IMMEDIATE',
      'COMMIT',
    ])
  })

  it('before another write of the same turn, comes first and shares its commit', async () => {
    const first = store.writeTogether(() => addSite(store, 'first'))
    const seen = store.write(() => store.sites.list().map((site) => site.name))
    expect(seen).toEqual(['first'])
    await first
    expect(heard).toEqual([['sites']])
  })

  it('before a write that fails, is committed all the same', async () => {
    const first = store.writeTogether(() => addSite(store, 'first'))
    expect(() => store.write(boom)).toThrow('boom')
    expect(store.sites.list()).toEqual([])
    await first
    expect(store.sites.list().map((site) => site.name)).toEqual(['first'])
  })

  it('on a disk that is full, tells everybody and keeps nothing of it for later', async () => {
    let isFull = false
    store.close()
    store = profile.openStore({
      statementSpy: (statement) => {
        if (isFull && statement === 'COMMIT') throw new Database.SqliteError('no', 'SQLITE_FULL')
      },
    })
    isFull = true
    const asked = [1, 2].map((value) => store.writeTogether(() => store.settings.write('value', value)))
    const ends = await Promise.allSettled(asked)
    isFull = false
    expect(ends.map((end) => end.status === 'rejected' && end.reason.code)).toEqual([
      'SQLITE_FULL',
      'SQLITE_FULL',
    ])
    store.settings.write('other', true)
    expect(store.settings.read('value')).toBeUndefined()
  })
})

describe('onCommitted', () => {
  it('for a single write outside a transaction, hears its topic', () => {
    store.settings.write('a', 1)
    expect(heard).toEqual([['settings']])
  })

  it('while it is called, sees what was committed and may write', () => {
    const seen: number[] = []
    const stop = store.onCommitted((topics) => {
      if (!topics.has('sites')) return
      seen.push(store.sites.list().length)
      store.settings.write('counted', true)
    })
    addSite(store)
    stop()
    expect(seen).toEqual([1])
    expect(heard).toEqual([['sites'], ['settings']])
  })

  it('after its unsubscribe, hears nothing more', () => {
    const calls: number[] = []
    const stop = store.onCommitted(() => calls.push(1))
    stop()
    store.settings.write('a', 1)
    expect(calls).toEqual([])
  })

  it('with a listener that throws, still commits, tells the others and logs it', () => {
    const logger = createMemoryLogger()
    store.close()
    store = profile.openStore({ logger })
    const calls: number[] = []
    store.onCommitted(boom)
    store.onCommitted(() => calls.push(1))
    store.settings.write('a', 1)
    expect(store.settings.read('a')).toBe(1)
    expect(calls).toEqual([1])
    expect(logger.entries.map((entry) => entry.message)).toEqual(['After a commit something failed'])
  })

  it('for an enqueue, hears of jobs, traces and doors', () => {
    store.jobs.enqueue(newJob({ correlationId: correlation('c') }))
    expect(heard).toEqual([['doors', 'jobs', 'traces']])
  })
})

describe('close', () => {
  it('called twice, does nothing the second time', () => {
    store.close()
    expect(() => store.close()).not.toThrow()
  })

  it('before a write, makes the write throw', () => {
    store.close()
    expect(() => addSite(store)).toThrow(/not open/)
  })
})
