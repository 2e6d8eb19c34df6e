import type { CorrelationId } from '../../domain/ids.ts'
import { type ExportParts, exportImportedTrace, exportStoredTrace } from '../../useCases/exportTrace.ts'
import type { FileTasks } from '../../useCases/fileTasks.ts'
import type { ImportedTraces } from '../../useCases/importedTraces.ts'
import { importedLogs, importedView, importTrace } from '../../useCases/importTrace.ts'
import type { Handlers } from '../handlerTypes.ts'
import type { OpenProfile } from '../openProfile.ts'

export interface TraceFiles extends ExportParts {
  readonly programVersion: string
}

type Routes =
  | 'traces.export'
  | 'traces.import'
  | 'traces.fileProgress'
  | 'traces.cancelFile'
  | 'traces.getImported'
  | 'traces.importedLogs'

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
    'traces.fileProgress': ({ taskId }) => tasks.progressOf(taskId),
    'traces.cancelFile': ({ taskId }) => {
      tasks.cancel(taskId)
      return null
    },
    'traces.getImported': ({ importId }) => importedView(imports.trace(importId)),
    'traces.importedLogs': ({ importId, after }) => importedLogs(imports.trace(importId), after),
  }
}
