import { Button, Select, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, type ReactNode, useState } from 'react'
import type { DoorGroupView } from '../../../src-preload/contract/views/sites.ts'
import { doorKeys } from '../../api/doors.ts'
import { ErrorLine } from '../../components/Feedback.tsx'
import { isOnlyFieldErrors, readFieldErrors } from '../../components/fieldErrors.ts'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'
import classes from './DoorSetup.module.css'
import { NOT_CREATED } from './model/doorDraft.ts'

const words = texts.doorSetup
const NO_GROUP = 'none'

interface GroupFieldProps {
  readonly groups: readonly DoorGroupView[]
  readonly siteId: string
  readonly value: string
  readonly error: ReactNode
  readonly onChange: (groupId: string) => void
}

/** The groups of the chosen site; a new one can be made in place. */
export function GroupField({ groups, siteId, value, error, onChange }: GroupFieldProps): ReactElement {
  const queryClient = useQueryClient()
  const isNew = value === NOT_CREATED
  const [name, setName] = useState('')
  const create = useMutation({
    mutationFn: () => ask(window.lockstep.doorGroups.create({ siteId: Number(siteId), name })),
    onSuccess: (group) => {
      queryClient.setQueryData<readonly DoorGroupView[]>(doorKeys.groups, (known) => [
        ...(known ?? []),
        group,
      ])
      setName('')
      onChange(String(group.id))
    },
  })
  const choices = groups.filter((group) => String(group.siteId) === siteId)
  return (
    <>
      <Select
        label={words.group}
        description={words.optional}
        value={value === '' ? NO_GROUP : value}
        error={isNew ? undefined : error}
        data={[
          { value: NO_GROUP, label: words.noGroup },
          ...choices.map((group) => ({ value: String(group.id), label: group.name })),
          ...(siteId === NOT_CREATED ? [] : [{ value: NOT_CREATED, label: words.newGroup }]),
        ]}
        onChange={(next) => onChange(next === NO_GROUP || next === null ? '' : next)}
      />
      {isNew && (
        <fieldset className={classes.inset}>
          <legend className="visually-hidden">{words.newGroup}</legend>
          <TextInput
            label={words.groupName}
            value={name}
            error={
              readFieldErrors(create.error).name ?? (error === undefined ? undefined : words.createGroupFirst)
            }
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {create.isError && !isOnlyFieldErrors(create.error) && <ErrorLine error={create.error} />}
          <div className={classes.actions}>
            <Button loading={create.isPending} disabled={name.trim() === ''} onClick={() => create.mutate()}>
              {words.createGroup}
            </Button>
            <Button variant="subtle" onClick={() => onChange('')}>
              {words.cancelNew}
            </Button>
          </div>
        </fieldset>
      )}
    </>
  )
}
