import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { Link, useRouter } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type {
  AlarmView,
  DoorAlarmView,
  OtherInstallationView,
  WaitAlarmView,
} from '../../../src-preload/contract/views/doors.ts'
import { Ago, DateTime } from '../../components/DateTime.tsx'
import { readLocalZone } from '../../lib/time.ts'
import { texts } from '../../texts/texts.ts'
import classes from './overview.module.css'

const words = texts.overview.alarms

/** What somebody has to look into, each with the next step. Nothing is shown while there is none. */
export function Alarms({ alarms }: { readonly alarms: readonly AlarmView[] }): ReactElement | null {
  if (alarms.length === 0) return null
  return (
    <section aria-labelledby="alarms-heading">
      <h2 id="alarms-heading" className={classes.attentionHead}>
        {words.title}
      </h2>
      <ul className={classes.alarms}>
        {alarms.map((alarm) => (
          <li key={keyOf(alarm)}>
            <Alarm alarm={alarm} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function keyOf(alarm: AlarmView): string | number {
  if (alarm.kind === 'another_installation') return alarm.kind
  return alarm.kind === 'jobs_wait' ? alarm.waitReason : alarm.alarmId
}

function Alarm({ alarm }: { readonly alarm: AlarmView }): ReactElement {
  if (alarm.kind === 'another_installation') return <OtherInstallation alarm={alarm} />
  return alarm.kind === 'jobs_wait' ? <WaitAlarm alarm={alarm} /> : <DoorAlarm alarm={alarm} />
}

function OtherInstallation({ alarm }: { readonly alarm: OtherInstallationView }): ReactElement {
  return (
    <>
      <IconAlertTriangle size={16} stroke={1.75} aria-hidden="true" className={classes.alarmIcon} />
      <div className={classes.alarmWide}>
        <p className={classes.alarmWhat}>
          {words.otherInstallation} <Doors doors={alarm.doors} more={alarm.count - alarm.doors.length} />
        </p>
        <p className={classes.alarmNext}>{words.otherInstallationNext}</p>
      </div>
    </>
  )
}

function DoorAlarm({ alarm }: { readonly alarm: DoorAlarmView }): ReactElement {
  const router = useRouter()
  return (
    <>
      <IconAlertTriangle size={16} stroke={1.75} aria-hidden="true" className={classes.alarmIcon} />
      <div>
        <p className={classes.alarmWhat}>
          {alarm.doorName}: {texts.alarms.what(alarm)}
        </p>
        <p className={classes.alarmNext}>{texts.alarms.nextStep[alarm.kind]}</p>
      </div>
      <span className={classes.since}>
        <DateTime iso={alarm.lastAt} zone={alarm.timezone} />
      </span>
      <Button
        size="compact-sm"
        aria-label={`${texts.alarms.openDoor}, ${alarm.doorName}`}
        onClick={() => router.history.push(`/doors/${alarm.doorId}`)}
      >
        {texts.alarms.openDoor}
      </Button>
    </>
  )
}

function WaitAlarm({ alarm }: { readonly alarm: WaitAlarmView }): ReactElement {
  const router = useRouter()
  return (
    <>
      <IconAlertTriangle size={16} stroke={1.75} aria-hidden="true" className={classes.alarmIcon} />
      <div>
        <p className={classes.alarmWhat}>
          {words.wait(alarm.jobs, texts.words.waitReason(alarm.waitReason))}{' '}
          <Doors doors={alarm.doors} more={alarm.jobs - alarm.doors.length} />
        </p>
        <p className={classes.alarmNext}>{texts.standstills.nextStepOf(alarm.waitReason)}</p>
      </div>
      <span className={classes.since}>
        {texts.standstills.since} <Ago iso={alarm.since} zone={readLocalZone()} />
      </span>
      <Button size="compact-sm" onClick={() => router.history.push('/jobs?status=waiting_offline')}>
        {words.showJobs}
      </Button>
    </>
  )
}

interface DoorsProps {
  readonly doors: WaitAlarmView['doors']
  readonly more: number
}

function Doors({ doors, more }: DoorsProps): ReactElement | null {
  if (doors.length === 0) return null
  return (
    <span className={classes.alarmDoors}>
      {doors.map((door) => (
        <Link key={door.doorId} to="/doors/$doorId" params={{ doorId: String(door.doorId) }}>
          {door.doorName}
        </Link>
      ))}
      {more > 0 && <span>{words.more(more)}</span>}
    </span>
  )
}
