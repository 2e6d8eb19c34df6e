import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { DoorRow } from '../../../src-preload/contract/views/doors.ts'
import { Ago } from '../../components/DateTime.tsx'
import { HoldText } from '../../components/HoldText.tsx'
import { DoorStateGlyph } from '../../components/marks.tsx'
import { showFailure } from '../../components/showFailure.ts'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'
import classes from './overview.module.css'

const words = texts.overview

/** Only what is not in step, one line each, with the next thing to do. */
export function Exceptions({
  doors,
  isAnythingElse,
}: {
  readonly doors: readonly DoorRow[]
  /** Alarms stand above: with all doors in step somebody is needed all the same. */
  readonly isAnythingElse: boolean
}): ReactElement {
  if (doors.length === 0) {
    return (
      <section className={classes.clear}>
        <h2>{isAnythingElse ? words.codesClear : words.allClear}</h2>
        <p className="muted">{words.allClearText}</p>
      </section>
    )
  }
  return (
    <section aria-labelledby="exceptions-heading">
      <h2 id="exceptions-heading" className={isAnythingElse ? classes.exceptionsHead : 'visually-hidden'}>
        {words.exceptions}
      </h2>
      <ul className={classes.exceptions}>
        {doors.map((door) => (
          <li key={door.id}>
            <DoorStateGlyph door={door} />
            <Link
              className={classes.exceptionName ?? ''}
              to="/doors/$doorId"
              params={{ doorId: String(door.id) }}
            >
              {door.name}
            </Link>
            <span className={classes.exceptionText}>
              {sentenceOf(door)}
              {door.hold !== null && (
                <span className={classes.pausedNote}>
                  {words.notSent} <HoldText hold={door.hold} zone={door.timezone} />
                </span>
              )}
            </span>
            <span className={classes.since}>
              {door.lastReadAt !== null && <Ago iso={door.lastReadAt} zone={door.timezone} />}
            </span>
            <NextAction door={door} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function NextAction({ door }: { readonly door: DoorRow }): ReactElement {
  const router = useRouter()
  const preview = useMutation({
    mutationFn: () => ask(window.lockstep.plans.preview({ scope: { kind: 'door', id: door.id } })),
    onSuccess: (reply) => router.history.push(`/plans/${reply.planId}`),
    onError: showFailure,
  })
  const check = useMutation({
    mutationFn: () => ask(window.lockstep.doors.checkNow({ doorIds: [door.id] })),
    onSuccess: () => notifications.show({ message: texts.shell.checking(1) }),
    onError: showFailure,
  })
  const { awaitingPlanId } = door
  if (awaitingPlanId !== null) {
    return (
      <Button
        size="compact-sm"
        aria-label={`${words.actions.review}, ${door.name}`}
        onClick={() => router.history.push(`/plans/${awaitingPlanId}`)}
      >
        {words.actions.review}
      </Button>
    )
  }
  if (door.state === 'out_of_step') {
    return (
      <Button
        size="compact-sm"
        aria-label={`${words.actions.preview}, ${door.name}`}
        loading={preview.isPending}
        onClick={() => preview.mutate()}
      >
        {words.actions.preview}
      </Button>
    )
  }
  if (door.state === 'unreadable' || door.state === 'unchecked') {
    return (
      <Button
        size="compact-sm"
        aria-label={`${words.actions.check}, ${door.name}`}
        loading={check.isPending}
        onClick={() => check.mutate()}
      >
        {words.actions.check}
      </Button>
    )
  }
  return (
    <Button
      size="compact-sm"
      aria-label={`${words.actions.open}, ${door.name}`}
      onClick={() => router.history.push(`/doors/${door.id}`)}
    >
      {words.actions.open}
    </Button>
  )
}

function sentenceOf(door: DoorRow): string {
  switch (door.state) {
    case 'out_of_step':
      return words.wrong(door.wrong, door.differences)
    case 'unreadable':
      return words.unreadable(door.unreadableBecause)
    case 'waiting':
      // The hold stands beside it in its own words.
      if (door.hold !== null && door.hold.by === door.waitingFor) return words.held
      return door.waitingFor === null
        ? words.waiting
        : words.waitsFor(texts.words.waitReason(door.waitingFor))
    case 'checking':
      return words.checking
    case 'unchecked':
      return words.unchecked
    case 'in_step':
      return door.batteryPercent === null ? '' : words.battery(door.batteryPercent)
  }
}
