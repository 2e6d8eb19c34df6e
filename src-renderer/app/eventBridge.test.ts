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
})
