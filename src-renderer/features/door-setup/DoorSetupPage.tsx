import { Button, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { devicesQuery } from '../../api/accounts.ts'
import { doorGroupsQuery } from '../../api/doors.ts'
import { sitesQuery } from '../../api/sites.ts'
import { ErrorLine, ErrorState } from '../../components/Feedback.tsx'
import { isOnlyFieldErrors, readFieldErrors, useFocusOnFaults } from '../../components/fieldErrors.ts'
import { PageHeader } from '../../components/PageHeader.tsx'
import { OpenScheduleField } from '../../components/schedule/OpenScheduleField.tsx'
import { BlockSkeleton } from '../../components/ui/Skeletons.tsx'
import { ask } from '../../lib/ipcClient.ts'
import { hrefOfSection } from '../../lib/sectionMemory.ts'
import { texts } from '../../texts/texts.ts'
import { DeviceField } from './DeviceField.tsx'
import classes from './DoorSetup.module.css'
import { GroupField } from './GroupField.tsx'
import { type DoorDraft, emptyDoorDraft, NOT_CREATED, toProvisionRequest } from './model/doorDraft.ts'
import { SiteField } from './SiteField.tsx'

const words = texts.doorSetup

export function DoorSetupPage(): ReactElement {
  const router = useRouter()
  const sites = useQuery(sitesQuery)
  const devices = useQuery(devicesQuery)
  const groups = useQuery(doorGroupsQuery)
  const back = { label: texts.doors.title, onBack: () => router.history.push(hrefOfSection('/doors')) }
  const failed = [sites, devices, groups].find((query) => query.isError)
  return (
    <div className={classes.page}>
      <PageHeader title={words.title} screen={words.screen} sub={words.lead} back={back} />
      {failed !== undefined ? (
        <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
      ) : sites.isSuccess && devices.isSuccess && groups.isSuccess ? (
        <DoorForm sites={sites.data} devices={devices.data} groups={groups.data} />
      ) : (
        <BlockSkeleton lines={8} />
      )}
    </div>
  )
}

interface DoorFormProps {
  readonly sites: Parameters<typeof SiteField>[0]['sites']
  readonly devices: Parameters<typeof DeviceField>[0]['devices']
  readonly groups: Parameters<typeof GroupField>[0]['groups']
}

function DoorForm({ sites, devices, groups }: DoorFormProps): ReactElement {
  const router = useRouter()
  const form = useForm<DoorDraft>({
    initialValues: {
      ...emptyDoorDraft,
      siteId: String(sites[0]?.id ?? NOT_CREATED),
      isTyped: devices.length === 0,
    },
  })
  const draft = form.values
  const site = sites.find((candidate) => String(candidate.id) === draft.siteId)
  const device = draft.isTyped ? undefined : devices.find(({ id }) => String(id) === draft.deviceId)
  const canStandOpen = device?.canStandOpen !== false
  const provision = useMutation({
    mutationFn: (draft: DoorDraft) =>
      ask(window.lockstep.doors.provision(toProvisionRequest(draft, canStandOpen))),
    onSuccess: (reply, draft) => {
      const id = `provisioned:${reply.doorId}`
      notifications.show({
        id,
        title: words.provisioned(draft.name.trim()),
        autoClose: 12_000,
        message: (
          <Button
            size="compact-sm"
            mt={4}
            onClick={() => {
              notifications.hide(id)
              router.history.push(`/traces/${reply.correlationId}`)
            }}
          >
            {words.showTrace}
          </Button>
        ),
      })
      router.history.push(`/doors/${reply.doorId}`)
    },
    onError: (error) => form.setErrors(readFieldErrors(error)),
  })
  const formRef = useFocusOnFaults(provision.error)

  return (
    <div className={classes.columns}>
      <form
        ref={formRef}
        className={classes.form}
        noValidate
        onSubmit={form.onSubmit((values) => provision.mutate(values))}
      >
        <TextInput
          label={words.name}
          description={words.nameHint}
          autoFocus
          autoComplete="off"
          {...form.getInputProps('name')}
        />
        <SiteField
          sites={sites}
          value={draft.siteId}
          error={form.errors.siteId}
          onChange={(siteId) => {
            form.clearFieldError('siteId')
            form.setValues({ siteId, doorGroupId: '' })
          }}
        />
        <DeviceField
          devices={devices}
          deviceId={draft.deviceId}
          lockId={draft.lockId}
          isTyped={draft.isTyped}
          errors={{ deviceId: form.errors.deviceId, lockId: form.errors.lockId }}
          onChange={(change) => {
            form.clearFieldError('deviceId')
            form.clearFieldError('lockId')
            form.setValues(change)
          }}
        />
        <Textarea
          label={words.description}
          description={words.optional}
          autosize
          minRows={2}
          maxRows={5}
          {...form.getInputProps('description')}
        />
        <TextInput
          label={words.location}
          description={`${words.optional} ${words.locationHint}`}
          {...form.getInputProps('location')}
        />
        <GroupField
          groups={groups}
          siteId={draft.siteId}
          value={draft.doorGroupId}
          error={form.errors.doorGroupId}
          onChange={(doorGroupId) => form.setFieldValue('doorGroupId', doorGroupId)}
        />
        <OpenScheduleField
          value={draft.openSchedule}
          onChange={(openSchedule) => {
            for (const path of Object.keys(form.errors)) {
              if (path.startsWith('openSchedule')) form.clearFieldError(path)
            }
            form.setValues({ openSchedule })
          }}
          disabledBecause={canStandOpen ? null : texts.openSchedule.lacks}
          mayLeaveAlone
          zone={site?.timezone ?? null}
          errors={form.errors}
        />
        {provision.isError && !isOnlyFieldErrors(provision.error) && <ErrorLine error={provision.error} />}
        <div className={classes.actions}>
          <Button type="submit" variant="filled" loading={provision.isPending}>
            {words.provision}
          </Button>
        </div>
      </form>
      <aside className={classes.aside}>
        <h2>{words.nextTitle}</h2>
        <ol className={classes.next}>
          {words.next.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ol>
        {site !== undefined && (
          <p className={classes.siteFacts}>
            {words.siteFacts(texts.words.mode[site.mode], texts.words.policy[site.policy])}{' '}
            {texts.words.modeMeaning[site.mode]}
          </p>
        )}
      </aside>
    </div>
  )
}
