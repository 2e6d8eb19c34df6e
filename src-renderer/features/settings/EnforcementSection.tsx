import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { sessionQuery } from '../../api/session.ts'
import { sitesQuery } from '../../api/sites.ts'
import { ErrorState } from '../../components/Feedback.tsx'
import { BlockSkeleton } from '../../components/ui/Skeletons.tsx'
import { texts } from '../../texts/texts.ts'
import { EnforcementForm } from './EnforcementForm.tsx'
import { FreezeControl } from './FreezeControl.tsx'
import classes from './settings.module.css'

const words = texts.settings.enforcement

export function EnforcementSection(): ReactElement {
  const sites = useQuery(sitesQuery)
  const session = useQuery(sessionQuery)
  const [chosenId, setChosenId] = useState<string | null>(null)
  if (sites.isPending) return <BlockSkeleton lines={6} />
  if (sites.isError) {
    return <ErrorState error={sites.error} what={words.failed} onRetry={() => void sites.refetch()} />
  }
  const site = sites.data.find((candidate) => String(candidate.id) === chosenId) ?? sites.data[0]
  if (site === undefined) return <p className={classes.lead}>{words.emptyText}</p>
  const canChange = session.data?.operator?.role === 'manager'
  return (
    <>
      <p className={classes.lead}>
        {words.lead} {!canChange && words.manager}
      </p>
      {sites.data.length > 1 && (
        <Select
          label={texts.doors.site}
          w={320}
          mb={16}
          value={String(site.id)}
          data={sites.data.map((each) => ({ value: String(each.id), label: each.name }))}
          onChange={setChosenId}
        />
      )}
      <EnforcementForm key={site.id} site={site} canChange={canChange} />
      <FreezeControl key={`freeze:${site.id}`} site={site} canChange={canChange} />
    </>
  )
}
