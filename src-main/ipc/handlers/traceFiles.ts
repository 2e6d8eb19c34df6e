import type { CorrelationId } from '../../domain/ids.ts'
import type { ReadInSandbox } from '../../ports/rehearsalSandbox.ts'
import { type ExportParts, exportImportedTrace, exportStoredTrace } from '../../useCases/exportTrace.ts'
import type { FileTasks } from '../../useCases/fileTasks.ts'
import { importedHead, importedLogs, importedRecord, importedView } from '../../useCases/importedRecords.ts'
import type { ImportedTraces } from '../../useCases/importedTraces.ts'
import { importTrace } from '../../useCases/importTrace.ts'
import { readHead, readLogs, readRecord } from '../../useCases/readTrace.ts'
import { rehearseImported, rehearseStored } from '../../useCases/rehearseTrace.ts'
import { RequestError } from '../../useCases/requestError.ts'
import type { Handlers } from '../handlerTypes.ts'
import type { OpenProfile } from '../openProfile.ts'
import { comparableOfFile, comparableOfStored, runsBeside } from '../present/comparableRuns.ts'

export interface TraceFiles extends ExportParts {
  readonly programVersion: string
  readonly readInSandbox: ReadInSandbox
}

type Routes =
  | 'traces.export'
  | 'traces.import'
  | 'traces.rehearse'
  | 'traces.fileProgress'
  | 'traces.cancelFile'
  | 'traces.findComparable'
  | 'traces.findRuns'
  | 'traces.getImported'
  | 'traces.logs'
  | 'traces.head'
  | 'traces.record'

/** Files that are open, and work on files under way. */
export interface FileDesk {
  readonly imports: ImportedTraces
  readonly tasks: FileTasks
}

export function traceFileHandlers(
  profile: () => OpenProfile,
  files: TraceFiles,
  { imports, tasks }: FileDesk,
): Pick<Handlers, Routes> {
  return {
    'traces.export': ({ taskId, trace, format }) =>
      tasks.run(taskId, (task) => {
        if (trace.kind === 'imported') {
          return exportImportedTrace(files, imports.trace(trace.importId), format, task)
        }
        const { store, clock } = profile()
        const request = {
          correlationId: trace.correlationId as CorrelationId,
          nowMs: clock.nowMs(),
          programVersion: files.programVersion,
          format,
        }
        return exportStoredTrace(files, store, request, task)
      }),
    'traces.import': ({ taskId }) => tasks.run(taskId, (task) => importTrace(files, imports, task)),
    'traces.rehearse': ({ trace }) =>
      trace.kind === 'imported'
        ? rehearseImported(files.readInSandbox, imports.trace(trace.importId))
        : rehearseStored(files.readInSandbox, profile().store, trace.correlationId as CorrelationId),
    'traces.fileProgress': ({ taskId }) => tasks.progressOf(taskId),
    'traces.cancelFile': ({ taskId }) => {
      tasks.cancel(taskId)
      return null
    },
    'traces.findComparable': ({ trace }) => {
      const { store } = profile()
      if (trace.kind === 'imported') {
        return comparableOfFile(store, imports.all(), imports.trace(trace.importId))
      }
      const found = comparableOfStored(store, imports.all(), trace.correlationId as CorrelationId)
      if (!found) throw new RequestError('not_found')
      return found
    },
    'traces.findRuns': ({ trace, text, after }) =>
      runsBeside(profile().store, imports.all(), {
        self:
          trace.kind === 'imported' ? imports.trace(trace.importId) : (trace.correlationId as CorrelationId),
        ...{ text, after },
      }),
    'traces.getImported': ({ importId }) => importedView(imports.trace(importId)),
    'traces.logs': ({ trace, after }) =>
      trace.kind === 'imported'
        ? importedLogs(imports.trace(trace.importId), after)
        : readLogs(profile().store, trace.correlationId as CorrelationId, after),
    'traces.head': ({ trace, after }) => {
      if (trace.kind === 'imported') return importedHead(imports.trace(trace.importId), after)
      const { store, clock } = profile()
      return readHead(store, trace.correlationId as CorrelationId, after, clock.nowMs())
    },
    'traces.record': async ({ trace, kind, id }) => {
      const record =
        trace.kind === 'imported'
          ? await importedRecord(imports.trace(trace.importId), { kind, id })
          : readRecord(profile().store, trace.correlationId as CorrelationId, { kind, id })
      if (!record) throw new RequestError('not_found')
      return record
    },
  }
}
