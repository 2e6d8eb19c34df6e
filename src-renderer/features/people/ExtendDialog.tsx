import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import type { CredentialView } from '../../../src-preload/contract/views/people.ts'
import { DateTimeField } from '../../components/DateTimeField.tsx'
import { FormDialog } from '../../components/FormDialog.tsx'
import { isOnlyFieldErrors, readFieldErrors } from '../../components/fieldErrors.ts'
import { ask } from '../../lib/ipcClient.ts'
import { instantToWallTime, readLocalZone, wallTimeToInstant } from '../../lib/time.ts'
import { texts } from '../../texts/texts.ts'

const words = texts.people

interface ExtendDialogProps {
  readonly credential: CredentialView
  readonly onClose: () => void
}

export function ExtendDialog({ credential, onClose }: ExtendDialogProps): ReactElement {
  const zone = credential.doors[0]?.timezone ?? readLocalZone()
  const [end, setEnd] = useState(
    credential.endsAt === null ? null : instantToWallTime(credential.endsAt, zone),
  )
  const extend = useMutation({
    mutationFn: (endsAt: string) =>
      ask(window.lockstep.people.extendCode({ credentialId: credential.id, endsAt })),
    onSuccess: (reply) => {
      notifications.show({
        title: words.extended(credential.codeName),
        message: words.detail.queued(reply.jobIds.length),
      })
      onClose()
    },
  })
  const endsAt = end === null ? null : wallTimeToInstant(end, zone)
  return (
    <FormDialog
      title={words.extendTitle(credential.codeName)}
      text={`${words.extendText} ${words.give.zone(zone)}`}
      action={words.extendDo}
      isPending={extend.isPending}
      error={isOnlyFieldErrors(extend.error) ? null : extend.error}
      isReady={endsAt !== null}
      onSubmit={() => {
        if (endsAt !== null) extend.mutate(endsAt)
      }}
      onClose={onClose}
    >
      <DateTimeField
        label={words.newEnd}
        placeholder={words.newEndHint}
        value={end}
        zone={zone}
        error={readFieldErrors(extend.error).endsAt}
        hasPresets
        onChange={setEnd}
      />
    </FormDialog>
  )
}
