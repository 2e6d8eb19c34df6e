import { Select } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { JobStatusView, JobTypeView } from '../../../src-preload/contract/views/jobs.ts'
import { SearchField } from '../../components/SearchField.tsx'
import { Toolbar } from '../../components/Toolbar.tsx'
import { FilterTabs } from '../../components/ui/FilterTabs.tsx'
import { JOB_TYPE_CHOICES, type JobsSearch } from '../../lib/searchParams.ts'
import { texts } from '../../texts/texts.ts'
import { JOB_STATUS_ORDER } from './model/jobOrder.ts'

const route = getRouteApi('/shell/jobs')
const words = texts.jobs
const ALL_TYPES = ''

interface JobFiltersProps {
  readonly search: JobsSearch
  readonly counts: Readonly<Record<JobStatusView, number>> | undefined
}

/** By words, state and kind of work; kept in the address, so that coming back finds the same list. */
export function JobFilters({ search, counts }: JobFiltersProps): ReactElement {
  const navigate = route.useNavigate()
  const change = (part: Partial<JobsSearch>): void =>
    void navigate({ search: (now) => ({ ...now, ...part }), replace: true })
  const total =
    counts === undefined
      ? undefined
      : Object.values(counts).reduce((sum, count) => sum + count, 0) - counts.scheduled
  return (
    <Toolbar>
      <SearchField
        label={words.search}
        value={search.q ?? ''}
        onChange={(q) => change({ q: q === '' ? undefined : q })}
      />
      <Select
        aria-label={words.type}
        w={190}
        allowDeselect={false}
        data={[
          { value: ALL_TYPES, label: words.allTypes },
          ...JOB_TYPE_CHOICES.map((type) => ({ value: type, label: texts.words.jobType(type) })),
        ]}
        value={search.type ?? ALL_TYPES}
        onChange={(value) => change({ type: JOB_TYPE_CHOICES.find((type: JobTypeView) => type === value) })}
      />
      <FilterTabs<JobStatusView | 'all'>
        label={words.filter}
        value={search.status ?? 'all'}
        tabs={[
          { value: 'all', label: words.all, count: total },
          ...JOB_STATUS_ORDER.filter((status) => (counts?.[status] ?? 0) > 0 || status === search.status).map(
            (status) => ({
              value: status,
              label: texts.words.jobStatus[status],
              count: counts?.[status],
            }),
          ),
        ]}
        onChange={(status) => change({ status: status === 'all' ? undefined : status })}
      />
    </Toolbar>
  )
}
