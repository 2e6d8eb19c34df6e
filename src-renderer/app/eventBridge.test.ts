import { describe, expect, it } from 'vitest'
import { CHANGE_TOPICS } from '../../src-preload/contract/events.ts'
import { listStaleKeys } from './eventBridge.ts'

describe('listStaleKeys', () => {
  it('names a key once when several topics touch it', () => {
    const keys = listStaleKeys(['doors', 'jobs']).map((key) => JSON.stringify(key))
    expect(keys.filter((key) => key === '["doors"]')).toHaveLength(1)
  })

  it('makes something old for every topic of the contract', () => {
    expect(CHANGE_TOPICS.filter((topic) => listStaleKeys([topic]).length === 0)).toEqual([])
  })

  it('makes the overview old when a job moves', () => {
    expect(listStaleKeys(['jobs'])).toContainEqual(['overview'])
  })

  it.each(['sites', 'doors'] as const)(
    'when %s change, asks for the plan on screen: it may be held now',
    (topic) => {
      expect(listStaleKeys([topic])).toContainEqual(['plans', 'detail'])
    },
  )

  it('when the plans change as well, asks for that plan once', () => {
    const keys = listStaleKeys(['doors', 'plans']).filter(([first]) => first === 'plans')
    expect(keys).toEqual([['plans']])
  })
})
