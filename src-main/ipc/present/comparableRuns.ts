import type {
  ComparableView,
  ComparedRun,
  ComparedRunPage,
} from '../../../src-preload/contract/views/traces.ts'
import type { CorrelationId } from '../../domain/ids.ts'
import type { Store } from '../../ports/store.ts'
import type { TraceListRecord } from '../../ports/stores/traceStore.ts'
import { findInFiles, subjectOfFile } from '../../useCases/comparableFiles.ts'
import {
  doorOf,
  findComparable,
  findComparableOnLock,
  findRuns,
  subjectOf,
} from '../../useCases/comparableTraces.ts'
import type { ImportedTrace } from '../../useCases/importedTraces.ts'
import { importedTraceRow } from './importedTraceRow.ts'
import { readTraceCursor, writeTraceCursor } from './traceCursor.ts'
import { traceRow } from './traceRow.ts'

/** What a run of this database can be compared with: others of its door, then those in opened files. Null without it. */
export function comparableOfStored(
  store: Store,
  files: readonly ImportedTrace[],
  correlationId: CorrelationId,
): ComparableView | null {
  const stored = findComparable(store, correlationId)
  if (!stored) return null
  const [self] = store.traces.logsOf([correlationId], 0, 1)
  const subject = { correlationId, startedAt: self?.startedAt ?? '', ...subjectOf(store, correlationId) }
  const filed = findInFiles(files, subject)
  return {
    lastGood: stored.lastGood
      ? storedRun(store, stored.lastGood)
      : filed.lastGood && filedRun(filed.lastGood),
    others: [...stored.others.map((record) => storedRun(store, record)), ...filed.others.map(filedRun)],
  }
}

/** The same for a run in a file: the newer of both places' last good ones. */
export function comparableOfFile(
  store: Store,
  files: readonly ImportedTrace[],
  file: ImportedTrace,
): ComparableView {
  const subject = subjectOfFile(file)
  const stored = findComparableOnLock(store, subject)
  const filed = findInFiles(files, subject)
  const good = [
    ...(stored.lastGood ? [storedRun(store, stored.lastGood)] : []),
    ...(filed.lastGood ? [filedRun(filed.lastGood)] : []),
  ].toSorted((a, b) => Date.parse(b.startedAt) - Date.parse(a.startedAt))
  return {
    lastGood: good[0] ?? null,
    others: [...filed.others.map(filedRun), ...stored.others.map((record) => storedRun(store, record))],
  }
}

const PAGE = 30

/** A page of the runs that any trace can be compared with; those in opened files come before the first page. */
export function runsBeside(
  store: Store,
  files: readonly ImportedTrace[],
  asked: {
    readonly self: ImportedTrace | CorrelationId
    readonly text: string
    readonly after: string | null
  },
): ComparedRunPage {
  const { self, text, after } = asked
  const subject =
    typeof self === 'string'
      ? { correlationId: self, doorId: doorOf(store, self), lockKey: null }
      : { correlationId: self.head.correlation_id, doorId: null, lockKey: self.lockKey }
  const page = findRuns(store, subject, { text, after: readTraceCursor(after), limit: PAGE })
  const filed = after === null ? filesNamed(files, text).filter((file) => file !== self) : []
  return {
    rows: [...filed.map(filedRun), ...page.runs.map((record) => storedRun(store, record))],
    next: page.next && writeTraceCursor(page.next),
  }
}

function filesNamed(files: readonly ImportedTrace[], text: string): readonly ImportedTrace[] {
  const wanted = text.toLowerCase()
  return files.filter(({ fileName, doorName, head }) =>
    [fileName, doorName ?? '', head.correlation_id].some((word) => word.toLowerCase().includes(wanted)),
  )
}

function storedRun(store: Store, record: TraceListRecord): ComparedRun {
  return { ...traceRow(store, record), source: { kind: 'live', correlationId: record.correlationId } }
}

function filedRun(file: ImportedTrace): ComparedRun {
  const { importId, ...row } = importedTraceRow(file)
  return { ...row, source: { kind: 'imported', importId } }
}
