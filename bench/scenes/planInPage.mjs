/** These functions are sent to the page as text: nothing from outside of them exists there. */

/**
 * Opens the plan of this title from the list of plans and resolves, in milliseconds, when its first lines with their
 * whys were painted.
 * @param {string} title
 */
export async function openPlan(title) {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  const row = [...document.querySelectorAll('main table tbody tr')].find((each) =>
    each.textContent?.includes(title),
  )
  if (!(row instanceof HTMLElement)) throw new Error('the plan is not listed')
  const from = performance.now()
  row.click()
  const isShown = () =>
    [...document.querySelectorAll('[data-row-key]')].filter((line) => line.textContent?.includes('.'))
      .length >= 5
  while (!isShown()) await frame()
  await frame()
  await frame()
  return performance.now() - from
}

/**
 * Puts the plan at its beginning, or a bare element of the same height over it; where the wheel is to be turned.
 * @param {'plan' | 'bare'} through
 */
export async function prepareScroll(through) {
  const list = document.querySelector('[data-row-key]')?.closest('ul')
  /** @type {Element | null | undefined} */
  let scroller = list?.parentElement
  while (scroller && getComputedStyle(scroller).overflowY !== 'auto') scroller = scroller.parentElement
  if (!list || !scroller) throw new Error('no plan is shown')
  if (through === 'bare') {
    const bare = document.createElement('div')
    bare.style.cssText = 'position:fixed;inset:0;overflow:auto;z-index:9999;background:#fff'
    const tall = document.createElement('div')
    tall.style.cssText = `height:${list.scrollHeight}px;background:repeating-linear-gradient(#fff,#eee 48px)`
    bare.append(tall)
    document.body.append(bare)
    scroller = bare
  }
  scroller.scrollTop = 0
  Object.assign(window, { benchScroller: scroller, benchBare: through === 'bare' ? scroller : null })
  await new Promise((resolve) => setTimeout(resolve, 500))
  return { x: window.innerWidth / 2, y: window.innerHeight / 2 }
}

/** From now on each frame is measured. */
export function beginFrames() {
  /** @type {number[]} */
  const frames = []
  const state = { frames, isOver: false }
  Object.assign(window, { benchFrames: state })
  let last = performance.now()
  const next = () => {
    const now = performance.now()
    state.frames.push(now - last)
    last = now
    if (!state.isOver) requestAnimationFrame(next)
  }
  requestAnimationFrame(next)
}

/** The frames since, and how far was scrolled. */
export function endFrames() {
  const { benchFrames, benchScroller, benchBare } =
    /** @type {{ benchFrames: { frames: number[], isOver: boolean }, benchScroller: Element, benchBare: Element | null }} */ (
      /** @type {unknown} */ (window)
    )
  benchFrames.isOver = true
  const scrolledPx = benchScroller.scrollTop
  benchBare?.remove()
  return { frames: benchFrames.frames, scrolledPx }
}

export function countRows() {
  return document.querySelectorAll('[data-row-key]').length
}

/** Unfolds the unchanged codes of all doors in sight. */
export function unfold() {
  for (const fold of document.querySelectorAll('[aria-expanded=false][aria-label^="Show"]')) {
    if (fold instanceof HTMLElement) fold.click()
  }
}
