import type { UpdateView } from '../../../src-preload/contract/routes/updates.ts'
import { recordUpdate } from '../../useCases/recordUpdate.ts'
import type { Handlers } from '../handlerTypes.ts'
import { actorOf, type OpenProfile } from '../openProfile.ts'

export interface UpdateControl {
  readonly programVersion: string
  view(): UpdateView
  /** Each begins and returns; the view tells how far it is. Nothing happens where it makes no sense now. */
  check(): void
  download(): void
  cancelDownload(): void
  /** The version that `restart` would start; null while none is here. */
  readyVersion(): string | null
  /** Ends the program as quitting does, waiting for what is in flight, and then starts the new version. */
  restart(): void
}

type Routes =
  | 'updates.get'
  | 'updates.check'
  | 'updates.download'
  | 'updates.cancelDownload'
  | 'updates.restart'

export function updateHandlers(profile: () => OpenProfile, updates: UpdateControl): Pick<Handlers, Routes> {
  return {
    'updates.get': () => updates.view(),
    'updates.check': () => {
      updates.check()
      return updates.view()
    },
    'updates.download': () => {
      updates.download()
      return updates.view()
    },
    'updates.cancelDownload': () => {
      updates.cancelDownload()
      return updates.view()
    },
    'updates.restart': (_request, context) => {
      const to = updates.readyVersion()
      if (to !== null) {
        recordUpdate(profile().useCases, actorOf(context), { from: updates.programVersion, to })
        updates.restart()
      }
      return updates.view()
    },
  }
}
