/**
 * Why a newer version could not be had: the feed does not answer, says something that is no version, or gave a file that
 * is not the one it announced.
 */
export const UPDATE_FAILURES = ['unreachable', 'unreadable', 'damaged', 'unknown'] as const
export type UpdateFailure = (typeof UPDATE_FAILURES)[number]

export type UpdateResult<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly failure: UpdateFailure }

/** Looks for newer versions of this program and brings them here. Does nothing by itself. */
export interface Updater {
  /** The newer version that is offered; null when there is none. */
  check(): Promise<UpdateResult<string | null>>
  /** Brings what `check` found and proves it. Null when it was cancelled. */
  download(onProgress: (percent: number) => void): Promise<UpdateResult<'downloaded' | 'cancelled'>>
  cancelDownload(): void
  /**
   * Puts the new version in the place of this one, starts it and ends this program: the store must be closed. False when
   * it could not; then this program is still there.
   */
  install(): boolean
}
