/** What forbids sending to a lock, though reading goes on. */
export interface HoldView {
  /** `freeze`, `pause` or `hours`; `clock` while this computer's clock is off. */
  readonly by: string
  /** Null where no time ends it. */
  readonly until: string | null
  /** Who froze or paused; null where nobody did. */
  readonly who: string | null
  readonly reason: string | null
}
