import { Button, Drawer, MultiSelect, Radio, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import type { NewCodeReply, PersonRow } from '../../../src-preload/contract/views/people.ts'
import { doorGroupsQuery, doorsQuery } from '../../api/doors.ts'
import { peopleKeys } from '../../api/people.ts'
import { DateTimeField } from '../../components/DateTimeField.tsx'
import { ErrorLine, ErrorState } from '../../components/Feedback.tsx'
import { isOnlyFieldErrors, readFieldErrors, useFocusOnFaults } from '../../components/fieldErrors.ts'
import { BlockSkeleton } from '../../components/ui/Skeletons.tsx'
import { ask } from '../../lib/ipcClient.ts'
import { readLocalZone } from '../../lib/time.ts'
import { texts } from '../../texts/texts.ts'
import { type CodeDraft, emptyCodeDraft, listZonesOf, toGiveCodeRequest } from './model/codeDraft.ts'
import classes from './people.module.css'

const words = texts.people.give

interface GiveCodeDrawerProps {
  readonly person: PersonRow
  readonly onClose: () => void
  readonly onGiven: (reply: NewCodeReply) => void
}

export function GiveCodeDrawer(props: GiveCodeDrawerProps): ReactElement {
  const doors = useQuery(doorsQuery)
  const groups = useQuery(doorGroupsQuery)
  const failed = [doors, groups].find((query) => query.isError)
  return (
    <Drawer opened onClose={props.onClose} title={texts.people.giveTitle(props.person.name)}>
      {failed !== undefined ? (
        <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
      ) : doors.isSuccess && groups.isSuccess ? (
        <GiveCodeForm {...props} doors={doors.data} groups={groups.data} />
      ) : (
        <BlockSkeleton lines={6} />
      )}
    </Drawer>
  )
}

interface GiveCodeFormProps extends GiveCodeDrawerProps {
  readonly doors: readonly {
    readonly id: number
    readonly name: string
    readonly siteName: string
    readonly doorGroupId: number | null
    readonly timezone: string
  }[]
  readonly groups: readonly { readonly id: number; readonly name: string; readonly doorCount: number }[]
}

function GiveCodeForm({ person, doors, groups, onClose, onGiven }: GiveCodeFormProps): ReactElement {
  const queryClient = useQueryClient()
  const form = useForm<CodeDraft>({ initialValues: { ...emptyCodeDraft } })
  const draft = form.values
  const zones = listZonesOf(draft, doors)
  const zone = zones[0] ?? doors[0]?.timezone ?? readLocalZone()
  const give = useMutation({
    mutationFn: (values: CodeDraft) =>
      ask(window.lockstep.people.giveCode(toGiveCodeRequest(values, person.id, zone))),
    // The PIN must not outlive the card that shows it.
    gcTime: 0,
    onSuccess: async (reply) => {
      await queryClient.invalidateQueries({ queryKey: peopleKeys.all })
      onGiven(reply)
    },
    onError: (error) => form.setErrors(readFieldErrors(error)),
  })
  const formRef = useFocusOnFaults(give.error)
  const bySite = new Map<string, { value: string; label: string }[]>()
  for (const door of doors) {
    const items = bySite.get(door.siteName) ?? []
    items.push({ value: String(door.id), label: door.name })
    bySite.set(door.siteName, items)
  }

  return (
    <form
      ref={formRef}
      className={classes.form}
      noValidate
      onSubmit={form.onSubmit((values) => give.mutate(values))}
    >
      <MultiSelect
        label={words.doors}
        description={words.doorsHint}
        searchable
        hidePickedOptions
        data-autofocus
        data={[...bySite].map(([group, items]) => ({ group, items }))}
        {...form.getInputProps('doorIds')}
      />
      {groups.length > 0 && (
        <MultiSelect
          label={words.groups}
          description={words.groupsHint}
          searchable
          hidePickedOptions
          data={groups.map((group) => ({ value: String(group.id), label: group.name }))}
          value={draft.groupIds}
          error={form.errors.doorGroupIds}
          onChange={(groupIds) => form.setFieldValue('groupIds', groupIds)}
        />
      )}
      <Radio.Group
        label={words.pin}
        value={draft.pinKind}
        onChange={(kind) => form.setFieldValue('pinKind', kind === 'chosen' ? 'chosen' : 'generated')}
      >
        <div className={classes.radios}>
          <Radio value="generated" label={words.generated} description={words.generatedHint} />
          <Radio value="chosen" label={words.chosen} />
        </div>
      </Radio.Group>
      {draft.pinKind === 'chosen' && (
        <TextInput
          label={words.chosenPin}
          description={words.chosenHint}
          inputMode="numeric"
          autoComplete="off"
          maxLength={9}
          {...form.getInputProps('pin')}
        />
      )}
      <div className={classes.dates}>
        <DateTimeField
          label={words.starts}
          placeholder={words.now}
          value={draft.starts}
          zone={zone}
          error={form.errors.startsAt}
          onChange={(starts) => form.setFieldValue('starts', starts)}
        />
        <DateTimeField
          label={words.ends}
          placeholder={words.noEnd}
          value={draft.ends}
          zone={zone}
          error={form.errors.endsAt}
          hasPresets
          onChange={(ends) => form.setFieldValue('ends', ends)}
        />
      </div>
      <p className={classes.hint}>{zones.length > 1 ? words.zones(zones) : words.zone(zone)}</p>
      {give.isError && !isOnlyFieldErrors(give.error) && <ErrorLine error={give.error} />}
      <div className={classes.formActions}>
        <Button type="submit" variant="filled" loading={give.isPending}>
          {words.submit}
        </Button>
        <Button variant="subtle" onClick={onClose}>
          {texts.common.cancel}
        </Button>
      </div>
    </form>
  )
}
