import type { PointerEvent, ReactElement } from 'react'
import type { WindowView } from '../../src-preload/contract/views/doors.ts'
import { formatFullMoment } from '../lib/time.ts'
import { useNow } from '../lib/useNow.ts'
import { describeWindow, readPeriodLimits } from './windowWords.ts'

interface WindowTextProps {
  readonly window: WindowView
  readonly zone: string
}

/** When a code counts, as few words as possible; both limits in full on hover, which is when they are made. */
export function WindowText({ window, zone }: WindowTextProps): ReactElement {
  const nowMs = useNow()
  const tellAll = (event: PointerEvent<HTMLElement>): void => {
    const limits = readPeriodLimits(window)
    event.currentTarget.title = limits.map((iso) => formatFullMoment(iso, zone)).join(' – ')
  }
  return (
    <span className="numbers" onPointerEnter={tellAll}>
      {describeWindow(window, { zone, nowMs })}
    </span>
  )
}
