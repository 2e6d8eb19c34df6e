/** Tells the engine that work may be due now. Cheap; called after a commit that enqueued. */
export interface Wake {
  wake(): void
}
