import { Button } from '@mantine/core'
import { IconPlayerPause } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import type { DoorDetailView } from '../../../src-preload/contract/views/doors.ts'
import { sessionQuery } from '../../api/session.ts'
import { useRunNow } from '../../api/useRunNow.ts'
import { HoldText } from '../../components/HoldText.tsx'
import { RunNowDialog } from '../../components/RunNowDialog.tsx'
import { texts } from '../../texts/texts.ts'
import classes from './doors.module.css'

/** Why nothing is sent to this door's lock, and until when. */
export function DoorHold({ detail }: { readonly detail: DoorDetailView }): ReactElement | null {
  const session = useQuery(sessionQuery)
  const [isAsking, setAsking] = useState(false)
  const run = useRunNow(detail.heldByHours, () => setAsking(false))
  const { hold, timezone } = detail.door
  if (hold === null) return null
  return (
    <div className={classes.hold} role="status">
      <IconPlayerPause size={16} stroke={1.75} aria-hidden="true" />
      <span>
        {texts.doors.detail.notSent} <HoldText hold={hold} zone={timezone} />.
      </span>
      {detail.heldByHours.length > 0 && session.data?.operator?.role === 'manager' && (
        <Button size="compact-sm" onClick={() => setAsking(true)}>
          {texts.jobs.runNow}
        </Button>
      )}
      {isAsking && <RunNowDialog run={run} onClose={() => setAsking(false)} />}
    </div>
  )
}
