import type { ReactElement } from 'react'
import type { WindowView } from '../../src-preload/contract/views/doors.ts'
import { formatFullMoment } from '../lib/time.ts'
import { useNow } from '../lib/useNow.ts'
import { describeWindow, readPeriodLimits } from './windowWords.ts'

interface WindowTextProps {
  readonly window: WindowView
  readonly zone: string
}

/** When a code counts, as few words as possible; both limits in full on hover. */
export function WindowText({ window, zone }: WindowTextProps): ReactElement {
  const nowMs = useNow()
  const limits = readPeriodLimits(window)
  const title = limits.map((iso) => formatFullMoment(iso, zone)).join(' – ')
  return (
    <span className="numbers" {...(title === '' ? {} : { title })}>
      {describeWindow(window, { zone, nowMs })}
    </span>
  )
}
