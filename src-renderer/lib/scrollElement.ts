import { createContext, type RefObject, useContext } from 'react'

/** The element that scrolls the screen: long tables measure themselves against it. */
export const ScrollElementContext = createContext<RefObject<HTMLElement | null>>({ current: null })

export function useScrollElement(): RefObject<HTMLElement | null> {
  return useContext(ScrollElementContext)
}
