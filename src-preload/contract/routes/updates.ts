import { nothing } from '../fields.ts'
import { EVERYBODY, route } from '../route.ts'

export interface UpdateView {
  readonly stage:
    | 'not_set_up'
    | 'address_refused'
    | 'not_installed'
    | 'idle'
    | 'checking'
    | 'up_to_date'
    | 'available'
    | 'downloading'
    | 'downloaded'
    | 'failed'
  /** The newer version that was found. */
  readonly version: string | null
  readonly percent: number | null
  readonly checkedAt: string | null
  readonly failure: 'unreachable' | 'unreadable' | 'damaged' | 'unknown' | null
}

const MANAGER_ASKS = { request: nothing, access: { who: ['manager'], windows: ['main'] } } as const

export const updateRoutes = {
  'updates.get': route<UpdateView>()({ request: nothing, access: { who: EVERYBODY, windows: ['main'] } }),
  'updates.check': route<UpdateView>()(MANAGER_ASKS),
  'updates.download': route<UpdateView>()(MANAGER_ASKS),
  'updates.cancelDownload': route<UpdateView>()(MANAGER_ASKS),
  /** Quits as quitting does, then starts the downloaded version. */
  'updates.restart': route<UpdateView>()(MANAGER_ASKS),
}
