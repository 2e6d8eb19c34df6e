/** What the system says of its connections. */
export interface Network {
  /** False is sure: no call can leave this computer. True promises nothing. */
  isOnline(): boolean
}
