import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { DateTimeField } from '../../components/DateTimeField.tsx'
import { isOnlyFieldErrors, readFieldErrors } from '../../components/fieldErrors.ts'
import { ReasonDialog } from '../../components/ReasonDialog.tsx'
import { ask } from '../../lib/ipcClient.ts'
import { wallTimeInDays, wallTimeToInstant } from '../../lib/time.ts'
import { texts } from '../../texts/texts.ts'

const words = texts.codeDecision

export type SettableMark = 'never_delete' | 'confirm_delete' | 'tolerated'

interface MarkDialogProps {
  readonly mark: SettableMark
  readonly code: { readonly doorId: number; readonly vendorPinId: string; readonly name: string }
  readonly zone: string
  readonly onClose: () => void
}

/** Asks why, and for a tolerated code until when. */
export function MarkDialog({ mark, code, zone, onClose }: MarkDialogProps): ReactElement {
  const [end, setEnd] = useState<string | null>(wallTimeInDays(Date.now(), zone, { days: 7, hour: 11 }))
  const isTimed = mark === 'tolerated'
  const until = isTimed && end !== null ? wallTimeToInstant(end, zone) : null
  const save = useMutation({
    mutationFn: (reason: string) => {
      const { doorId, vendorPinId } = code
      return ask(window.lockstep.codes.mark({ doorId, vendorPinId, mark, until, reason }))
    },
    onSuccess: () => {
      notifications.show({ title: words.marked, message: words.next })
      onClose()
    },
  })
  return (
    <ReasonDialog
      title={words.titles[mark](code.name)}
      text={isTimed ? `${words.explain[mark]} ${words.zone(zone)}` : words.explain[mark]}
      action={words.save[mark]}
      field={{ label: words.reason, hint: words.reasonHint }}
      isPending={save.isPending}
      error={isOnlyFieldErrors(save.error) ? null : save.error}
      isReady={!isTimed || until !== null}
      onSubmit={(reason) => save.mutate(reason)}
      onClose={onClose}
    >
      {isTimed && (
        <DateTimeField
          label={words.until}
          placeholder={words.untilPlaceholder}
          value={end}
          zone={zone}
          error={readFieldErrors(save.error).until}
          hasPresets
          onChange={setEnd}
        />
      )}
    </ReasonDialog>
  )
}
