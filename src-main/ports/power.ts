export interface PowerListeners {
  readonly onSuspend: () => void
  readonly onResume: () => void
  /** The computer shuts down or restarts (macOS, Linux); prevented, it waits until the program has gone. Electron's types leave the event out. */
  readonly onShutdown: (event?: { preventDefault(): void }) => void
}

export interface Power {
  /** Returns the unsubscribe. */
  watch(listeners: PowerListeners): () => void
  /** Keeps the computer awake (the screen may go dark) until the returned function is called. Calls nest. */
  keepAwake(): () => void
}
