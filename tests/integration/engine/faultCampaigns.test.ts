import { describe, expect, it } from 'vitest'
import { cutLog } from '../../campaign/cutLog.ts'
import { runDay } from '../../campaign/day.ts'
import { loseAnswers } from '../../campaign/lostAnswers.ts'
import { goBack } from '../../campaign/olderDatabase.ts'
import { restoreCopies } from '../../campaign/restoreCopies.ts'
import { createTally } from '../../campaign/tally.ts'

/** Of one of them; each takes seconds, on a busy machine several times that. */
const TIMEOUT_MS = 120_000

/** The short forms of `npm run campaign -- --store`, `-- --lost` and `-- --day --faults`. */
describe('the fault campaigns', { timeout: TIMEOUT_MS }, () => {
  it('over a log cut at each frame and anywhere, find whole commits alone, and an older database told', () => {
    const tally = createTally()
    expect(cutLog({ steps: 2, cuts: 10, seed: 'integration', tally })).toEqual([])
    const tries = new Map(tally.rows().map(({ name, count }) => [name, count]))
    expect(tries.get('at the end of a frame')).toBeGreaterThan(20)
    expect(tries.get('at the end of a commit, beside the newest mark')).toBe(3)
  })

  it('over backups made while the program writes, find each restored as it was after one commit', async () => {
    expect(await restoreCopies({ copies: 2, tally: createTally() })).toEqual([])
  })

  it('over a database put back behind what was sent, find it only observing until its locks were read', async () => {
    expect(await goBack({ rounds: 1, seed: 'integration', tally: createTally() })).toEqual([])
  })

  it('over commands whose answers are lost after their effect, find each done once and known', async () => {
    const report = await loseAnswers({ seed: 'integration', operations: 60, lostShare: 0.3 })
    expect(report.violations).toEqual([])
    expect(report.lost).toBeGreaterThan(8)
  })
  it('over a day on which everything goes wrong, find it in step and settled once that has ended', async () => {
    const report = await runDay({ doors: 2, monthlyQuota: 300_000, seed: 'faults', hasFaults: true })
    expect([...report.missed, ...report.outOfStep]).toEqual([])
    expect(report.met + report.reported).toBe(4)
  })
})
