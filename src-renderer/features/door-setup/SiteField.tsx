import { Button, Select, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, type ReactNode, useState } from 'react'
import type { SiteView } from '../../../src-preload/contract/views/sites.ts'
import { siteKeys } from '../../api/sites.ts'
import { ErrorLine } from '../../components/Feedback.tsx'
import { isOnlyFieldErrors, readFieldErrors } from '../../components/fieldErrors.ts'
import { ask } from '../../lib/ipcClient.ts'
import { listZones, readLocalZone } from '../../lib/time.ts'
import { texts } from '../../texts/texts.ts'
import classes from './DoorSetup.module.css'

const words = texts.doorSetup
const NEW_SITE = 'new'

interface SiteFieldProps {
  readonly sites: readonly SiteView[]
  readonly value: string
  readonly error: ReactNode
  readonly onChange: (siteId: string) => void
}

/** Where there is no site yet, the form for the first one stands open. */
export function SiteField({ sites, value, error, onChange }: SiteFieldProps): ReactElement {
  const [isNew, setNew] = useState(sites.length === 0)
  return (
    <>
      <Select
        label={words.site}
        value={isNew ? NEW_SITE : value}
        error={isNew ? undefined : error}
        data={[
          ...sites.map((site) => ({ value: String(site.id), label: site.name })),
          { value: NEW_SITE, label: words.newSite },
        ]}
        onChange={(next) => {
          setNew(next === NEW_SITE)
          if (next !== null && next !== NEW_SITE) onChange(next)
        }}
      />
      {isNew && (
        <NewSite
          canCancel={sites.length > 0}
          onCancel={() => setNew(false)}
          onCreated={(site) => {
            setNew(false)
            onChange(String(site.id))
          }}
        />
      )}
    </>
  )
}

interface NewSiteProps {
  readonly canCancel: boolean
  readonly onCancel: () => void
  readonly onCreated: (site: SiteView) => void
}

function NewSite({ canCancel, onCancel, onCreated }: NewSiteProps): ReactElement {
  const queryClient = useQueryClient()
  const [name, setName] = useState('')
  const [zone, setZone] = useState(readLocalZone())
  const create = useMutation({
    mutationFn: () => ask(window.lockstep.sites.create({ name, timezone: zone })),
    onSuccess: (site) => {
      queryClient.setQueryData<readonly SiteView[]>(siteKeys.all, (sites) => [...(sites ?? []), site])
      onCreated(site)
    },
  })
  const errors = readFieldErrors(create.error)
  return (
    <fieldset className={classes.inset}>
      <legend className="visually-hidden">{words.newSite}</legend>
      <TextInput
        label={words.siteName}
        value={name}
        error={errors.name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Select
        label={words.timeZone}
        searchable
        value={zone}
        error={errors.timezone}
        data={[...listZones()]}
        limit={60}
        onChange={(next) => setZone(next ?? zone)}
      />
      {create.isError && !isOnlyFieldErrors(create.error) && <ErrorLine error={create.error} />}
      <div className={classes.actions}>
        <Button loading={create.isPending} disabled={name.trim() === ''} onClick={() => create.mutate()}>
          {words.createSite}
        </Button>
        {canCancel && (
          <Button variant="subtle" onClick={onCancel}>
            {words.cancelNew}
          </Button>
        )}
      </div>
    </fieldset>
  )
}
