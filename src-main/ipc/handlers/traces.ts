import type { RetentionView } from '../../../src-preload/contract/views/traces.ts'
import type { CorrelationId, CredentialId, DoorId, VendorPinId } from '../../domain/ids.ts'
import { LOG_RETENTION_DAYS, LOG_RETENTION_SETTING, logRetentionDays } from '../../domain/trace/retention.ts'
import type { TraceWindows } from '../../ports/traceWindows.ts'
import { setLogRetention } from '../../useCases/logRetention.ts'
import { readTrace } from '../../useCases/readTrace.ts'
import { RequestError } from '../../useCases/requestError.ts'
import type { Handlers } from '../handlerTypes.ts'
import { actorOf, type OpenProfile } from '../openProfile.ts'
import { codeStory } from '../present/codeStory.ts'
import { placesOf } from '../present/placesOf.ts'
import { readTraceCursor, writeTraceCursor } from '../present/traceCursor.ts'
import { traceRow } from '../present/traceRow.ts'

const PAGE = 50

/** What the routes of traces need besides the profile. */
export interface TraceControl {
  readonly windows: TraceWindows
}

type Routes =
  | 'traces.search'
  | 'traces.get'
  | 'traces.codeStory'
  | 'traces.places'
  | 'traces.showInMain'
  | 'traces.retention'
  | 'traces.setRetention'
  | 'traces.openWindow'

export function traceHandlers(profile: () => OpenProfile, control: TraceControl): Pick<Handlers, Routes> {
  return {
    'traces.search': ({ text, doorId, outcome, debugSession, from, to, after }) => {
      const { store } = profile()
      const records = store.traces.search({
        text,
        doorId: doorId as DoorId | null,
        outcome,
        debugSession,
        from,
        to,
        after: readTraceCursor(after),
        limit: PAGE,
      })
      const last = records.at(-1)
      return {
        rows: records.map((record) => traceRow(store, record)),
        next: last && records.length === PAGE ? writeTraceCursor(last) : null,
      }
    },
    'traces.get': ({ correlationId }) => {
      const { store, clock } = profile()
      const view = readTrace(store, correlationId as CorrelationId, clock.nowMs())
      if (!view) throw new RequestError('not_found')
      return view
    },
    'traces.codeStory': ({ doorId, credentialId, vendorPinId }) => {
      const story = codeStory(profile().store, {
        doorId: doorId as DoorId,
        credentialId: credentialId as CredentialId | null,
        vendorPinId: vendorPinId as VendorPinId | null,
      })
      if (!story) throw new RequestError('not_found')
      return story
    },
    'traces.places': ({ things }) => placesOf(profile().store, things),
    'traces.showInMain': ({ thing }) => {
      const [place] = placesOf(profile().store, [thing])
      if (!place) throw new RequestError('not_found')
      control.windows.showInMain(place.to)
      return null
    },
    'traces.retention': () => retentionView(profile()),
    'traces.setRetention': ({ logDays }, context) => {
      setLogRetention(profile().useCases, actorOf(context), logDays)
      return retentionView(profile())
    },
    'traces.openWindow': ({ correlationId }) => ({
      opened: control.windows.open(correlationId as CorrelationId),
    }),
  }
}

function retentionView({ store }: OpenProfile): RetentionView {
  const logDays = logRetentionDays(store.settings.read(LOG_RETENTION_SETTING))
  return { logDays, choices: LOG_RETENTION_DAYS }
}
