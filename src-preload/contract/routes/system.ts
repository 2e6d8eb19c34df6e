import { z } from 'zod'
import { nothing } from '../fields.ts'
import { EVERYBODY, route } from '../route.ts'

export interface PreferencesView {
  readonly colorScheme: 'light' | 'dark' | 'auto'
  readonly density: 'comfortable' | 'compact'
}

export interface AboutView {
  readonly appVersion: string
  readonly electronVersion: string
  readonly sqliteVersion: string
  readonly dataFolder: string
  readonly keyring: string
}

export const systemRoutes = {
  'system.preferences': route<PreferencesView>()({
    request: nothing,
    access: { who: 'anyone', windows: ['main', 'trace'] },
  }),
  'system.setPreferences': route<PreferencesView>()({
    request: z.strictObject({
      colorScheme: z.enum(['light', 'dark', 'auto'], 'not_in_list'),
      density: z.enum(['comfortable', 'compact'], 'not_in_list'),
    }),
    access: { who: 'anyone', windows: ['main'] },
  }),
  'system.copyText': route<null>()({
    request: z.strictObject({ text: z.string('required').max(2_000_000, 'too_long') }),
    access: { who: 'anyone', windows: ['main', 'trace'] },
  }),
  'system.about': route<AboutView>()({ request: nothing, access: { who: EVERYBODY, windows: ['main'] } }),
  /** The page heard from the system that the network is back: what waits for it is tried at once. */
  'system.networkIsBack': route<null>()({
    request: nothing,
    access: { who: 'anyone', windows: ['main'] },
  }),
  /** The page shows what the session says: what would have slowed it may begin. */
  'system.pageDrawn': route<null>()({ request: nothing, access: { who: 'anyone', windows: ['main'] } }),
  /** The program is on its way out and a person does not wait any longer. While it is not, this does nothing. */
  'system.leaveNow': route<null>()({
    request: nothing,
    access: { who: 'anyone', windows: ['main', 'trace'] },
  }),
  /** Opens the data folder in the system's file manager. */
  'system.showDataFolder': route<null>()({ request: nothing, access: { who: EVERYBODY, windows: ['main'] } }),
}
