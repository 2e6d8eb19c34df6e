import { describe, expect, it } from 'vitest'
import type { OverviewView } from '../../../../src-preload/contract/views/doors.ts'
import { listParts } from './parts.ts'

const overview: OverviewView = {
  total: 10,
  inStep: 6,
  outOfStep: 1,
  unreadable: 0,
  waiting: 1,
  lastCheckedAt: null,
  exceptions: [],
  alarms: [],
  awaitingApproval: [],
  startingWithoutProof: [],
}

describe('listParts', () => {
  it('counts what no state names as not checked yet', () => {
    expect(listParts(overview)).toEqual([
      { state: 'in_step', count: 6 },
      { state: 'out_of_step', count: 1 },
      { state: 'waiting', count: 1 },
      { state: 'unchecked', count: 2 },
    ])
  })
})
