import { describe, expect, it } from 'vitest'
import type { JobPriority } from './job.ts'
import { nextProbe } from './probe.ts'

const UPDATED_AT = '2026-02-05T12:00:00.000Z'

function waiting(priority: JobPriority, nextRunAt: string) {
  return { priority, nextRunAt, updatedAt: UPDATED_AT }
}

describe('nextProbe', () => {
  it('with jobs that all rest, gives the most urgent one', () => {
    const click = waiting(0, '2026-02-05T12:14:00.000Z')
    expect(nextProbe([waiting(2, '2026-02-05T12:12:00.000Z'), click])).toBe(click)
  })

  it('with one that looks within a minute, gives none', () => {
    const probing = waiting(2, '2026-02-05T12:01:00.000Z')
    expect(nextProbe([waiting(0, '2026-02-05T12:14:00.000Z'), probing])).toBeNull()
  })

  it('with nothing that waits, gives none', () => {
    expect(nextProbe([])).toBeNull()
  })
})
