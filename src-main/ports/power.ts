export interface PowerListeners {
  readonly onSuspend: () => void
  readonly onResume: () => void
}

export interface Power {
  /** Returns the unsubscribe. */
  watch(listeners: PowerListeners): () => void
  /** Keeps the computer awake (the screen may go dark) until the returned function is called. Calls nest. */
  keepAwake(): () => void
}
