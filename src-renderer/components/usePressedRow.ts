import { type MouseEvent, useRef } from 'react'

/** A hand that presses does not lie quite still. */
const LARGEST_SLIP_PX = 4

interface PressedRow {
  readonly id: string
  readonly x: number
  readonly y: number
}

/**
 * A list that grows while a row is pressed moves the row away from under the pointer, and the browser then says only that
 * the list was clicked. This tells which row was meant; null where the pointer itself was moved off it.
 */
export function usePressedRow(): {
  readonly press: (event: MouseEvent<HTMLElement>, id: string | null) => void
  readonly meant: (event: MouseEvent<HTMLElement>) => string | null
} {
  const pressed = useRef<PressedRow | null>(null)
  return {
    press(event, id) {
      pressed.current = id === null ? null : { id, x: event.clientX, y: event.clientY }
    },
    meant(event) {
      const row = pressed.current
      if (row === null || event.target !== event.currentTarget) return null
      const slipPx = Math.hypot(event.clientX - row.x, event.clientY - row.y)
      return slipPx <= LARGEST_SLIP_PX ? row.id : null
    },
  }
}
