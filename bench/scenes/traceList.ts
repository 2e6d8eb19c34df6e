import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { toIso } from '../../src-main/domain/instant.ts'
import { connect } from '../../src-main/store/connection.ts'
import { repositoryRoot } from '../machine.ts'
import { type BenchStore, openBenchStore } from './benchStore.ts'
import { fillFast } from './fillFast.ts'
import { correlationOf } from './traceLog.ts'

export const TRACES = 1_000_000
const EDITION = 1
const START_MS = Date.UTC(2020, 0, 1)
const BETWEEN_MS = 60_000
/** Each stands in three traces. */
export const RARE_WORDS = Array.from(
  { length: 40 },
  (_, index) => `zq${String.fromCharCode(97 + (index % 26))}x${index}v`,
)

interface TraceListScene extends BenchStore {
  /** Start and id of a trace, as a page's cursor has them. */
  startOf(trace: number): { readonly startedAt: string; readonly correlationId: string }
}

/** A list of a million traces with their words indexed. Kept below `.cache`, for indexing takes a minute. */
export function openTraceList(): TraceListScene {
  const folder = join(repositoryRoot, '.cache', 'bench-traces', `${TRACES}-listed-${EDITION}`)
  if (!existsSync(folder)) {
    const begun = `${folder}.begun`
    rmSync(begun, { recursive: true, force: true })
    mkdirSync(begun, { recursive: true })
    openBenchStore('NORMAL', begun).store.close()
    const sqlite = connect(join(begun, 'lockstep.db'))
    fillFast(sqlite)
    const insert = sqlite.prepare(
      `INSERT INTO trace (correlation_id, started_at, ended_at, door_name, log_count, error_count, search_text)
       VALUES (?, ?, ?, ?, 20, 0, ?)`,
    )
    sqlite.transaction(() => {
      for (let trace = 0; trace < TRACES; trace++) {
        const { startedAt, correlationId } = startOf(trace)
        insert.run(correlationId, startedAt, startedAt, `Room ${trace % 300}`, wordsOf(trace, correlationId))
      }
    })()
    sqlite.exec('INSERT INTO trace_index (rowid, search_text) SELECT id, search_text FROM trace')
    sqlite.exec('DELETE FROM trace_unindexed')
    sqlite.close()
    renameSync(begun, folder)
  }
  return { ...openBenchStore('NORMAL', folder), startOf }
}

function startOf(trace: number): { readonly startedAt: string; readonly correlationId: string } {
  return { startedAt: toIso(START_MS + trace * BETWEEN_MS), correlationId: correlationOf(trace) }
}

/** As the program keeps them: small letters, a line each. */
function wordsOf(trace: number, correlationId: string): string {
  return [
    '',
    correlationId,
    `door #${trace % 300}`,
    `room ${trace % 300}`,
    'drift_check',
    'passcode_list',
    `ttlock:${28_990_000 + (trace % 300)}`,
    ...rareWordOf(trace),
    '',
  ].join('\n')
}

function rareWordOf(trace: number): readonly string[] {
  const every = Math.floor(TRACES / (RARE_WORDS.length * 3))
  const word = trace % every === 0 ? RARE_WORDS[Math.floor(trace / every) % RARE_WORDS.length] : undefined
  return word === undefined || trace / every >= RARE_WORDS.length * 3 ? [] : [word]
}
