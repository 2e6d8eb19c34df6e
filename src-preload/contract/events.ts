/** What changed in the store; the renderer answers by asking again. No event carries data of its own. */
export const CHANGE_TOPICS = [
  'session',
  'accounts',
  'devices',
  'sites',
  'doors',
  'people',
  'plans',
  'jobs',
  'traces',
  'settings',
  'debugSessions',
  'connection',
] as const
export type ChangeTopic = (typeof CHANGE_TOPICS)[number]

export interface LockstepEvents {
  readonly changed: { readonly topics: readonly ChangeTopic[] }
  /** Main asks the window to show a place, e.g. after a deep link or a notification. */
  readonly navigate: { readonly to: string }
}
