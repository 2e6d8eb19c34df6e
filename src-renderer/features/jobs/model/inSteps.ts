/** A few at a time, so that a person sees it move and can stop it. */
const STEP = 10

export interface Progress {
  readonly handled: number
  readonly total: number
  /** How many of the handled ones could be done. */
  readonly done: number
}

/** Acts on many things step by step, and ends after the step at hand once `isStopped` says so. Gives how far it came. */
export async function actInSteps<Id>(
  ids: readonly Id[],
  act: (some: readonly Id[]) => Promise<number>,
  watch: { readonly onProgress: (progress: Progress) => void; readonly isStopped: () => boolean },
): Promise<Progress> {
  let progress: Progress = { handled: 0, total: ids.length, done: 0 }
  while (progress.handled < ids.length && !watch.isStopped()) {
    const some = ids.slice(progress.handled, progress.handled + STEP)
    const done = await act(some)
    progress = { ...progress, handled: progress.handled + some.length, done: progress.done + done }
    watch.onProgress(progress)
  }
  return progress
}
