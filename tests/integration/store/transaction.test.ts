import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Store, StoreTopic } from '../../../src-main/ports/store.ts'
import { createMemoryLogger } from '../../support/memoryLogger.ts'
import { addSite, correlation, newJob } from '../../support/storeScene.ts'
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

  it('with a failed statement that is caught, commits the rest', () => {
    addSite(store, 'Taken')
    store.write(() => {
      expect(() => addSite(store, 'taken')).toThrow(/UNIQUE/)
      addSite(store, 'Free')
    })
    expect(store.sites.list().map((site) => site.name)).toEqual(['Free', 'Taken'])
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
