import { Button, CloseButton, Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconPlayerRecord } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactElement, useMemo } from 'react'
import type { TraceRow } from '../../../src-preload/contract/views/traces.ts'
import { doorsQuery } from '../../api/doors.ts'
import { tracesQuery } from '../../api/traces.ts'
import { EmptyState, ErrorState } from '../../components/Feedback.tsx'
import { Ledger } from '../../components/Ledger.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { SearchField } from '../../components/SearchField.tsx'
import { Toolbar } from '../../components/Toolbar.tsx'
import { LedgerSkeleton } from '../../components/ui/Skeletons.tsx'
import { TRACE_OUTCOMES, TRACE_RANGES, type TraceRange, type TracesSearch } from '../../lib/searchParams.ts'
import { texts } from '../../texts/texts.ts'
import { ImportTraceButton } from './ImportTraceButton.tsx'
import { MomentField } from './MomentField.tsx'
import { SavedFilters } from './SavedFilters.tsx'
import classes from './trace.module.css'
import { buildTraceColumns } from './traceColumns.tsx'

const route = getRouteApi('/shell/traces')
const words = texts.trace
const ALL_DOORS = ''
const RANGE_MS: Record<Exclude<TraceRange, 'all' | 'between'>, number> = {
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
}

export function TracesPage(): ReactElement {
  const search = route.useSearch()
  const [text] = useDebouncedValue(search.q ?? '', 200)
  const range = search.range ?? 'all'
  // Fixed when the range is chosen: a moving limit would be another question each second.
  const since = useMemo(
    () => (range === 'all' || range === 'between' ? null : isoBefore(RANGE_MS[range])),
    [range],
  )
  const traces = useInfiniteQuery(
    tracesQuery({
      text,
      doorId: search.door ?? null,
      outcome: search.outcome ?? 'all',
      debugSession: search.session ?? null,
      from: range === 'between' ? (search.from ?? null) : since,
      to: range === 'between' ? (search.to ?? null) : null,
    }),
  )
  const rows = useMemo(() => traces.data?.pages.flatMap((page) => page.rows) ?? [], [traces.data])
  const isFiltered = isNarrowed(search)
  return (
    <>
      <PageHeader title={words.title} screen={words.title} actions={<TracesActions />} />
      <TraceFilters search={search} />
      {search.session !== undefined && <SessionChip code={search.session} />}
      {traces.isPending && <LedgerSkeleton columns={5} rows={10} />}
      {traces.isError && (
        <ErrorState error={traces.error} what={words.failed} onRetry={() => void traces.refetch()} />
      )}
      {traces.isSuccess && <TraceResults rows={rows} isFiltered={isFiltered} />}
      {traces.hasNextPage && (
        <div className={classes.more}>
          <Button loading={traces.isFetchingNextPage} onClick={() => void traces.fetchNextPage()}>
            {texts.common.loadMore}
          </Button>
        </div>
      )}
    </>
  )
}

function TracesActions(): ReactElement {
  const navigate = route.useNavigate()
  return (
    <>
      <Button
        leftSection={<IconPlayerRecord size={16} stroke={1.75} />}
        onClick={() => void navigate({ to: '/traces/sessions' })}
      >
        {texts.debugSession.title}
      </Button>
      <ImportTraceButton />
    </>
  )
}

/** Says that the list is narrowed to a debug session, and lets go of it. */
function SessionChip({ code }: { readonly code: string }): ReactElement {
  const navigate = route.useNavigate()
  const { filterChip, clearFilter } = texts.debugSession
  return (
    <p className={classes.chip}>
      <span>{filterChip(code)}</span>
      <CloseButton
        size={20}
        aria-label={clearFilter}
        onClick={() => void navigate({ search: (now) => ({ ...now, session: undefined }), replace: true })}
      />
    </p>
  )
}

function isNarrowed(search: TracesSearch): boolean {
  return Object.values(search).some((value) => value !== undefined)
}

function isoBefore(lengthMs: number): string {
  return new Date(Date.now() - lengthMs).toISOString()
}

interface TraceResultsProps {
  readonly rows: readonly TraceRow[]
  readonly isFiltered: boolean
}

function TraceResults({ rows, isFiltered }: TraceResultsProps): ReactElement {
  const navigate = route.useNavigate()
  if (rows.length === 0 && isFiltered) {
    return (
      <EmptyState
        title={words.nothingFound}
        action={<Button onClick={() => void navigate({ search: {} })}>{words.clearFilters}</Button>}
      >
        {words.nothingFoundText}
      </EmptyState>
    )
  }
  if (rows.length === 0) return <EmptyState title={words.emptyTitle}>{words.emptyText}</EmptyState>
  return (
    <Ledger
      label={words.tableLabel}
      rows={rows}
      columns={columns}
      rowId={(trace) => trace.correlationId}
      rowName={(trace) => trace.title}
      onOpen={(trace) =>
        void navigate({ to: '/traces/$correlationId', params: { correlationId: trace.correlationId } })
      }
    />
  )
}

const columns = buildTraceColumns<TraceRow>({
  linkOf: ({ correlationId }) => ({ to: '/traces/$correlationId', params: { correlationId } }),
})

function TraceFilters({ search }: { readonly search: TracesSearch }): ReactElement {
  const navigate = route.useNavigate()
  const doors = useQuery(doorsQuery)
  const change = (next: Partial<TracesSearch>): void =>
    void navigate({ search: (now) => ({ ...now, ...next }), replace: true })
  return (
    <Toolbar>
      <SearchField
        label={words.search}
        placeholder={words.searchHint}
        width={340}
        value={search.q ?? ''}
        onChange={(next) => change({ q: next === '' ? undefined : next })}
      />
      <Select
        aria-label={words.door}
        w={200}
        searchable
        value={search.door === undefined ? ALL_DOORS : String(search.door)}
        data={[
          { value: ALL_DOORS, label: words.allDoors },
          ...(doors.data ?? []).map((door) => ({ value: String(door.id), label: door.name })),
          ...(doors.isError ? [{ value: 'unread', label: texts.doors.failed, disabled: true }] : []),
        ]}
        onChange={(next) => change({ door: next === null || next === ALL_DOORS ? undefined : Number(next) })}
      />
      <Select
        aria-label={words.range}
        w={150}
        value={search.range ?? 'all'}
        data={TRACE_RANGES.map((range) => ({ value: range, label: words.ranges[range] }))}
        onChange={(next) =>
          change({
            range: TRACE_RANGES.find((range) => range === next && range !== 'all'),
            from: undefined,
            to: undefined,
          })
        }
      />
      {search.range === 'between' && (
        <>
          <MomentField
            label={words.from}
            value={search.from ?? null}
            onChange={(from) => change({ from: from ?? undefined })}
          />
          <MomentField
            label={words.to}
            value={search.to ?? null}
            onChange={(to) => change({ to: to ?? undefined })}
          />
        </>
      )}
      <Select
        aria-label={words.outcome}
        w={160}
        value={search.outcome ?? 'all'}
        data={TRACE_OUTCOMES.map((outcome) => ({ value: outcome, label: words.outcomes[outcome] }))}
        onChange={(next) =>
          change({
            outcome: TRACE_OUTCOMES.filter((outcome) => outcome !== 'all').find(
              (outcome) => outcome === next,
            ),
          })
        }
      />
      <SavedFilters
        search={search}
        isFiltered={isNarrowed(search)}
        onUse={(filter) => void navigate({ search: filter })}
      />
    </Toolbar>
  )
}
