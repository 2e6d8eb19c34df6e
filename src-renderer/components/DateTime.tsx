import type { ReactElement } from 'react'
import { formatAgo, formatFullMoment, formatMoment, zoneMark } from '../lib/time.ts'
import { useNow } from '../lib/useNow.ts'

interface DateTimeProps {
  readonly iso: string
  /** IANA zone of the site the time belongs to. */
  readonly zone: string
  readonly isPrecise?: boolean
  /** Where doors of several sites stand together: a clock that is not this PC's is named. */
  readonly isAmongSites?: boolean
}

/** A time in the site's zone; the full date with zone and UTC shows on hover. */
export function DateTime({
  iso,
  zone,
  isPrecise = false,
  isAmongSites = false,
}: DateTimeProps): ReactElement {
  const nowMs = useNow()
  const mark = isAmongSites ? zoneMark(iso, zone) : null
  return (
    <time dateTime={iso} title={formatFullMoment(iso, zone)} className="numbers">
      {formatMoment({ iso, zone, nowMs, isPrecise })}
      {mark !== null && <span className="muted"> {mark}</span>}
    </time>
  )
}

export function Ago({ iso, zone }: { readonly iso: string; readonly zone: string }): ReactElement {
  const nowMs = useNow()
  return (
    <time dateTime={iso} title={formatFullMoment(iso, zone)} className="numbers">
      {formatAgo(iso, nowMs)}
    </time>
  )
}
