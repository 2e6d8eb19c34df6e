import { Button, Select, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, type ReactNode, useRef, useState } from 'react'
import type { SiteView } from '../../../src-preload/contract/views/sites.ts'
import { siteKeys } from '../../api/sites.ts'
import { ErrorLine } from '../../components/Feedback.tsx'
import { isOnlyFieldErrors, readFieldErrors } from '../../components/fieldErrors.ts'
import { ask } from '../../lib/ipcClient.ts'
import { listZones, readLocalZone } from '../../lib/time.ts'
import { texts } from '../../texts/texts.ts'
import classes from './DoorSetup.module.css'
import { NOT_CREATED } from './model/doorDraft.ts'

const words = texts.doorSetup

interface SiteFieldProps {
  readonly sites: readonly SiteView[]
  readonly value: string
  readonly error: ReactNode
  readonly onChange: (siteId: string) => void
}

/** Where there is no site yet, the form for the first one stands open. */
export function SiteField({ sites, value, error, onChange }: SiteFieldProps): ReactElement {
  const chosenBefore = useRef(value)
  const isNew = value === NOT_CREATED
  return (
    <>
      <Select
        label={words.site}
        value={value}
        error={isNew ? undefined : error}
        data={[
          ...sites.map((site) => ({ value: String(site.id), label: site.name })),
          { value: NOT_CREATED, label: words.newSite },
        ]}
        onChange={(next) => {
          if (next === null) return
          if (!isNew) chosenBefore.current = value
          onChange(next)
        }}
      />
      {isNew && (
        <NewSite
          notCreated={error === undefined ? undefined : words.createSiteFirst}
          onCancel={sites.length > 0 ? () => onChange(chosenBefore.current) : null}
          onCreated={(site) => onChange(String(site.id))}
        />
      )}
    </>
  )
}

interface NewSiteProps {
  /** Said at the name when the door was sent before the site was made. */
  readonly notCreated: string | undefined
  /** Null where there is no site to go back to. */
  readonly onCancel: (() => void) | null
  readonly onCreated: (site: SiteView) => void
}

function NewSite({ notCreated, onCancel, onCreated }: NewSiteProps): ReactElement {
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
        error={errors.name ?? notCreated}
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
        {onCancel !== null && (
          <Button variant="subtle" onClick={onCancel}>
            {words.cancelNew}
          </Button>
        )}
      </div>
    </fieldset>
  )
}
