/** Where a key moves the active row of a list of `count`; null when the key does not move. */
export function moveIndex(key: string, current: number, count: number): number | null {
  if (count === 0) return null
  const pageRows = 10
  switch (key) {
    case 'ArrowDown':
      return Math.min(count - 1, current + 1)
    case 'ArrowUp':
      return Math.max(0, current - 1)
    case 'PageDown':
      return Math.min(count - 1, current + pageRows)
    case 'PageUp':
      return Math.max(0, current - pageRows)
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return null
  }
}

/** Escape belongs to whatever floats or is being typed in; only then does it go back a screen. */
export function isEscapeFree(event: KeyboardEvent): boolean {
  if (event.defaultPrevented) return false
  const target = event.target
  if (target instanceof HTMLElement && target.closest('input, textarea, [role="dialog"], [role="listbox"]')) {
    return false
  }
  return document.querySelector('[role="dialog"], [role="menu"], [data-floating-open]') === null
}

/** Signs belong to whatever is being typed in. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target
  return target instanceof HTMLElement && target.closest('input, textarea, [contenteditable]') !== null
}

/** `/` puts the cursor into the search of the screen, where it has one. */
export function focusScreenSearch(event: KeyboardEvent): void {
  const search = document.querySelector<HTMLInputElement>('[data-screen-search]')
  if (search === null) return
  event.preventDefault()
  search.focus()
  search.select()
}
