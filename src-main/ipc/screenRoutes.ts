import type { GateRouteName } from '../../src-preload/contract/gateContract.ts'
import { SCREEN_CONTRACT } from '../../src-preload/contract/screenContract.ts'
import type { TestConnection } from '../ports/connectionTest.ts'
import { FileTasks } from '../useCases/fileTasks.ts'
import { ImportedTraces } from '../useCases/importedTraces.ts'
import { accountHandlers } from './handlers/accounts.ts'
import { codeHandlers } from './handlers/codes.ts'
import { dataHandlers } from './handlers/data.ts'
import { debugSessionHandlers } from './handlers/debugSessions.ts'
import { doorHandlers } from './handlers/doors.ts'
import { jobHandlers } from './handlers/jobs.ts'
import { peopleHandlers } from './handlers/people.ts'
import { planHandlers } from './handlers/plans.ts'
import { savedFilterHandlers } from './handlers/savedFilters.ts'
import { siteHandlers } from './handlers/sites.ts'
import { type TraceFiles, traceFileHandlers } from './handlers/traceFiles.ts'
import { type TraceControl, traceHandlers } from './handlers/traces.ts'
import { type UpdateControl, updateHandlers } from './handlers/updates.ts'
import type { Handlers, RouteSet } from './handlerTypes.ts'
import type { OpenProfile, SessionControl } from './openProfile.ts'

/** The routes of the screens and what answers them. A missing one does not compile. */
export function screenRoutes(parts: {
  readonly session: SessionControl
  readonly profile: () => OpenProfile
  readonly traces: TraceControl & TraceFiles
  readonly testConnection: TestConnection
  readonly updates: UpdateControl
  /** Where the profile's backups lie, for a person who copies them elsewhere. */
  readonly backupsFolder: () => string
}): RouteSet {
  const desk = { imports: new ImportedTraces(), tasks: new FileTasks() }
  const handlers: Omit<Handlers, GateRouteName> = {
    ...accountHandlers(parts.profile, parts.testConnection),
    ...siteHandlers(parts.profile),
    ...doorHandlers(parts.profile),
    ...codeHandlers(parts.profile),
    ...peopleHandlers(parts.profile),
    ...planHandlers(parts.profile, parts.session, { dialog: parts.traces.dialog, tasks: desk.tasks }),
    ...jobHandlers(parts.profile),
    ...traceHandlers(parts.profile, parts.traces),
    ...traceFileHandlers(parts.profile, parts.traces, desk),
    ...savedFilterHandlers(parts.profile),
    ...debugSessionHandlers(parts.profile, parts.traces, desk),
    ...updateHandlers(parts.profile, parts.updates),
    ...dataHandlers(parts.profile, parts.backupsFolder),
  }
  return { contract: SCREEN_CONTRACT, handlers }
}
