import { Button } from '@mantine/core'
import {
  IconAlertTriangle,
  IconBattery1,
  IconClockExclamation,
  IconDatabaseExclamation,
} from '@tabler/icons-react'
import { Link, useRouter } from '@tanstack/react-router'
import type { ReactElement, ReactNode } from 'react'
import type { AlarmView } from '../../../src-preload/contract/views/alarms.ts'
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

function keyOf(alarm: AlarmView): string {
  switch (alarm.kind) {
    case 'jobs_wait':
      return alarm.waitReason
    case 'gateway_down':
      return `${alarm.kind}:${alarm.gatewayId}`
    case 'lock_clock_off':
      return `${alarm.kind}:${alarm.doorId}`
    case 'unknown_code_opened':
    case 'valid_code_refused':
      return String(alarm.alarmId)
    default:
      return alarm.kind
  }
}

function Alarm({ alarm }: { readonly alarm: AlarmView }): ReactElement {
  switch (alarm.kind) {
    case 'unknown_code_opened':
    case 'valid_code_refused':
      return (
        <Line
          what={`${alarm.doorName}: ${texts.alarms.what(alarm)}`}
          nextStep={texts.alarms.nextStep[alarm.kind]}
          when={<DateTime iso={alarm.lastAt} zone={alarm.timezone} isAmongSites />}
          action={<OpenDoor door={alarm} />}
        />
      )
    case 'jobs_wait':
      return (
        <Line
          what={words.wait(alarm.jobs, texts.words.waitReason(alarm.waitReason))}
          doors={<Doors doors={alarm.doors} more={alarm.jobs - alarm.doors.length} />}
          nextStep={texts.standstills.nextStepOf(alarm.waitReason)}
          when={<Since iso={alarm.since} />}
          action={<GoTo place="/jobs?status=waiting_offline" name={words.showJobs} />}
        />
      )
    case 'maintenance_failed':
      return (
        <Line
          Icon={IconDatabaseExclamation}
          what={alarm.error}
          nextStep={words.maintenanceNext}
          when={<Since iso={alarm.at} />}
          action={<GoTo place="/settings/data" name={words.showData} />}
        />
      )
    case 'pc_clock_off':
      return (
        <Line
          Icon={IconClockExclamation}
          what={words.pcClock(alarm.offsetMs)}
          nextStep={texts.standstills.nextStep.clock}
          action={<GoTo place="/jobs" name={words.showJobs} />}
        />
      )
    case 'gateway_down':
      return (
        <Line
          what={words.gateway(alarm.gatewayName)}
          doors={<Doors doors={alarm.doors} more={alarm.doorCount - alarm.doors.length} />}
          nextStep={words.gatewayNext}
          when={<Since iso={alarm.since} />}
          action={<GoTo place="/settings/accounts" name={words.showAccounts} />}
        />
      )
    case 'another_installation':
      return (
        <Line
          what={words.otherInstallation}
          doors={<Doors doors={alarm.doors} more={alarm.count - alarm.doors.length} />}
          nextStep={words.otherInstallationNext}
        />
      )
    case 'lock_clock_off':
      return (
        <Line
          Icon={IconClockExclamation}
          what={`${alarm.doorName}: ${words.lockClock(alarm.offsetMs)}`}
          nextStep={words.lockClockNext}
          when={<DateTime iso={alarm.seenAt} zone={alarm.timezone} isAmongSites />}
          action={<OpenDoor door={alarm} />}
        />
      )
    case 'battery_low':
      return (
        <Line
          Icon={IconBattery1}
          what={words.battery(alarm.doorCount)}
          doors={
            <Doors
              doors={alarm.doors}
              more={alarm.doorCount - alarm.doors.length}
              factOf={(door) => `${door.percent} %`}
            />
          }
          nextStep={words.batteryNext}
          when={alarm.asOf === null ? null : <AsOf iso={alarm.asOf} />}
          action={<GoTo place="/doors" name={words.showDoors} />}
        />
      )
  }
}

function Line({
  Icon = IconAlertTriangle,
  what,
  doors,
  nextStep,
  when,
  action,
}: {
  readonly Icon?: typeof IconAlertTriangle
  readonly what: string
  readonly doors?: ReactNode
  readonly nextStep: string
  readonly when?: ReactNode
  readonly action?: ReactNode
}): ReactElement {
  return (
    <>
      <Icon size={16} stroke={1.75} aria-hidden="true" className={classes.alarmIcon} />
      <div className={action === undefined ? classes.alarmWide : undefined}>
        <p className={classes.alarmWhat}>
          {what} {doors}
        </p>
        <p className={classes.alarmNext}>{nextStep}</p>
      </div>
      {action !== undefined && (
        <>
          <span className={classes.since}>{when}</span>
          {action}
        </>
      )}
    </>
  )
}

function Since({ iso }: { readonly iso: string }): ReactElement {
  return (
    <>
      {texts.standstills.since} <DateTime iso={iso} zone={readLocalZone()} />
    </>
  )
}

function AsOf({ iso }: { readonly iso: string }): ReactElement {
  return (
    <>
      {texts.overview.asOf} <Ago iso={iso} zone={readLocalZone()} />
    </>
  )
}

function GoTo({ place, name }: { readonly place: string; readonly name: string }): ReactElement {
  const router = useRouter()
  return (
    <Button size="compact-sm" onClick={() => router.history.push(place)}>
      {name}
    </Button>
  )
}

function OpenDoor({
  door,
}: {
  readonly door: { readonly doorId: number; readonly doorName: string }
}): ReactElement {
  const router = useRouter()
  return (
    <Button
      size="compact-sm"
      aria-label={`${texts.alarms.openDoor}, ${door.doorName}`}
      onClick={() => router.history.push(`/doors/${door.doorId}`)}
    >
      {texts.alarms.openDoor}
    </Button>
  )
}

function Doors<Door extends { readonly doorId: number; readonly doorName: string }>({
  doors,
  more,
  factOf,
}: {
  readonly doors: readonly Door[]
  readonly more: number
  readonly factOf?: (door: Door) => string
}): ReactElement | null {
  if (doors.length === 0) return null
  return (
    <span className={classes.alarmDoors}>
      {doors.map((door) => (
        <span key={door.doorId}>
          <Link to="/doors/$doorId" params={{ doorId: String(door.doorId) }}>
            {door.doorName}
          </Link>
          {factOf !== undefined && <span className="numbers"> {factOf(door)}</span>}
        </span>
      ))}
      {more > 0 && <span>{words.more(more)}</span>}
    </span>
  )
}
