import type { AboutView, PreferencesView } from '../../../src-preload/contract/routes/system.ts'
import type { Clipboard } from '../../ports/clipboard.ts'
import type { Desktop } from '../../ports/desktop.ts'
import type { Handlers } from '../handlerTypes.ts'

export interface SystemControl {
  preferences(): PreferencesView
  setPreferences(preferences: PreferencesView): Promise<void>
  about(): AboutView
  readonly clipboard: Clipboard
  readonly desktop: Desktop
  dataFolder(): string
  /** What waits for a connection is tried at once. */
  lookAgain(): void
  /** The page shows what the session says: what would have slowed it may begin. */
  pageDrawn(): void
  /** What is in flight is not waited for any longer. */
  leaveNow(): void
}

type Routes =
  | 'system.preferences'
  | 'system.setPreferences'
  | 'system.copyText'
  | 'system.about'
  | 'system.networkIsBack'
  | 'system.pageDrawn'
  | 'system.leaveNow'
  | 'system.showDataFolder'

export function systemHandlers(system: SystemControl): Pick<Handlers, Routes> {
  return {
    'system.preferences': () => system.preferences(),
    'system.setPreferences': async (request) => {
      await system.setPreferences(request)
      return system.preferences()
    },
    'system.copyText': async ({ text }) => {
      await system.clipboard.writeText(text)
      return null
    },
    'system.about': () => system.about(),
    'system.networkIsBack': () => {
      system.lookAgain()
      return null
    },
    'system.pageDrawn': () => {
      system.pageDrawn()
      return null
    },
    'system.leaveNow': () => {
      system.leaveNow()
      return null
    },
    'system.showDataFolder': async () => {
      await system.desktop.openFolder(system.dataFolder())
      return null
    },
  }
}
