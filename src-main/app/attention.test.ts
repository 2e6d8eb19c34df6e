import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { JobStatus } from '../domain/job/job.ts'
import { type Attention, createAttention } from './attention.ts'

const NOTHING: Record<JobStatus, number> = {
  queued: 0,
  running: 0,
  waiting_offline: 0,
  awaiting_approval: 0,
  done: 0,
  failed: 0,
  cancelled: 0,
}

describe('attention', () => {
  let holders: number
  let titles: string[]
  let attention: Attention

  beforeEach(() => {
    vi.useFakeTimers()
    holders = 0
    titles = []
    attention = createAttention({
      power: {
        keepAwake: () => {
          holders += 1
          return () => {
            holders -= 1
          }
        },
      },
      notifier: { notify: ({ title }) => titles.push(title) },
      openPlans: () => undefined,
    })
  })
  afterEach(() => vi.useRealTimers())

  function see(counts: Partial<Record<JobStatus, number>>): void {
    attention.jobsChanged(() => ({ ...NOTHING, ...counts }))
    vi.runAllTimers()
  }

  it('keeps the computer awake while a job runs, once, and lets it sleep after', () => {
    see({ running: 1 })
    see({ running: 3 })
    expect(holders).toBe(1)
    see({})
    expect(holders).toBe(0)
  })

  it('tells of a plan that came to await approval, and not of those that waited before', () => {
    see({ awaiting_approval: 2 })
    expect(titles).toEqual([])
    see({ awaiting_approval: 3 })
    see({ awaiting_approval: 2 })
    expect(titles).toEqual(['3 plans await your approval'])
  })

  it('with the profile closed, lets the computer sleep and takes the next one as it is', () => {
    see({ running: 1, awaiting_approval: 1 })
    attention.forget()
    expect(holders).toBe(0)
    see({ awaiting_approval: 5 })
    expect(titles).toEqual([])
  })
})
