import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactElement, useMemo, useState } from 'react'
import { jobsQuery } from '../../api/jobs.ts'
import { EmptyState, ErrorState } from '../../components/Feedback.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { LedgerSkeleton } from '../../components/ui/Skeletons.tsx'
import { texts } from '../../texts/texts.ts'
import { JobDrawer } from './JobDrawer.tsx'
import { JobFilters } from './JobFilters.tsx'
import { JobsTable } from './JobsTable.tsx'
import classes from './jobs.module.css'
import { Schedules } from './Schedules.tsx'
import { Standstills } from './Standstills.tsx'
import { useBulk } from './useBulk.ts'

const route = getRouteApi('/shell/jobs')
const words = texts.jobs

export function JobsPage(): ReactElement {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const [text] = useDebouncedValue(search.q ?? '', 200)
  const { type } = search
  const jobs = useInfiniteQuery(
    jobsQuery({
      statuses: search.status === undefined ? [] : [search.status],
      types: type === undefined ? [] : [type],
      text,
    }),
  )
  const rows = useMemo(() => jobs.data?.pages.flatMap((page) => page.rows) ?? [], [jobs.data])
  // Kept while the list is empty: the one job that waits runs for a moment each time it looks whether it can go on.
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const bulk = useBulk(() => setSelected(new Set()))
  const openJob = (jobId: number | undefined): void =>
    void navigate({ search: (now) => ({ ...now, job: jobId }), replace: true })
  const isFiltered = search.q !== undefined || search.status !== undefined || type !== undefined
  const isScheduled = search.status === 'scheduled'
  return (
    <>
      <PageHeader title={words.title} screen={words.title} />
      <Standstills />
      <JobFilters search={search} counts={jobs.data?.pages[0]?.counts} />
      {isScheduled && <Schedules text={text} type={type} onOpen={openJob} />}
      {!isScheduled && (
        <>
          {jobs.isPending && <LedgerSkeleton columns={6} rows={10} />}
          {jobs.isError && (
            <ErrorState error={jobs.error} what={words.failed} onRetry={() => void jobs.refetch()} />
          )}
          {rows.length > 0 && (
            <JobsTable
              rows={rows}
              selection={{ ids: selected, onChange: setSelected }}
              bulk={bulk}
              onOpen={openJob}
            />
          )}
          {jobs.isSuccess && rows.length === 0 && (
            <NoJobs isFiltered={isFiltered} onClear={() => void navigate({ search: {} })} />
          )}
          {jobs.hasNextPage && (
            <div className={classes.more}>
              <Button loading={jobs.isFetchingNextPage} onClick={() => void jobs.fetchNextPage()}>
                {texts.common.loadMore}
              </Button>
            </div>
          )}
        </>
      )}
      {search.job !== undefined && <JobDrawer jobId={search.job} onClose={() => openJob(undefined)} />}
    </>
  )
}

function NoJobs({
  isFiltered,
  onClear,
}: {
  readonly isFiltered: boolean
  readonly onClear: () => void
}): ReactElement {
  if (!isFiltered) return <EmptyState title={words.emptyTitle}>{words.emptyText}</EmptyState>
  return (
    <EmptyState title={words.nothingFound} action={<Button onClick={onClear}>{words.clearFilters}</Button>} />
  )
}
