import { ActionIcon, Button, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconDots, IconLock } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import type { DoorCodeRow } from '../../../src-preload/contract/views/doors.ts'
import { sessionQuery } from '../../api/session.ts'
import { DateTime } from '../../components/DateTime.tsx'
import { showFailure } from '../../components/showFailure.ts'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'
import classes from './codeDecision.module.css'
import { MarkDialog, type SettableMark } from './MarkDialog.tsx'

const words = texts.codeDecision
const SETTABLE_MARKS: readonly SettableMark[] = ['never_delete', 'confirm_delete', 'tolerated']

interface CodeDecisionProps {
  readonly code: DoorCodeRow
  readonly doorId: number
  readonly zone: string
}

/** What somebody decided about a code, under its reason. */
export function DecidedNote({ code, zone }: Omit<CodeDecisionProps, 'doorId'>): ReactElement | null {
  const { mark, paused } = code
  if (paused !== null) {
    return (
      <p className={classes.note} data-undecided>
        {code.actualWindow === null ? words.pausedMissing : words.pausedListed}{' '}
        <DateTime iso={paused.since} zone={zone} />
      </p>
    )
  }
  if (mark === null) return null
  // What keeps a line from being sent stands in its reason already, with who and why.
  const isSaidAbove = code.verdict === 'reported'
  return (
    <p className={classes.note} data-undecided={mark.undoPlanId !== null || undefined}>
      {mark.kind === 'never_delete' && <IconLock size={16} stroke={1.75} aria-hidden="true" />}
      {mark.undoPlanId !== null && <span>{words.byUndo}</span>}
      <span>
        {words.marks[mark.kind]} {mark.until !== null && <DateTime iso={mark.until} zone={zone} />}
      </span>
      {!isSaidAbove && (
        <>
          <span className={classes.reason}>“{mark.reason}”</span>
          <span>{words.by(mark.setBy)}</span>
        </>
      )}
    </p>
  )
}

/** The menu with which a manager decides about one code. */
export function CodeDecisionMenu({ code, doorId, zone }: CodeDecisionProps): ReactElement | null {
  const session = useQuery(sessionQuery)
  const [dialog, setDialog] = useState<SettableMark | null>(null)
  const { vendorPinId, credentialId, mark, paused } = code
  const unmark = useDecision(words.unmarked, () =>
    ask(window.lockstep.codes.unmark({ doorId, vendorPinId: vendorPinId ?? '' })),
  )
  const resume = useDecision(words.resumed, () =>
    ask(window.lockstep.codes.resume({ doorId, credentialId: credentialId ?? 0 })),
  )
  const isManager = session.data?.operator?.role === 'manager'
  if (!isManager || (vendorPinId === null && paused === null)) return null
  const name = nameOf(code)
  const isUndecided = paused !== null || (mark !== null && mark.undoPlanId !== null)
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          {isUndecided ? (
            <Button size="compact-sm" aria-label={words.decideOn(name)}>
              {words.decide}
            </Button>
          ) : (
            <ActionIcon aria-label={words.decideOn(name)} size={28}>
              <IconDots size={16} stroke={1.75} />
            </ActionIcon>
          )}
        </Menu.Target>
        <Menu.Dropdown>
          {paused !== null && (
            <Menu.Item onClick={() => resume.mutate()}>
              {code.actualWindow === null ? words.menu.resumeMissing : words.menu.resumeListed}
            </Menu.Item>
          )}
          {vendorPinId !== null &&
            SETTABLE_MARKS.map((kind) => (
              <Menu.Item key={kind} onClick={() => setDialog(kind)}>
                {words.menu[kind]}
              </Menu.Item>
            ))}
          {mark !== null && <Menu.Item onClick={() => unmark.mutate()}>{words.menu.unmark}</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      {dialog !== null && vendorPinId !== null && (
        <MarkDialog
          mark={dialog}
          code={{ doorId, vendorPinId, name }}
          zone={zone}
          onClose={() => setDialog(null)}
        />
      )}
    </>
  )
}

function useDecision(said: string, act: () => Promise<unknown>) {
  return useMutation({
    mutationFn: act,
    onSuccess: () => notifications.show({ title: said, message: words.next }),
    onError: showFailure,
  })
}

function nameOf({ personName, codeName, vendorPinId }: DoorCodeRow): string {
  return personName ?? codeName ?? vendorPinId ?? words.unnamed
}
