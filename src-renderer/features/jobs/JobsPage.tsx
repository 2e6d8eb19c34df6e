import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactElement, useMemo, useState } from 'react'
import type { JobRow, JobStatusView } from '../../../src-preload/contract/views/jobs.ts'
import { jobsQuery } from '../../api/jobs.ts'
import { EmptyState, ErrorState } from '../../components/Feedback.tsx'
import { Ledger } from '../../components/Ledger.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { SearchField } from '../../components/SearchField.tsx'
import { showFailure } from '../../components/showFailure.ts'
import { SelectionBar, Toolbar } from '../../components/Toolbar.tsx'
import { FilterTabs } from '../../components/ui/FilterTabs.tsx'
import { LedgerSkeleton } from '../../components/ui/Skeletons.tsx'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'
import { JobDrawer } from './JobDrawer.tsx'
import { jobColumns } from './jobColumns.tsx'
import classes from './jobs.module.css'
import { JOB_STATUS_ORDER } from './model/jobOrder.ts'
import { Standstills } from './Standstills.tsx'

const route = getRouteApi('/shell/jobs')
const words = texts.jobs

export function JobsPage(): ReactElement {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const [text] = useDebouncedValue(search.q ?? '', 200)
  const jobs = useInfiniteQuery(
    jobsQuery({ statuses: search.status === undefined ? [] : [search.status], text }),
  )
  const rows = useMemo(() => jobs.data?.pages.flatMap((page) => page.rows) ?? [], [jobs.data])
  const counts = jobs.data?.pages[0]?.counts
  const total =
    counts === undefined
      ? undefined
      : Object.values(counts).reduce((sum, count) => sum + count, 0) - counts.scheduled
  return (
    <>
      <PageHeader title={words.title} screen={words.title} />
      <Standstills />
      <Toolbar>
        <SearchField
          label={words.search}
          value={search.q ?? ''}
          onChange={(q) =>
            void navigate({ search: (now) => ({ ...now, q: q === '' ? undefined : q }), replace: true })
          }
        />
        <FilterTabs<JobStatusView | 'all'>
          label={words.filter}
          value={search.status ?? 'all'}
          tabs={[
            { value: 'all', label: words.all, count: total },
            ...JOB_STATUS_ORDER.filter(
              (status) => (counts?.[status] ?? 0) > 0 || status === search.status,
            ).map((status) => ({
              value: status,
              label: texts.words.jobStatus[status],
              count: counts?.[status],
            })),
          ]}
          onChange={(status) =>
            void navigate({
              search: (now) => ({ ...now, status: status === 'all' ? undefined : status }),
              replace: true,
            })
          }
        />
      </Toolbar>
      {jobs.isPending && <LedgerSkeleton columns={6} rows={10} />}
      {jobs.isError && (
        <ErrorState error={jobs.error} what={words.failed} onRetry={() => void jobs.refetch()} />
      )}
      {jobs.isSuccess && rows.length > 0 && <JobsTable rows={rows} />}
      {jobs.isSuccess &&
        rows.length === 0 &&
        (search.q === undefined && search.status === undefined ? (
          <EmptyState title={words.emptyTitle}>{words.emptyText}</EmptyState>
        ) : (
          <EmptyState
            title={words.nothingFound}
            action={<Button onClick={() => void navigate({ search: {} })}>{words.clearFilters}</Button>}
          />
        ))}
      {jobs.hasNextPage && (
        <div className={classes.more}>
          <Button loading={jobs.isFetchingNextPage} onClick={() => void jobs.fetchNextPage()}>
            {texts.common.loadMore}
          </Button>
        </div>
      )}
    </>
  )
}

function JobsTable({ rows }: { readonly rows: readonly JobRow[] }): ReactElement {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [openId, setOpenId] = useState<number | null>(null)
  const actions = useJobActions(() => setSelected(new Set()))
  const chosen = rows.filter((job) => selected.has(String(job.jobId)))
  const retryable = chosen.filter((job) => job.canRetry).map((job) => job.jobId)
  const cancellable = chosen.filter((job) => job.canCancel).map((job) => job.jobId)
  const open = rows.find((job) => job.jobId === openId)
  return (
    <>
      <Ledger
        label={words.tableLabel}
        rows={rows}
        columns={jobColumns}
        rowId={(job) => String(job.jobId)}
        rowName={(job) => job.title}
        onOpen={(job) => setOpenId(job.jobId)}
        selection={{ ids: selected, onChange: setSelected }}
      />
      {selected.size > 0 && (
        <SelectionBar label={words.selected(chosen.length)}>
          <Button
            disabled={retryable.length === 0}
            loading={actions.retry.isPending}
            onClick={() => actions.retry.mutate(retryable)}
          >
            {words.retrySome(retryable.length)}
          </Button>
          <Button
            disabled={cancellable.length === 0}
            loading={actions.cancel.isPending}
            onClick={() => actions.cancel.mutate(cancellable)}
          >
            {words.cancelSome(cancellable.length)}
          </Button>
          <Button variant="subtle" onClick={() => setSelected(new Set())}>
            {words.clearSelection}
          </Button>
        </SelectionBar>
      )}
      {open !== undefined && (
        <JobDrawer
          job={open}
          isBusy={actions.retry.isPending || actions.cancel.isPending}
          onRetry={() => actions.retry.mutate([open.jobId])}
          onCancel={() => actions.cancel.mutate([open.jobId])}
          onClose={() => setOpenId(null)}
        />
      )}
    </>
  )
}

function useJobActions(onDone: () => void) {
  const retry = useMutation({
    mutationFn: (jobIds: number[]) => ask(window.lockstep.jobs.retry({ jobIds })),
    onSuccess: (reply) => {
      notifications.show({ message: words.retried(reply.retried) })
      onDone()
    },
    onError: showFailure,
  })
  const cancel = useMutation({
    mutationFn: (jobIds: number[]) => ask(window.lockstep.jobs.cancel({ jobIds })),
    onSuccess: (reply) => {
      notifications.show({ title: words.cancelled(reply.cancelled), message: words.cancelledNext })
      onDone()
    },
    onError: showFailure,
  })
  return { retry, cancel }
}
