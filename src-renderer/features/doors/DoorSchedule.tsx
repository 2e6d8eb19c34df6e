import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import type { DoorDetailView } from '../../../src-preload/contract/views/doors.ts'
import { sessionQuery } from '../../api/session.ts'
import { DateTime } from '../../components/DateTime.tsx'
import { FactRow } from '../../components/FactList.tsx'
import { texts } from '../../texts/texts.ts'
import classes from './doors.module.css'
import { ScheduleDialog } from './ScheduleDialog.tsx'

const words = texts.openSchedule

/** When the door stands open: what was decided, beside what its lock has. */
export function DoorSchedule({ detail }: { readonly detail: DoorDetailView }): ReactElement {
  const session = useQuery(sessionQuery)
  const [isChanging, setChanging] = useState(false)
  const { decided, canStandOpen, isInStep, onLock } = detail.openSchedule
  const isManager = session.data?.operator?.role === 'manager'
  const isLacking = canStandOpen === false && decided === null
  return (
    <section className={classes.section} aria-labelledby="schedule-heading">
      <div className={classes.sectionHead}>
        <h2 id="schedule-heading">{words.label}</h2>
        {isManager && !isLacking && (
          <Button size="compact-sm" onClick={() => setChanging(true)}>
            {words.change}
          </Button>
        )}
      </div>
      {isLacking ? (
        <p className="muted">{words.lacks}</p>
      ) : (
        <FactRow
          facts={[
            { name: words.decided, value: decided?.words ?? words.nothingDecided },
            { name: words.onLock, value: decided && <OnLock detail={detail} /> },
            {
              name: words.opening,
              value: onLock && decided && decided.periods.length > 0 ? openingOf(onLock) : null,
            },
            { name: texts.doors.columns.state, value: isInStep === null ? null : stepOf(isInStep) },
          ]}
        />
      )}
      {isChanging && <ScheduleDialog detail={detail} onClose={() => setChanging(false)} />}
    </section>
  )
}

function OnLock({ detail }: { readonly detail: DoorDetailView }): ReactElement {
  const { onLock, unreadBecause } = detail.openSchedule
  if (unreadBecause !== null) return <>{words.unread(unreadBecause)}</>
  if (onLock === null) return <>{words.notRead}</>
  return (
    <>
      {onLock.words}{' '}
      <span className="muted">
        {words.asOf} <DateTime iso={onLock.readAt} zone={detail.door.timezone} />
      </span>
    </>
  )
}

function openingOf({ unlocksByItself }: { readonly unlocksByItself: boolean }): string {
  return unlocksByItself ? words.byItself : words.byFirst
}

function stepOf(isInStep: boolean): string {
  return isInStep ? words.inStep : words.differs
}
