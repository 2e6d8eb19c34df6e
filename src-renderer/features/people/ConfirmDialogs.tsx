import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import type { ChangeReply, CredentialView, PersonRow } from '../../../src-preload/contract/views/people.ts'
import { FormDialog } from '../../components/FormDialog.tsx'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'

const words = texts.people

interface RevokeDialogProps {
  readonly credential: CredentialView
  readonly onClose: () => void
}

export function RevokeDialog({ credential, onClose }: RevokeDialogProps): ReactElement {
  const doors = credential.doors.filter((door) => door.standing !== 'ended').length
  return (
    <Confirm
      title={words.revokeTitle(credential.codeName)}
      text={words.revokeText(doors)}
      button={words.revokeDo(credential.codeName, doors)}
      done={words.revoked(credential.codeName)}
      act={() => ask(window.lockstep.people.revokeCode({ credentialId: credential.id }))}
      onClose={onClose}
    />
  )
}

interface CheckOutDialogProps {
  readonly person: PersonRow
  readonly codes: number
  readonly onClose: () => void
}

export function CheckOutDialog({ person, codes, onClose }: CheckOutDialogProps): ReactElement {
  return (
    <Confirm
      title={words.detail.checkOutTitle(person.name)}
      text={words.detail.checkOutText(codes)}
      button={words.detail.checkOutDo(codes)}
      done={words.detail.checkedOut(person.name)}
      act={() => ask(window.lockstep.people.checkOut({ personId: person.id }))}
      onClose={onClose}
    />
  )
}

interface ConfirmProps {
  readonly title: string
  readonly text: string
  /** Names the object and the effect. */
  readonly button: string
  readonly done: string
  readonly act: () => Promise<ChangeReply>
  readonly onClose: () => void
}

function Confirm({ title, text, button, done, act, onClose }: ConfirmProps): ReactElement {
  const change = useMutation({
    mutationFn: act,
    onSuccess: (reply) => {
      notifications.show({ title: done, message: words.detail.queued(reply.jobIds.length) })
      onClose()
    },
  })
  return (
    <FormDialog
      title={title}
      text={text}
      action={button}
      isDangerous
      isPending={change.isPending}
      error={change.error}
      onSubmit={() => change.mutate()}
      onClose={onClose}
    />
  )
}
