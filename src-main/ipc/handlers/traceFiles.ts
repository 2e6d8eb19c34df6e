import type { CorrelationId } from '../../domain/ids.ts'
import { type ExportParts, exportImportedTrace, exportStoredTrace } from '../../useCases/exportTrace.ts'
import { FileTasks } from '../../useCases/fileTasks.ts'
import { ImportedTraces, importedLogs, importedView, importTrace } from '../../useCases/importTrace.ts'
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

/** Traces as files: out of the program, and into it to be looked at. */
export function traceFileHandlers(profile: () => OpenProfile, files: TraceFiles): Pick<Handlers, Routes> {
  const imports = new ImportedTraces()
  const tasks = new FileTasks()
  return {
    'traces.export': ({ taskId, trace, format }) =>
      tasks.run(taskId, (task) => {
        if (trace.kind === 'imported') {
          return exportImportedTrace(files, imports.get(trace.importId), format, task)
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
    'traces.import': ({ taskId }) =>
      tasks.run(taskId, async (task) => {
        const imported = await importTrace(files, imports, task)
        return imported === null ? { kind: 'cancelled' } : { kind: 'opened', importId: imported.importId }
      }),
    'traces.fileProgress': ({ taskId }) => tasks.progressOf(taskId),
    'traces.cancelFile': ({ taskId }) => {
      tasks.cancel(taskId)
      return null
    },
    'traces.getImported': ({ importId }) => importedView(imports.get(importId)),
    'traces.importedLogs': ({ importId, after }) => importedLogs(imports.get(importId), after),
  }
}
