import { useState } from 'react'

const stored = new Map<string, unknown>()

/** Local state that a screen finds again when a person comes back to it; lives as long as the window. */
export function useStoredState<T>(key: string, initial: T): [T, (next: T) => void] {
  // Each key is used by one component with one type.
  const [value, setValue] = useState<T>(() => (stored.has(key) ? (stored.get(key) as T) : initial))
  const store = (next: T): void => {
    stored.set(key, next)
    setValue(next)
  }
  return [value, store]
}
