import { Button, Modal } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import type { CredentialView } from '../../../src-preload/contract/views/people.ts'
import { DateTimeField } from '../../components/DateTimeField.tsx'
import { ErrorLine } from '../../components/Feedback.tsx'
import { isOnlyFieldErrors, readFieldErrors } from '../../components/fieldErrors.ts'
import { ask } from '../../lib/ipcClient.ts'
import { instantToWallTime, readLocalZone, wallTimeToInstant } from '../../lib/time.ts'
import { texts } from '../../texts/texts.ts'
import classes from './people.module.css'

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
    <Modal opened onClose={onClose} title={words.extendTitle(credential.codeName)}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (endsAt !== null) extend.mutate(endsAt)
        }}
      >
        <p className="muted">
          {words.extendText} {words.give.zone(zone)}
        </p>
        <DateTimeField
          label={words.newEnd}
          placeholder={words.give.noEnd}
          value={end}
          zone={zone}
          error={readFieldErrors(extend.error).endsAt}
          hasPresets
          onChange={setEnd}
        />
        {extend.isError && !isOnlyFieldErrors(extend.error) && <ErrorLine error={extend.error} />}
        <div className={classes.formActions}>
          <Button type="submit" variant="filled" loading={extend.isPending} disabled={endsAt === null}>
            {words.extendDo}
          </Button>
          <Button variant="subtle" onClick={onClose}>
            {texts.common.cancel}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
