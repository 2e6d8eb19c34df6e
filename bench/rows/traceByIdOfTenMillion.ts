import { comparedRow, measureInterleaved } from '../rounds.ts'
import { atMost, type RowModule } from '../row.ts'
import { openTraceLog } from '../scenes/traceLog.ts'
import { contendersOf } from './traceById.ts'

const MILLION = 1_000_000

const about = {
  id: 'trace-by-id-10m',
  what: 'p95 of opening a trace of 20 records among 10,000,000, mapped and copied as for the window',
  unit: 'ms',
} as const

export const row: RowModule = {
  ...about,
  async run() {
    const large = contendersOf(openTraceLog(10 * MILLION), 10 * MILLION)
    const small = contendersOf(openTraceLog(MILLION), MILLION)
    const times = await measureInterleaved({ large: large.whole, bare: large.bare, small: small.whole })
    return [
      comparedRow(about, {
        values: times.large,
        against: 'the bare prepared query',
        againstValues: times.bare,
        aim: atMost(3),
      }),
      comparedRow(
        { ...about, id: 'trace-by-id-10m/growth' },
        {
          values: times.large,
          against: 'the same among 1,000,000',
          againstValues: times.small,
          aim: atMost(6),
        },
      ),
    ]
  },
}
