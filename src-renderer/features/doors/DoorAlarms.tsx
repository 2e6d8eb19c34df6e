import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import type { DoorAlarmView } from '../../../src-preload/contract/views/alarms.ts'
import { sessionQuery } from '../../api/session.ts'
import { DateTime } from '../../components/DateTime.tsx'
import { ReasonDialog } from '../../components/ReasonDialog.tsx'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'
import classes from './doors.module.css'

const words = texts.alarms

/** What the lock's own log says that its lists do not, each with the next step. */
export function DoorAlarms({ alarms }: { readonly alarms: readonly DoorAlarmView[] }): ReactElement | null {
  if (alarms.length === 0) return null
  return (
    <section className={classes.section} aria-labelledby="alarms-heading">
      <div className={classes.sectionHead}>
        <h2 id="alarms-heading">{words.title}</h2>
      </div>
      {alarms.map((alarm) => (
        <DoorAlarm key={alarm.alarmId} alarm={alarm} />
      ))}
    </section>
  )
}

function DoorAlarm({ alarm }: { readonly alarm: DoorAlarmView }): ReactElement {
  const router = useRouter()
  const session = useQuery(sessionQuery)
  const [isAsking, setAsking] = useState(false)
  const dismiss = useMutation({
    mutationFn: (reason: string) =>
      ask(window.lockstep.doors.dismissAlarm({ alarmId: alarm.alarmId, reason })),
    onSuccess: () => {
      setAsking(false)
      notifications.show({ message: words.dismissed })
    },
  })
  return (
    <div className={classes.band} data-tone="warn">
      <IconAlertTriangle size={20} stroke={1.75} aria-hidden="true" className={classes.alarmIcon} />
      <div className={classes.alarmText}>
        <p>
          <strong>{words.what(alarm)}</strong> {alarm.uses === 1 ? '' : words.last}{' '}
          <DateTime iso={alarm.lastAt} zone={alarm.timezone} />
        </p>
        <p>{words.nextStep[alarm.kind]}</p>
      </div>
      <Button size="compact-sm" onClick={() => router.history.push(`/traces/${alarm.correlationId}`)}>
        {words.trace}
      </Button>
      {session.data?.operator?.role === 'manager' && (
        <Button size="compact-sm" onClick={() => setAsking(true)}>
          {words.dismiss}
        </Button>
      )}
      {isAsking && (
        <ReasonDialog
          title={words.dismissTitle}
          text={words.dismissText}
          action={words.dismiss}
          isPending={dismiss.isPending}
          error={dismiss.error}
          onSubmit={(reason) => dismiss.mutate(reason)}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  )
}
