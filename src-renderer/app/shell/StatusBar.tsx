import { Menu, Tooltip, UnstyledButton } from '@mantine/core'
import {
  IconAlertTriangle,
  IconCloudOff,
  IconLogout,
  IconPlayerPause,
  IconPlayerRecordFilled,
  IconPlugConnected,
  IconQuestionMark,
  IconUser,
  IconWifi,
} from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type {
  QuotaView,
  SessionView,
  StandstillView,
  StatusView,
} from '../../../src-preload/contract/views/session.ts'
import { currentDebugSessionQuery } from '../../api/debugSessions.ts'
import { enterSession, statusQuery } from '../../api/session.ts'
import { ask } from '../../lib/ipcClient.ts'
import { isAlarm } from '../../lib/standstills.ts'
import { formatClock, formatDay, readLocalZone } from '../../lib/time.ts'
import { useNow } from '../../lib/useNow.ts'
import { texts } from '../../texts/texts.ts'
import classes from './shell.module.css'

const words = texts.shell
/** From this share of the month's calls on, the meter warns. */
const HIGH_SHARE = 0.8
/** The first item of the bar says so already. */
const TOLD_BY_CONNECTION: readonly StandstillView['because'][] = ['no_account', 'no_network', 'provider_down']

export function StatusBar({ session }: { readonly session: SessionView }): ReactElement {
  const status = useQuery(statusQuery)
  return (
    <footer className={classes.status}>
      {status.isError && <Unknown />}
      {status.isSuccess && (
        <>
          <Connection connection={status.data.connection} />
          <QuotaMeter quotas={status.data.quotas} />
          <JobsState status={status.data} />
        </>
      )}
      <RecordingSign />
      <span className={classes.statusSpace} />
      {session.operator !== null && <OperatorMenu operator={session.operator} />}
    </footer>
  )
}

/** What was known before may have changed since, so it is not shown. */
function Unknown(): ReactElement {
  return (
    <Tooltip label={words.statusUnknownMeaning}>
      <span className={classes.statusItem} data-warn role="status">
        <IconQuestionMark size={16} stroke={1.75} aria-hidden="true" />
        {words.statusUnknown}
      </span>
    </Tooltip>
  )
}

function Connection({ connection }: { readonly connection: StatusView['connection'] }): ReactElement {
  const Icon =
    connection === 'online' ? IconWifi : connection === 'no_account' ? IconPlugConnected : IconCloudOff
  return (
    <Tooltip label={words.connectionMeaning[connection]}>
      <span className={classes.statusItem} data-warn={connection !== 'online' || undefined} role="status">
        <Icon size={16} stroke={1.75} aria-hidden="true" />
        {words.connection[connection]}
      </span>
    </Tooltip>
  )
}

/** The application nearest to its end of its calls; where there are more, the others are told beside it. */
function QuotaMeter({ quotas }: { readonly quotas: readonly QuotaView[] }): ReactElement {
  const [quota, ...others] = quotas
  if (quota === undefined) return <span className={classes.statusItem}>{words.quotaUnknown}</span>
  const { used, limit, isUsedUp } = quota
  const forecast = isUsedUp ? null : quota.forecast
  const label = isUsedUp ? words.quotaUsedUp : words.quota(used, limit)
  const meaning = [
    words.quotaMeaning({
      ...quota,
      of: others.length > 0 ? quota.accounts.map(({ name }) => name) : [],
      renewsOn: formatDay(quota.renewsAt, readLocalZone()),
    }),
    ...others.map((other) =>
      words.quotaOther(
        other.accounts.map(({ name }) => name),
        other,
      ),
    ),
  ].join(' ')
  return (
    <Tooltip label={meaning} multiline w={340} className={classes.longNames}>
      <span
        className={classes.statusItem}
        data-warn={isUsedUp || (forecast !== null && forecast > limit) || undefined}
        role="note"
        aria-label={`${label}. ${meaning}`}
      >
        <meter
          className={classes.meter}
          aria-label={label}
          min={0}
          max={limit}
          low={limit * HIGH_SHARE}
          high={limit}
          optimum={0}
          value={isUsedUp ? limit : used}
        />
        <span className="numbers">
          {label}
          {forecast !== null && <span className={classes.forecast}>, {words.quotaForecast(forecast)}</span>}
        </span>
      </span>
    </Tooltip>
  )
}

function JobsState({ status }: { readonly status: StatusView }): ReactElement {
  const total = status.standstills.find(
    ({ because, isTotal }) => isTotal && !TOLD_BY_CONNECTION.includes(because),
  )
  if (total !== undefined) {
    const tone = isAlarm(total) ? { 'data-alarm': true } : { 'data-warn': true }
    const Icon = isAlarm(total) ? IconAlertTriangle : IconPlayerPause
    return (
      <Tooltip label={texts.standstills.nextStep[total.because]}>
        <span className={classes.statusItem} {...tone} role="status">
          <Icon size={16} stroke={1.75} aria-hidden="true" />
          {texts.standstills.title[total.because]}
        </span>
      </Tooltip>
    )
  }
  return (
    <span className={classes.statusItem}>
      {status.jobsRunning > 0 && <span className={classes.pulse} aria-hidden="true" />}
      {words.jobsRunning(status.jobsRunning)}
      {status.jobsWaiting > 0 && `, ${words.jobsWaiting(status.jobsWaiting)}`}
      {status.awaitingApproval > 0 && ` · ${words.awaiting(status.awaitingApproval)}`}
    </span>
  )
}

/** Whoever works here sees that support records, until when and why. */
function RecordingSign(): ReactElement | null {
  const session = useQuery(currentDebugSessionQuery)
  const nowMs = useNow()
  const current = session.data ?? null
  if (current === null || Date.parse(current.endsAt) <= nowMs) return null
  const { recordingUntil, recordingMeaning } = texts.debugSession
  return (
    <Tooltip label={recordingMeaning(current.code, current.note)}>
      <Link to="/traces/sessions" className={`${classes.statusItem} ${classes.recording}`}>
        <IconPlayerRecordFilled size={12} aria-hidden="true" />
        {recordingUntil(formatClock(current.endsAt, readLocalZone()).slice(0, 5))}
      </Link>
    </Tooltip>
  )
}

function OperatorMenu({
  operator,
}: {
  readonly operator: NonNullable<SessionView['operator']>
}): ReactElement {
  const queryClient = useQueryClient()
  const signOut = useMutation({
    mutationFn: () => ask(window.lockstep.session.signOut({})),
    onSuccess: (session) => enterSession(queryClient, session),
  })
  return (
    <Menu position="top-end">
      <Menu.Target>
        <UnstyledButton
          className={classes.operator}
          aria-label={words.signedInAs(operator.name, words.roles[operator.role])}
        >
          <IconUser size={16} stroke={1.75} aria-hidden="true" />
          <span className={classes.operatorName}>{operator.name}</span>
          <span className={classes.role}>{words.roles[operator.role]}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconLogout size={16} stroke={1.75} />}
          disabled={signOut.isPending}
          onClick={() => signOut.mutate()}
        >
          {words.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
