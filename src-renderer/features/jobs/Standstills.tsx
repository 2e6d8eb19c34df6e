import { IconAlertTriangle, IconPlayerPause } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import type { StandstillView } from '../../../src-preload/contract/views/session.ts'
import { statusQuery } from '../../api/session.ts'
import { DateTime } from '../../components/DateTime.tsx'
import { isAlarm } from '../../lib/standstills.ts'
import { readLocalZone } from '../../lib/time.ts'
import { texts } from '../../texts/texts.ts'
import classes from './jobs.module.css'

const words = texts.standstills

/** Why nothing runs or nothing is sent, each with what to do about it. Nothing is shown while all is well. */
export function Standstills(): ReactElement | null {
  const status = useQuery(statusQuery)
  const standstills = status.data?.standstills ?? []
  if (standstills.length === 0) return null
  return (
    <ul className={classes.standstills} aria-label={words.label}>
      {standstills.map((standstill) => (
        <li key={standstill.because} data-alarm={isAlarm(standstill) || undefined}>
          <StandstillLine standstill={standstill} />
        </li>
      ))}
    </ul>
  )
}

function StandstillLine({ standstill }: { readonly standstill: StandstillView }): ReactElement {
  const { because, since, until, detail } = standstill
  const Icon = isAlarm(standstill) ? IconAlertTriangle : IconPlayerPause
  return (
    <>
      <Icon size={20} stroke={1.75} aria-hidden="true" />
      <div role="status">
        <p className={classes.standstillTitle}>
          {words.title[because]}
          {detail !== null && <span className={classes.standstillDetail}>{detail}</span>}
        </p>
        <p className={classes.standstillNext}>
          {words.nextStep[because]}
          <span className={classes.standstillFacts}>
            {countOf(standstill)}
            {since !== null && (
              <>
                {' '}
                {words.since} <DateTime iso={since} zone={readLocalZone()} />
              </>
            )}
            {until !== null && (
              <>
                {' '}
                {words.until} <DateTime iso={until} zone={readLocalZone()} />
              </>
            )}
          </span>
        </p>
      </div>
    </>
  )
}

/** What they keep still is counted in doors; the others in jobs that wait. */
const COUNTED_IN_DOORS: readonly StandstillView['because'][] = ['frozen', 'pause', 'hours', 'no_account']

function countOf({ because, count }: StandstillView): string {
  if (count === 0) return ''
  return COUNTED_IN_DOORS.includes(because) ? words.doors(count) : words.jobs(count)
}
