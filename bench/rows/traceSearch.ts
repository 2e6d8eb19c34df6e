import type { TraceFilter } from '../../src-main/ports/stores/traceStore.ts'
import { comparedRow, measureInterleaved, p95 } from '../rounds.ts'
import { atMost, type RowModule } from '../row.ts'
import { openTraceList, RARE_WORDS, TRACES } from '../scenes/traceList.ts'

const SAMPLES = 100
const PAGE = 50
const EVERYTHING: TraceFilter = {
  ...{ text: '', doorId: null, outcome: 'all', debugSession: null, from: null, to: null, after: null },
  limit: PAGE,
}

const about = {
  id: 'trace-search',
  what: 'p95 of searching 1,000,000 traces for a word that three of them have',
  unit: 'ms',
} as const

export const row: RowModule = {
  ...about,
  async run() {
    const { store, sqlite, startOf } = openTraceList()
    const scan = sqlite.prepare(
      `SELECT * FROM trace WHERE search_text LIKE ? ORDER BY started_at DESC, correlation_id DESC LIMIT ${PAGE}`,
    )
    const keyset = sqlite.prepare(
      `SELECT * FROM trace WHERE (started_at, correlation_id) < (?, ?)
       ORDER BY started_at DESC, correlation_id DESC LIMIT ${PAGE}`,
    )
    let next = 0
    const word = (): string => RARE_WORDS[next++ % RARE_WORDS.length] ?? ''
    // Never among the oldest, which have no whole page behind them.
    const place = () => startOf(PAGE + ((next++ * 7_919) % (TRACES - PAGE)))
    const times = await measureInterleaved({
      search: () => p95(SAMPLES, () => store.traces.search({ ...EVERYTHING, text: word() }).length, 3),
      // A scan takes most of a second; a few tell its length.
      scan: () => p95(3, () => scan.all(`%${word()}%`).length, 3),
      page: () => p95(SAMPLES, () => store.traces.search({ ...EVERYTHING, after: place() }).length, PAGE),
      keyset: () =>
        p95(
          SAMPLES,
          () => {
            const { startedAt, correlationId } = place()
            return keyset.all(startedAt, correlationId).length
          },
          PAGE,
        ),
    })
    return [
      comparedRow(about, {
        values: times.search,
        against: 'a LIKE scan',
        againstValues: times.scan,
        aim: atMost(1 / 20),
      }),
      comparedRow(
        {
          ...about,
          id: 'trace-search/page',
          what: 'p95 of a page of 50 of the list of 1,000,000 traces, at any depth',
        },
        { values: times.page, against: 'the bare keyset query', againstValues: times.keyset, aim: atMost(3) },
      ),
    ]
  },
}
