import { join } from 'node:path'
import Database from 'better-sqlite3'
import { FrontDesk } from '../../tests/support/frontDesk.ts'
import { comparedRow, measureInterleaved, median, quantile, rounded } from '../rounds.ts'
import { atMost, type RowModule } from '../row.ts'
import { answerBare } from '../scenes/bareAnswer.ts'
import { beginProfile, launchApp } from '../scenes/electronStart.ts'
import { temporaryFolder } from '../scenes/temporaryFolder.ts'
import { askForBare, askForNothing, askForTraces, waitForQuiet } from '../scenes/traceInPage.mjs'
import { BARE_TRACE, correlationOf, fillLog, ROWS_PER_TRACE } from '../scenes/traceLog.ts'
import { writeProfile } from '../scenes/writeProfile.ts'

const ROWS = 1_000_000
const SAMPLES = 300

const about = {
  id: 'trace-by-id-window',
  what: 'p95 of opening a trace of 20 records among 1,000,000, asked for and received by a page of the program',
  unit: 'ms',
} as const

/** The program itself with its windows, preload and router; the bare query and the bare answer read the same file. */
export const row: RowModule = {
  ...about,
  async run() {
    const profile = temporaryFolder()
    await beginProfile(profile)
    writeProfile(profile, (_, sqlite) => fillLog(sqlite, ROWS))
    const { electron, window } = await launchApp(profile)
    const file = join(profile, 'profiles', 'simulated', 'lockstep.db')
    const sqlite = new Database(file, { readonly: true })
    try {
      await answerBare(electron, window, { file, query: BARE_TRACE })
      await new FrontDesk(window).signIn()
      await window.evaluate(waitForQuiet)
      const bare = sqlite.prepare(BARE_TRACE)
      let next = 0
      const someTraces = (): readonly ReturnType<typeof correlationOf>[] =>
        Array.from({ length: SAMPLES }, () => {
          next = (next + 7_919) % (ROWS / ROWS_PER_TRACE)
          return correlationOf(next)
        })
      const askedFor = () => ({ traces: someTraces(), records: ROWS_PER_TRACE })
      const times = await measureInterleaved({
        window: async () => quantile(await window.evaluate(askForTraces, askedFor()), 0.95),
        bareAnswer: async () => quantile(await window.evaluate(askForBare, askedFor()), 0.95),
        nothing: async () => quantile(await window.evaluate(askForNothing, SAMPLES), 0.95),
        bare: () => {
          const samples = someTraces().map((id) => {
            const from = performance.now()
            bare.all(id)
            return performance.now() - from
          })
          return quantile(samples, 0.95)
        },
      })
      return [
        comparedRow(about, {
          values: times.window,
          against: 'the bare prepared query',
          againstValues: times.bare,
          // What stands between them is Electron: see the row beside it.
          aim: null,
          notes: [
            `p95 of asking for what is known already, so of the way there and back: ${rounded(median(times.nothing))} ms`,
          ],
        }),
        comparedRow(
          { ...about, id: 'trace-by-id-window/beside-bare-answer' },
          {
            values: times.window,
            against: 'the bare prepared query through a bare handler and preload to the same page',
            againstValues: times.bareAnswer,
            aim: atMost(3),
          },
        ),
      ]
    } finally {
      sqlite.close()
      await electron.close()
    }
  },
}
