import Database from 'better-sqlite3'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { JobId } from '../../../src-main/domain/ids.ts'
import { logBody } from '../../../src-main/domain/trace/logBody.ts'
import type { Store } from '../../../src-main/ports/store.ts'
import type { LogRecord } from '../../../src-main/ports/stores/traceStore.ts'
import { correlation, logRow } from '../../support/storeScene.ts'
import { openTestStore } from '../../support/testStore.ts'

const DAY_MS = 86_400_000
const TRACE = correlation('c')

let profile: ReturnType<typeof openTestStore>
let store: Store
let reader: Database.Database

beforeEach(() => {
  profile = openTestStore()
  store = profile.store
  // After every day of these tests: no row is dated ahead.
  profile.clock.setTo('2199-01-01T00:00:00.000Z')
  reader = new Database(profile.file, { readonly: true })
})
afterEach(() => {
  reader.close()
  profile.remove()
})

const day = (number: number) => new Date(Date.UTC(2026, 1, 1, 17) + number * DAY_MS).toISOString()
/** A passcode list of some kB. */
const longAnswer = (name: string) => ({
  errcode: 0,
  list: Array.from({ length: 20 }, (_, index) => ({
    keyboardPwdId: index,
    keyboardPwdName: `${name} ä${index}`,
  })),
  total: 20,
})
const append = (change: Partial<Omit<LogRecord, 'id'>> = {}) =>
  store.traces.appendLog(logRow({ correlationId: TRACE, ...change }))
const appendOn = (number: number, response: unknown) =>
  append({ startedAt: day(number), createdAt: day(number), response })
const prune = (number: number) => {
  const old = { createdBefore: day(number), limit: 1_000 }
  return [store.traces.pruneLogs(old), store.traces.pruneLogBodies(old)]
}
const answers = () => store.traces.logsOf([TRACE], 0, 1_000).map((row) => row.response)
const texts = () => reader.prepare<[], string>('SELECT body_json FROM log_body ORDER BY id').pluck().all()

describe('a long answer', () => {
  it('that comes again, is stored once and read from each row', () => {
    const answer = longAnswer('Front desk')
    const ids = [1, 2, 3].map((number) => appendOn(number, answer))
    const job = { id: 7 as JobId, correlationIds: [TRACE], limit: 9 }
    append({ response: answer, reconcileJobId: job.id })
    expect(texts()).toEqual([JSON.stringify(answer)])
    expect(answers()).toEqual([answer, answer, answer, answer])
    expect(ids.map((id) => store.traces.logRow(id)?.response)).toEqual([answer, answer, answer])
    expect(store.traces.logsOfJob(job).map((row) => row.response)).toEqual([answer])
    const page = { afterId: 0, rows: 9, octets: 1_000_000, body: 100_000 }
    const listed = store.traces.listLogs([TRACE], page).rows
    expect(listed.map(({ json }) => json.parse())).toMatchObject(
      [1, 2, 3, 4].map(() => ({ response_json: answer, shortened: false })),
    )
  })

  it('that differs in one letter, is stored beside the other', () => {
    appendOn(1, longAnswer('Front desk'))
    appendOn(1, longAnswer('Front Desk'))
    expect(texts()).toHaveLength(2)
    expect(answers()).toEqual([longAnswer('Front desk'), longAnswer('Front Desk')])
  })

  it('in a list that leaves long bodies behind, stays behind as one in its row did, with the facts that stand for it', () => {
    append({ response: { ...longAnswer('Front desk'), errcode: 30_003 } })
    const [listed] = store.traces.listLogs([TRACE], { afterId: 0, rows: 9, octets: 9_000, body: 900 }).rows
    expect(listed?.json.parse()).toMatchObject({ shortened: true, response_json: { errcode: 30_003 } })
  })

  it('that was put off, is stored once as well', () => {
    const { debugSessionId: _none, ...row } = logRow({ correlationId: TRACE })
    const response = logBody(longAnswer('Front desk'))
    for (let time = 0; time < 3; time += 1) store.traces.appendLogSoon(() => ({ ...row, response }))
    expect(answers()).toEqual([longAnswer('Front desk'), longAnswer('Front desk'), longAnswer('Front desk')])
    expect(texts()).toHaveLength(1)
  })

  it('that stands in its row, as before there were log bodies, is read as ever beside one that does not', () => {
    const answer = { ...longAnswer('Front desk'), errcode: 30_003 }
    const old = append()
    const sqlite = new Database(profile.file)
    sqlite
      .prepare('UPDATE integration_log SET response_json = ? WHERE id = ?')
      .run(JSON.stringify(answer), old)
    sqlite.close()
    append({ response: answer })
    expect(answers()).toEqual([answer, answer])
    const listed = store.traces.listLogs([TRACE], { afterId: 0, rows: 9, octets: 9_000, body: 900 }).rows
    expect(listed.map(({ json }) => json.parse())).toMatchObject([
      { shortened: true, response_json: { errcode: 30_003 } },
      { shortened: true, response_json: { errcode: 30_003 } },
    ])
  })

  it('of a transaction that was taken back, is there for the next one all the same', () => {
    const boom = () => {
      throw new Error('boom')
    }
    const failing = () =>
      store.write(() => {
        append({ response: longAnswer('Front desk') })
        boom()
      })
    expect(failing).toThrow('boom')
    // Takes the place in the table that the other had.
    append({ response: longAnswer('Back door') })
    append({ response: longAnswer('Front desk') })
    expect(answers()).toEqual([longAnswer('Back door'), longAnswer('Front desk')])
  })

  it('after a restart, is known', () => {
    appendOn(1, longAnswer('Front desk'))
    store.close()
    store = profile.openStore()
    appendOn(2, longAnswer('Front desk'))
    expect(texts()).toHaveLength(1)
  })

  it('used all day, is written to once that day', () => {
    const statements: string[] = []
    store.close()
    store = profile.openStore({ statementSpy: (statement) => statements.push(statement) })
    const written = () =>
      statements.filter((statement) => /^(INSERT INTO|UPDATE) log_body/.test(statement)).length
    for (let hour = 0; hour < 5; hour += 1) appendOn(1, longAnswer('Front desk'))
    expect(written()).toBe(1)
    for (let hour = 0; hour < 5; hour += 1) appendOn(2, longAnswer('Front desk'))
    expect(written()).toBe(2)
  })
})

describe('a short answer', () => {
  it('stays in its row', () => {
    append({ response: { errcode: 0, errmsg: 'none error message' } })
    append({ response: null })
    expect(texts()).toEqual([])
    expect(answers()).toEqual([{ errcode: 0, errmsg: 'none error message' }, null])
  })
})

describe('pruneLogBodies', () => {
  it('leaves what a kept row refers to, and takes it when that row has gone', () => {
    appendOn(1, longAnswer('Front desk'))
    appendOn(2, longAnswer('once'))
    for (const number of [5, 9]) appendOn(number, longAnswer('Front desk'))
    expect(prune(4)).toEqual([2, 1])
    expect(prune(6)).toEqual([1, 0])
    expect(answers()).toEqual([longAnswer('Front desk')])
    expect(prune(11)).toEqual([1, 1])
    expect(texts()).toEqual([])
  })

  it('takes no more than a batch at a time', () => {
    for (let index = 0; index < 5; index += 1) appendOn(1, longAnswer(`answer ${index}`))
    const old = { createdBefore: day(3), limit: 2 }
    expect([1, 2, 3, 4].map(() => store.traces.pruneLogBodies(old))).toEqual([2, 2, 1, 0])
  })

  it('among random days of random answers, leaves each kept row its own and nothing that no row needs', () => {
    const step = fc.oneof(
      {
        weight: 8,
        arbitrary: fc.record({ answer: fc.integer({ min: 0, max: 3 }), pause: fc.nat({ max: 2 }) }),
      },
      { weight: 2, arbitrary: fc.record({ keep: fc.integer({ min: 0, max: 4 }) }) },
    )
    let start = 0
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 40 }), (steps) => {
        let today = start
        let kept: { readonly on: number; readonly answer: string }[] = []
        for (const next of steps) {
          if ('keep' in next) {
            prune(today - next.keep)
            kept = kept.filter(({ on }) => on >= today - next.keep)
          } else {
            today += next.pause
            const answer = `answer ${next.answer}`
            appendOn(today, longAnswer(answer))
            kept.push({ on: today, answer })
          }
          expect(answers()).toEqual(kept.map(({ answer }) => longAnswer(answer)))
        }
        prune(today + 2)
        expect([answers(), texts()]).toEqual([[], []])
        start = today + 3
      }),
      { numRuns: 30 },
    )
  })
})
