/** A page that has not come up by then may never do so; the work of the program does not wait for it. */
const AT_THE_LATEST_MS = 5_000

export interface WarmUp {
  /** Nothing shows a window soon, or its page is drawn: begins now. */
  begin(): void
}

/** What would slow the first window: begun once, when its page is drawn or has had its time. */
export function createWarmUp(work: () => void): WarmUp {
  let isBegun = false
  const begin = (): void => {
    if (isBegun) return
    isBegun = true
    clearTimeout(timer)
    work()
  }
  const timer = setTimeout(begin, AT_THE_LATEST_MS)
  return { begin }
}
