import { IconAlertTriangle, IconPlayerPause } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import type { StandstillView } from '../../../src-preload/contract/views/session.ts'
import { statusQuery } from '../../api/session.ts'
import { DateTime } from '../../components/DateTime.tsx'
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
        <li key={standstill.because} data-total={standstill.isTotal || undefined}>
          <StandstillLine standstill={standstill} />
        </li>
      ))}
    </ul>
  )
}

function StandstillLine({ standstill }: { readonly standstill: StandstillView }): ReactElement {
  const { because, isTotal, since, until, detail } = standstill
  const Icon = isTotal ? IconAlertTriangle : IconPlayerPause
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

function countOf({ because, count }: StandstillView): string {
  if (count === 0) return ''
  return because === 'frozen' || because === 'no_account' ? words.doors(count) : words.jobs(count)
}
