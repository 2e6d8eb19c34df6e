import { useEffect, useEffectEvent } from 'react'
import type { KindFilter } from './model/lines.ts'

const FILTER_KEYS: Readonly<Record<string, KindFilter>> = {
  a: 'add',
  d: 'delete',
  b: 'blocked',
  i: 'invalid',
  r: 'reported',
}

interface PlanKeys {
  readonly onFilter: (update: (now: KindFilter) => KindFilter) => void
  /** Says whether the key moved. */
  readonly onMove: (key: string) => boolean
}

/**
 * The keys of the plan: arrows walk its lines, A D B I R show one kind, the same key again shows all. Space and Enter
 * belong to the line that has the focus.
 */
export function usePlanKeys({ onFilter, onMove }: PlanKeys): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || isElsewhere(event)) return
    const kind = FILTER_KEYS[event.key.toLowerCase()]
    if (kind !== undefined) onFilter((now) => (now === kind ? 'all' : kind))
    else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && onMove(event.key)) {
      event.preventDefault()
    }
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => onKeyDown(event)
    window.addEventListener('keydown', listener)
    return () => window.removeEventListener('keydown', listener)
  }, [])
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
