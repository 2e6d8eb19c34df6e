import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { EVENT_CHANNEL } from '../../src-preload/contract/channels.ts'
import { CHANGE_TOPICS } from '../../src-preload/contract/events.ts'
import { createPublisher } from './publisher.ts'

type Sent = { channel: string; message: unknown }

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function setUp(windowCount = 1) {
  const sent: Sent[] = []
  const receivers = Array.from({ length: windowCount }, () => ({
    send: (channel: string, message: unknown) => sent.push({ channel, message }),
  }))
  return { sent, publisher: createPublisher({ receivers: () => receivers }) }
}

const changed = (...topics: string[]): Sent => ({
  channel: EVENT_CHANNEL,
  message: { name: 'changed', payload: { topics } },
})

describe('publisher', () => {
  it('sends the changes of one moment as one event to each window', () => {
    const { sent, publisher } = setUp(2)
    publisher.changed('traces', 'jobs')
    publisher.changed('jobs', 'doors')
    vi.advanceTimersByTime(49)
    expect(sent).toEqual([])
    vi.advanceTimersByTime(1)
    expect(sent).toEqual([changed('doors', 'jobs', 'traces'), changed('doors', 'jobs', 'traces')])
  })

  it('is not put off by further changes', () => {
    const { sent, publisher } = setUp()
    publisher.changed('jobs')
    vi.advanceTimersByTime(40)
    publisher.changed('doors')
    vi.advanceTimersByTime(10)
    expect(sent).toEqual([changed('doors', 'jobs')])
    vi.advanceTimersByTime(1_000)
    expect(sent).toHaveLength(1)
  })

  it('knows every topic of the contract', () => {
    const { sent, publisher } = setUp()
    publisher.changed(...CHANGE_TOPICS)
    vi.advanceTimersByTime(50)
    expect(sent).toEqual([changed(...CHANGE_TOPICS)])
  })

  it('sends nothing after it was stopped', () => {
    const { sent, publisher } = setUp()
    publisher.changed('jobs')
    publisher.stop()
    publisher.changed('doors')
    vi.advanceTimersByTime(1_000)
    expect(sent).toEqual([])
  })
})
