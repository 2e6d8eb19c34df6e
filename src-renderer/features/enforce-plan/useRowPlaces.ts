import { type RefObject, useLayoutEffect, useState } from 'react'
import type { PlanListRow } from './model/rows.ts'

export interface RowPlaces {
  /** How far below the top of the screen the list stands. */
  readonly offsetTop: number
  /** What a row has at least: only one that is taller moves those below it. */
  readonly rowPx: Readonly<Record<PlanListRow['kind'], number>>
}

const USUAL: RowPlaces = { offsetTop: 0, rowPx: { door: 60, line: 49, fold: 32, unchanged: 40 } }

/**
 * Where rows come to stand before they are drawn. The style sheet says how high they are in a window of this width and density;
 * what is above the list comes and goes. To ask for it at each render would lay the page out anew at each turn of the wheel.
 */
export function useRowPlaces(ref: RefObject<HTMLElement | null>, isShown: boolean): RowPlaces {
  const [places, setPlaces] = useState(USUAL)
  useLayoutEffect(() => {
    const element = ref.current
    if (!isShown || !element?.parentElement) return
    const measure = (): void => setPlaces((now) => readPlaces(element, now))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element.parentElement)
    return () => observer.disconnect()
  }, [ref, isShown])
  return places
}

function readPlaces(list: HTMLElement, now: RowPlaces): RowPlaces {
  const style = getComputedStyle(list)
  const pxOf = (kind: PlanListRow['kind']) => Number.parseFloat(style.getPropertyValue(`--${kind}-row`))
  const rowPx = { door: pxOf('door'), line: pxOf('line'), fold: pxOf('fold'), unchanged: pxOf('unchanged') }
  const { offsetTop } = list
  const isSame = (Object.keys(rowPx) as PlanListRow['kind'][]).every(
    (kind) => rowPx[kind] === now.rowPx[kind],
  )
  if (isSame && offsetTop === now.offsetTop) return now
  return { offsetTop, rowPx: isSame ? now.rowPx : rowPx }
}
