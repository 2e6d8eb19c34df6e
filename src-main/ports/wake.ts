/** Tells the engine that work may be due now. Cheap; called after a commit that enqueued. */
export interface Wake {
  wake(): void
  /** After a commit that changed the calls a month of an application: what waits for them or keeps to them follows. */
  callsChanged(): void
}
