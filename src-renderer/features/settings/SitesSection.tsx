import { Button, Select, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { siteKeys, sitesQuery } from '../../api/sites.ts'
import { ErrorLine, ErrorState } from '../../components/Feedback.tsx'
import { isOnlyFieldErrors, readFieldErrors } from '../../components/fieldErrors.ts'
import { BlockSkeleton } from '../../components/ui/Skeletons.tsx'
import { ask } from '../../lib/ipcClient.ts'
import { listZones, readLocalZone } from '../../lib/time.ts'
import { texts } from '../../texts/texts.ts'
import classes from './settings.module.css'

const words = texts.settings.sites

export function SitesSection(): ReactElement {
  const sites = useQuery(sitesQuery)
  if (sites.isPending) return <BlockSkeleton lines={4} />
  if (sites.isError) {
    return (
      <ErrorState
        error={sites.error}
        what={texts.settings.enforcement.failed}
        onRetry={() => void sites.refetch()}
      />
    )
  }
  return (
    <>
      <p className={classes.lead}>{words.lead}</p>
      {sites.data.length === 0 && <p className="muted">{words.emptyTitle}</p>}
      <ul className={classes.entries}>
        {sites.data.map((site) => (
          <li key={site.id} className={classes.row}>
            <strong>{site.name}</strong>
            <span className="muted">{site.timezone.replaceAll('_', ' ')}</span>
            <span className="muted numbers">{words.doors(site.doorCount)}</span>
          </li>
        ))}
      </ul>
      <AddSite />
    </>
  )
}

function AddSite(): ReactElement {
  const queryClient = useQueryClient()
  const form = useForm({ initialValues: { name: '', timezone: readLocalZone() } })
  const add = useMutation({
    mutationFn: (values: typeof form.values) => ask(window.lockstep.sites.create(values)),
    onSuccess: (site) => {
      form.reset()
      notifications.show({ message: words.added(site.name) })
      return queryClient.invalidateQueries({ queryKey: siteKeys.all })
    },
    onError: (error) => form.setErrors(readFieldErrors(error)),
  })
  return (
    <form className={classes.inlineForm} noValidate onSubmit={form.onSubmit((values) => add.mutate(values))}>
      <TextInput label={words.name} w={240} {...form.getInputProps('name')} />
      <Select
        label={words.zone}
        w={260}
        searchable
        limit={60}
        data={[...listZones()]}
        {...form.getInputProps('timezone')}
      />
      <Button type="submit" loading={add.isPending}>
        {words.addDo}
      </Button>
      {add.isError && !isOnlyFieldErrors(add.error) && <ErrorLine error={add.error} />}
    </form>
  )
}
