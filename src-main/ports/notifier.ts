export interface Notice {
  /** Never holds a PIN or another secret: it may be shown on a lock screen. */
  readonly title: string
  readonly body: string
  /** Called when the person clicks it. */
  readonly onClick: () => void
}

export interface Notifier {
  /** Does nothing where the system shows no notifications. */
  notify(notice: Notice): void
}
