import type { ReactElement } from 'react'
import { formatAgo, formatFullMoment, formatMoment } from '../lib/time.ts'
import { useNow } from '../lib/useNow.ts'

interface DateTimeProps {
  readonly iso: string
  /** IANA zone of the site the time belongs to. */
  readonly zone: string
  readonly isPrecise?: boolean
}

/** A time in the site's zone; the full date with zone and UTC shows on hover. */
export function DateTime({ iso, zone, isPrecise = false }: DateTimeProps): ReactElement {
  const nowMs = useNow()
  return (
    <time dateTime={iso} title={formatFullMoment(iso, zone)} className="numbers">
      {formatMoment({ iso, zone, nowMs, isPrecise })}
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
