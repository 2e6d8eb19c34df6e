import { describe, expect, it } from 'vitest'
import { runCampaign } from '../../campaign/campaign.ts'
import { createTally } from '../../campaign/tally.ts'

/** The short form of `npm run campaign`. */
const ROUNDS = 25
const DOORS = 6

describe('the crash campaign', () => {
  it('over some rounds of adds, changes and deletes, finds nothing lost, doubled or left open', async () => {
    const tally = createTally()
    const violations = await runCampaign({ rounds: ROUNDS, doors: DOORS, seed: 'integration', tally })
    expect(violations).toEqual([])
    // It killed, and it killed in the midst of the work.
    const ends = tally.rows().filter(({ group }) => group === 'end of a process')
    const killed = ends.filter(({ name }) => name.includes('killed in') || name.includes('random'))
    expect(killed.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(ROUNDS / 2)
  }, 300_000)
})
