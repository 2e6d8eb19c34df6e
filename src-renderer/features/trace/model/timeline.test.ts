import { describe, expect, it } from 'vitest'
import type { ListedAudit } from '../../../../src-preload/contract/views/traces.ts'
import { barOf, buildScale, positionOf, waitBarOf } from './geometry.ts'
import { normaliseRecords } from './normalise.ts'
import { buildRows, everything, findRows, nextHit } from './rows.ts'
import { makeLog } from './testRecords.ts'

const audit: ListedAudit = {
  id: 7,
  time: '2026-02-05T16:29:00.000Z',
  operator: 'Maria',
  entity: 'Door #2',
  action: 'create',
  before: null,
  after: {},
  correlation_id: 'c2165f3f52364e4db32d169654f4648f',
  debug_session_id: null,
  chain_hash: 'ab',
  shortened: false,
}

describe('normaliseRecords', () => {
  it('orders by start time, whatever order the logs came in', () => {
    const records = normaliseRecords([], [makeLog({ id: 2, atMs: 500 }), makeLog({ id: 1, atMs: 20 })])
    expect(records.map((record) => record.id)).toEqual(['log:1', 'log:2'])
  })

  it('puts the change before the logs of the same millisecond', () => {
    const records = normaliseRecords([audit], [makeLog({ id: 1 })])
    expect(records.map((record) => record.id)).toEqual(['audit:7', 'log:1'])
  })

  it('calls a list after a delete on the same lock its read-back', () => {
    const records = normaliseRecords(
      [],
      [
        makeLog({ id: 1 }),
        makeLog({ id: 2, atMs: 200, action: 'PASSCODE_DELETE' }),
        makeLog({ id: 3, atMs: 400 }),
        makeLog({ id: 4, atMs: 600, lock_key: 'TTLOCK:7', external_id: '7' }),
      ],
    )
    expect(records.map((record) => record.phase)).toEqual(['call', 'gateway', 'read_back', 'call'])
  })

  it('tells a second attempt from a first one, and our own steps from calls', () => {
    const records = normaliseRecords(
      [],
      [
        makeLog({ id: 1, action: 'PASSCODE_ADD', attempt: 2 }),
        makeLog({ id: 2, atMs: 9, provider_type: 'ACCESS_BROKER', external_id: null }),
      ],
    )
    expect(records.map((record) => record.phase)).toEqual(['retry', 'engine'])
  })
})

describe('buildScale', () => {
  it('draws bars in proportion while nothing is folded', () => {
    const records = normaliseRecords(
      [],
      [makeLog({ id: 1, duration_ms: 300 }), makeLog({ id: 2, atMs: 300, duration_ms: 700 })],
    )
    const scale = buildScale(records)
    const [first, second] = records.map((record) => barOf(scale, record))
    expect(first).toEqual({ left: 0, width: 0.3 })
    expect(second?.left).toBeCloseTo(0.3)
    expect(second?.width).toBeCloseTo(0.7)
  })

  it('folds a wait of an hour and keeps its true length', () => {
    const records = normaliseRecords(
      [],
      [makeLog({ id: 1, duration_ms: 1000 }), makeLog({ id: 2, atMs: 3_601_000, duration_ms: 1000 })],
    )
    const scale = buildScale(records)
    expect(scale.gaps.map((gap) => gap.lengthMs)).toEqual([3_600_000])
    expect(positionOf(scale, Date.parse('2026-02-05T16:29:01.000Z'))).toBeGreaterThan(0.4)
  })

  it('takes overlapping calls as one stretch of work', () => {
    const records = normaliseRecords(
      [],
      [makeLog({ id: 1, duration_ms: 1000 }), makeLog({ id: 2, atMs: 500, duration_ms: 1500 })],
    )
    const scale = buildScale(records)
    expect(scale.endMs - scale.startMs).toBe(2000)
    expect(scale.segments).toHaveLength(1)
  })

  it('is empty without records', () => {
    expect(buildScale([]).segments).toEqual([])
  })

  it('stays monotonic over thousands of records', () => {
    const logs = Array.from({ length: 5000 }, (_, index) =>
      makeLog({ id: index, atMs: index * 40 + (index % 7), duration_ms: index % 90 }),
    )
    const records = normaliseRecords([], logs)
    const scale = buildScale(records)
    const lefts = records.map((record) => barOf(scale, record).left)
    expect(lefts.every((left, index) => index === 0 || left >= (lefts[index - 1] ?? 0))).toBe(true)
  })
})

describe('buildRows', () => {
  const records = normaliseRecords(
    [],
    [
      makeLog({ id: 1, duration_ms: 10 }),
      makeLog({ id: 2, atMs: 60_000, action: 'PASSCODE_DELETE', ok: false, error_message: 'gateway busy' }),
    ],
  )
  const scale = buildScale(records)

  it('puts the folded stretch between the records it separates', () => {
    expect(buildRows(records, scale, everything).map((row) => row.kind)).toEqual(['record', 'gap', 'record'])
  })

  it('finds a record by the words of its error', () => {
    const rows = buildRows(records, scale, { ...everything, text: 'BUSY' })
    expect(rows.map((row) => row.id)).toEqual(['log:2'])
  })

  it('keeps only failures when asked to', () => {
    const rows = buildRows(records, scale, { ...everything, outcome: 'failed' })
    expect(rows.map((row) => row.id)).toEqual(['log:2'])
  })
})

describe('findRows', () => {
  const records = normaliseRecords(
    [],
    [
      makeLog({ id: 1 }),
      makeLog({ id: 2, atMs: 60_000, action: 'PASSCODE_DELETE', ok: false, error_message: 'gateway busy' }),
      makeLog({ id: 3, atMs: 60_200, error_message: 'Gateway offline' }),
    ],
  )
  const rows = buildRows(records, buildScale(records), everything)

  it('names the rows whose words have the text, and no folded stretch', () => {
    expect(findRows(rows, 'gateway')).toEqual([2, 3])
    expect(findRows(rows, 'nothing')).toEqual([])
    expect(findRows(rows, ' ')).toEqual([])
  })

  it.each([
    ['the next', 2, 1, 3],
    ['the one before', 3, -1, 2],
    ['round the end', 3, 1, 2],
    ['round the beginning', 2, -1, 3],
    ['the first from above all', -1, 1, 2],
  ] as const)('goes to %s', (_what, from, step, expected) => {
    expect(nextHit([2, 3], from, step)).toBe(expected)
  })

  it('without a hit goes nowhere', () => {
    expect(nextHit([], 3, 1)).toBeNull()
  })
})

describe('the time before a call', () => {
  const waits = (logs: readonly ReturnType<typeof makeLog>[]) =>
    normaliseRecords([], logs).map((record) => record.waitedMs)

  it('is what passed since its job was last busy with this lock', () => {
    const call = makeLog({ id: 1, duration_ms: 100 })
    const later = makeLog({ id: 2, atMs: 2_100, action: 'PASSCODE_DELETE', duration_ms: 3_000 })
    expect(waits([call, later])).toEqual([0, 2_000])
  })

  it('of another job, or on another lock that is busy, is not counted', () => {
    const long = makeLog({ id: 1, duration_ms: 5_000 })
    const otherJob = makeLog({ id: 2, atMs: 6_000, reconcile_job_id: 105 })
    const otherLock = makeLog({ id: 3, atMs: 4_000, lock_key: 'TTLOCK:7', external_id: '7' })
    expect(waits([long, otherJob, otherLock])).toEqual([0, 0, 0])
  })

  it('as short as our own work, is none', () => {
    expect(waits([makeLog({ id: 1, duration_ms: 100 }), makeLog({ id: 2, atMs: 140 })])).toEqual([0, 0])
  })

  it('is drawn up to where the bar begins', () => {
    const records = normaliseRecords(
      [],
      [makeLog({ id: 1, duration_ms: 1_000 }), makeLog({ id: 2, atMs: 2_000, duration_ms: 1_000 })],
    )
    const scale = buildScale(records)
    const [first, second] = records.map((record) => waitBarOf(scale, record))
    expect(first?.width).toBe(0)
    expect(second?.left).toBeCloseTo(1 / 3)
    expect(second?.width).toBeCloseTo(1 / 3)
  })
})
