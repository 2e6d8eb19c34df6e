import { Button, Modal, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import type { PersonRow } from '../../../src-preload/contract/views/people.ts'
import { ErrorLine } from '../../components/Feedback.tsx'
import { isOnlyFieldErrors, readFieldErrors } from '../../components/fieldErrors.ts'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'
import classes from './people.module.css'

const words = texts.people

interface AddPersonDialogProps {
  readonly onClose: () => void
  readonly onAdded: (person: PersonRow) => void
}

export function AddPersonDialog({ onClose, onAdded }: AddPersonDialogProps): ReactElement {
  const form = useForm({ initialValues: { name: '', note: '' } })
  const add = useMutation({
    mutationFn: ({ name, note }: typeof form.values) =>
      ask(window.lockstep.people.create({ name, note: note.trim() === '' ? null : note })),
    onSuccess: (person) => {
      notifications.show({ message: words.added(person.name) })
      onAdded(person)
    },
    onError: (error) => form.setErrors(readFieldErrors(error)),
  })
  return (
    <Modal opened onClose={onClose} title={words.addTitle}>
      <form className={classes.form} noValidate onSubmit={form.onSubmit((values) => add.mutate(values))}>
        <TextInput label={words.name} data-autofocus autoComplete="off" {...form.getInputProps('name')} />
        <TextInput
          label={words.note}
          description={words.noteHint}
          autoComplete="off"
          {...form.getInputProps('note')}
        />
        {add.isError && !isOnlyFieldErrors(add.error) && <ErrorLine error={add.error} />}
        <div className={classes.formActions}>
          <Button type="submit" variant="filled" loading={add.isPending}>
            {words.addDone}
          </Button>
          <Button variant="subtle" onClick={onClose}>
            {texts.common.cancel}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
