import { deserialize, serialize } from 'node:v8'
import type { JsonText } from '../../src-main/domain/jsonText.ts'
import { readLogs, readTrace } from '../../src-main/useCases/readTrace.ts'
import { comparedRow, measureInterleaved, quantile } from '../rounds.ts'
import { atMost, type RowModule } from '../row.ts'
import type { BenchStore } from '../scenes/benchStore.ts'
import { BARE_TRACE, correlationOf, openTraceLog, ROWS_PER_TRACE } from '../scenes/traceLog.ts'

const ROWS = 1_000_000
const SAMPLES = 300

const about = {
  id: 'trace-by-id',
  what: 'p95 of opening a trace of 20 records among 1,000,000: with jobs, audit, count and outcome, mapped and copied as for the window',
  unit: 'ms',
} as const

export const row: RowModule = {
  ...about,
  async run() {
    const log = openTraceLog(ROWS)
    const times = await measureInterleaved(contendersOf(log, ROWS))
    const anchor = { against: 'the bare prepared query', againstValues: times.bare }
    return [
      comparedRow(about, { values: times.whole, ...anchor, aim: atMost(3) }),
      comparedRow(
        {
          ...about,
          id: 'trace-by-id/page',
          what: 'p95 of a page of the same trace’s records, mapped and copied as for the window',
        },
        { values: times.page, ...anchor, aim: atMost(3) },
      ),
    ]
  },
}

/** Each reads other traces each time, spread over the whole log. */
export function contendersOf({ store, sqlite }: BenchStore, rows: number) {
  const bare = sqlite.prepare(BARE_TRACE)
  const traces = rows / ROWS_PER_TRACE
  const nowMs = Date.now()
  let next = 0
  const p95 = (read: (id: ReturnType<typeof correlationOf>) => number): number => {
    const samples: number[] = []
    for (let sample = 0; sample < SAMPLES; sample++) {
      next = (next + 7_919) % traces
      const id = correlationOf(next)
      const from = performance.now()
      const found = read(id)
      samples.push(performance.now() - from)
      if (found !== ROWS_PER_TRACE) throw new Error(`the trace has ${found} rows`)
    }
    return quantile(samples, 0.95)
  }
  return {
    whole: () => p95((id) => received(readTrace(store, id, nowMs))?.integration_logs.length ?? 0),
    page: () => p95((id) => received(readLogs(store, id, null))?.rows.length ?? 0),
    bare: () => p95((id) => bare.all(id).length),
  }
}

/** What the program does with an answer: it goes out as JSON, crosses as one string, and its page parses it. */
function received<T>(answer: JsonText<T> | null): T | null {
  const crossed: unknown = deserialize(serialize(answer?.text ?? 'null'))
  return typeof crossed === 'string' ? JSON.parse(crossed) : null
}
