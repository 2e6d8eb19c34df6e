import type { CorrelationId } from '../../domain/ids.ts'
import { collectTrace } from '../../useCases/collectTrace.ts'
import { type ExportParts, exportTrace } from '../../useCases/exportTrace.ts'
import { ImportedTraces, importedLogs, importedView, importTrace } from '../../useCases/importTrace.ts'
import { RequestError } from '../../useCases/requestError.ts'
import type { Handlers } from '../handlerTypes.ts'
import type { OpenProfile } from '../openProfile.ts'

export interface TraceFiles extends ExportParts {
  readonly programVersion: string
}

type Routes = 'traces.export' | 'traces.import' | 'traces.getImported' | 'traces.importedLogs'

/** Traces as files: out of the program, and into it to be looked at. */
export function traceFileHandlers(profile: () => OpenProfile, files: TraceFiles): Pick<Handlers, Routes> {
  const imports = new ImportedTraces()
  return {
    'traces.export': async ({ trace, format }) => {
      if (trace.kind === 'imported') {
        return exportTrace(files, { bundle: imports.get(trace.importId).bundle, secrets: [] }, format)
      }
      const { store, clock } = profile()
      const collected = await collectTrace(store, {
        correlationId: trace.correlationId as CorrelationId,
        nowMs: clock.nowMs(),
        programVersion: files.programVersion,
      })
      if (!collected) throw new RequestError('not_found')
      return exportTrace(files, collected, format)
    },
    'traces.import': async () => {
      const imported = await importTrace(files.dialog, imports)
      return imported === null ? { kind: 'cancelled' } : { kind: 'opened', importId: imported.importId }
    },
    'traces.getImported': ({ importId }) => importedView(imports.get(importId)),
    'traces.importedLogs': ({ importId, after }) => importedLogs(imports.get(importId), after),
  }
}
