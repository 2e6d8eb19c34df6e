import type { WindowView } from '../../src-preload/contract/views/doors.ts'
import { formatMoment } from '../lib/time.ts'
import { texts } from '../texts/texts.ts'

interface At {
  readonly zone: string
  readonly nowMs: number
}

/** `no end`, `until 26 Nov 11:00`, `24 Nov 15:00 to 26 Nov 11:00` when it has not begun. */
export function describeWindow(window: WindowView, at: At): string {
  switch (window.kind) {
    case 'permanent':
      return texts.plan.window.permanent
    case 'other':
      return texts.plan.window.other(window.codeType)
    case 'period':
      return describeLimits(window.startsAt, window.endsAt, at)
  }
}

/** A credential's limits, either of which may be missing. */
export function describeLimits(startsAt: string | null, endsAt: string | null, { zone, nowMs }: At): string {
  const isAhead = startsAt !== null && Date.parse(startsAt) > nowMs
  const start = startsAt === null ? '' : formatMoment({ iso: startsAt, zone, nowMs })
  // A provider writes "no end" as a date far away.
  const hasEnd = endsAt !== null && Date.parse(endsAt) < Date.parse('2099-12-30T00:00:00Z')
  const end = hasEnd ? formatMoment({ iso: endsAt, zone, nowMs }) : ''
  if (isAhead) return hasEnd ? `${start} to ${end}` : `from ${start}, ${texts.plan.window.permanent}`
  return hasEnd ? `until ${end}` : texts.plan.window.permanent
}

export function readPeriodLimits(window: WindowView): readonly string[] {
  return window.kind === 'period' ? [window.startsAt, window.endsAt] : []
}
