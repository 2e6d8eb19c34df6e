import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import type { DoorDetailView } from '../../../src-preload/contract/views/doors.ts'
import { FormDialog } from '../../components/FormDialog.tsx'
import { isOnlyFieldErrors, readFieldErrors } from '../../components/fieldErrors.ts'
import { OpenScheduleField } from '../../components/schedule/OpenScheduleField.tsx'
import { draftOf, scheduleOf, UNDECIDED } from '../../components/schedule/scheduleDraft.ts'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'

const words = texts.openSchedule

interface ScheduleDialogProps {
  readonly detail: DoorDetailView
  readonly onClose: () => void
}

/** Decides anew when a door stands open. Its lock is set as mode and policy say. */
export function ScheduleDialog({ detail, onClose }: ScheduleDialogProps): ReactElement {
  const { door, openSchedule } = detail
  const [draft, setDraft] = useState(
    openSchedule.decided
      ? draftOf(openSchedule.decided.periods)
      : { ...UNDECIDED, choice: 'weekly' as const },
  )
  const save = useMutation({
    mutationFn: () =>
      ask(window.lockstep.doors.setOpenSchedule({ doorId: door.id, openSchedule: scheduleOf(draft) ?? [] })),
    onSuccess: () => {
      notifications.show({ message: words.saved(door.name) })
      onClose()
    },
  })
  return (
    <FormDialog
      title={words.title(door.name)}
      text={words.text}
      action={words.save}
      isPending={save.isPending}
      error={isOnlyFieldErrors(save.error) ? null : save.error}
      onSubmit={() => save.mutate()}
      onClose={onClose}
    >
      <OpenScheduleField
        value={draft}
        onChange={(next) => {
          save.reset()
          setDraft(next)
        }}
        disabledBecause={null}
        mayLeaveAlone={false}
        zone={door.timezone}
        errors={readFieldErrors(save.error)}
      />
    </FormDialog>
  )
}
