/** What changed in the store, in the words of the screens. The contract's list of topics is the same. */
export type ChangedTopic =
  | 'session'
  | 'accounts'
  | 'devices'
  | 'sites'
  | 'doors'
  | 'people'
  | 'plans'
  | 'jobs'
  | 'traces'
  | 'settings'
  | 'debugSessions'
  | 'connection'

/** Tells the windows to ask again. Called after a commit, never inside a transaction. */
export interface Publisher {
  changed(...topics: readonly ChangedTopic[]): void
}
