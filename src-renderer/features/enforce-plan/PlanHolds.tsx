import { Button } from '@mantine/core'
import { IconEye, IconPlayerPause } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import type { PlanView } from '../../../src-preload/contract/views/plans.ts'
import { sessionQuery } from '../../api/session.ts'
import { useRunNow } from '../../api/useRunNow.ts'
import { HoldText } from '../../components/HoldText.tsx'
import { RunNowDialog } from '../../components/RunNowDialog.tsx'
import { readLocalZone } from '../../lib/time.ts'
import { texts } from '../../texts/texts.ts'
import classes from './planGate.module.css'

const words = texts.plan
const CAN_SEND: readonly PlanView['row']['status'][] = ['previewed', 'approved', 'applying']

/** What keeps doors of the plan from being sent to, why and until when. */
export function PlanHolds({
  plan,
  canRun,
}: {
  readonly plan: PlanView
  readonly canRun: boolean
}): ReactElement | null {
  const [isAsking, setAsking] = useState(false)
  const run = useRunNow(plan.heldByHours, () => setAsking(false))
  const session = useQuery(sessionQuery)
  const { doorNames: observed } = plan.observed
  const isAfterRestore = session.data?.observing != null && CAN_SEND.includes(plan.row.status)
  const isObserved = isAfterRestore || observed.length > 0
  if (plan.holds.length === 0 && !isObserved) return null
  const zoneOf = (name: string | undefined) =>
    plan.doors.find((door) => door.doorName === name)?.timezone ?? readLocalZone()
  return (
    <section className={classes.holds} aria-label={words.holds} role="status">
      <ul>
        {isObserved && (
          <li>
            <IconEye size={16} stroke={1.75} aria-hidden="true" />
            <span>{isAfterRestore ? words.heldByObserving : words.observedDoors(observed)}</span>
          </li>
        )}
        {plan.holds.map((hold) => (
          <li key={`${hold.by}${hold.until}${hold.doorNames[0]}`}>
            <IconPlayerPause size={16} stroke={1.75} aria-hidden="true" />
            <span>
              {words.heldDoors(hold.doorNames)} <HoldText hold={hold} zone={zoneOf(hold.doorNames[0])} />.
            </span>
          </li>
        ))}
      </ul>
      {plan.heldByHours.length > 0 && canRun && (
        <Button size="compact-sm" onClick={() => setAsking(true)}>
          {texts.jobs.runNow}
        </Button>
      )}
      {isAsking && <RunNowDialog run={run} onClose={() => setAsking(false)} />}
    </section>
  )
}
