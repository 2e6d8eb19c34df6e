import { type RefObject, useEffect, useRef } from 'react'
import { moveIndex } from '../../lib/keyboard.ts'
import type { KindFilter } from './model/lines.ts'

const FILTER_KEYS: Readonly<Record<string, KindFilter>> = {
  a: 'add',
  d: 'delete',
  b: 'blocked',
  i: 'invalid',
}

/**
 * The keys of the plan: arrows walk its lines, Space is the check box's own, A D B I show one kind; the same
 * key again shows all. Lines are marked with `data-plan-line`.
 */
export function usePlanKeys({
  onFilter,
}: {
  readonly onFilter: (update: (now: KindFilter) => KindFilter) => void
}): RefObject<HTMLDivElement | null> {
  const listRef = useRef<HTMLDivElement>(null)

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isElsewhere(event)) return
      const kind = FILTER_KEYS[event.key.toLowerCase()]
      if (kind !== undefined) {
        onFilter((now) => (now === kind ? 'all' : kind))
        return
      }
      const lines = [...(listRef.current?.querySelectorAll<HTMLElement>('[data-plan-line]') ?? [])]
      const focused = lines.findIndex((line) => line.contains(document.activeElement))
      if (event.key === ' ' && focused >= 0 && !(event.target instanceof HTMLInputElement)) {
        event.preventDefault()
        lines[focused]?.querySelector<HTMLInputElement>('input[type="checkbox"]')?.click()
        return
      }
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
      const next = moveIndex(event.key, focused, lines.length)
      if (next === null) return
      event.preventDefault()
      lines[next]?.focus()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [onFilter])
  return listRef
}

/** Text being typed, an open list or a dialog keep their keys. */
function isElsewhere(event: KeyboardEvent): boolean {
  const target = event.target
  if (!(target instanceof HTMLElement)) return false
  const isCheckbox = target instanceof HTMLInputElement && target.type === 'checkbox'
  return (
    (!isCheckbox && target.closest('input, textarea, [role="listbox"]') !== null) ||
    document.querySelector('[role="dialog"]') !== null
  )
}
