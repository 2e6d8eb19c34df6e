import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { type ReactElement, useMemo } from 'react'
import type { TraceRow } from '../../../src-preload/contract/views/traces.ts'
import { comparableQuery } from '../../api/traces.ts'
import { EmptyState, ErrorState } from '../../components/Feedback.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { LedgerSkeleton } from '../../components/ui/Skeletons.tsx'
import { formatMoment, readLocalZone } from '../../lib/time.ts'
import { texts } from '../../texts/texts.ts'
import { ComparedRuns } from './ComparedRuns.tsx'
import classes from './compare.module.css'
import { compareRuns } from './model/compare.ts'
import { useTrace } from './useTrace.ts'

const words = texts.traceCompare
const route = getRouteApi('/shell/traces/$correlationId/compare')

/** A run beside the last good one of the same door, or beside any other. */
export function ComparePage(): ReactElement {
  const { correlationId } = route.useParams()
  const search = route.useSearch()
  const router = useRouter()
  const comparable = useQuery(comparableQuery(correlationId))
  const otherId = search.with ?? comparable.data?.lastGood?.correlationId ?? null
  const back = {
    label: words.back,
    onBack: () => void router.navigate({ to: '/traces/$correlationId', params: { correlationId } }),
  }
  return (
    <>
      <PageHeader title={words.title} screen={words.title} back={back} />
      {comparable.isPending && <LedgerSkeleton columns={3} rows={8} />}
      {comparable.isError && (
        <ErrorState error={comparable.error} what={words.failed} onRetry={() => void comparable.refetch()} />
      )}
      {comparable.isSuccess && (
        <>
          <OtherRun {...comparable.data} otherId={otherId} />
          {otherId === null ? (
            <EmptyState title={words.noGoodTitle}>
              {comparable.data.others.length === 0 ? words.noOthers : words.noGoodText}
            </EmptyState>
          ) : (
            <TwoRuns key={otherId} correlationId={correlationId} otherId={otherId} />
          )}
        </>
      )}
    </>
  )
}

interface OtherRunProps {
  readonly lastGood: TraceRow | null
  readonly others: readonly TraceRow[]
  readonly otherId: string | null
}

function OtherRun({ lastGood, others, otherId }: OtherRunProps): ReactElement | null {
  const navigate = route.useNavigate()
  const choices = lastGood === null ? others : [lastGood, ...others]
  const unique = [...new Map(choices.map((trace) => [trace.correlationId, trace])).values()]
  if (unique.length === 0) return null
  const nowMs = Date.now()
  return (
    <div className={classes.choice}>
      <Select
        label={words.with}
        w={480}
        value={otherId}
        placeholder={words.choose}
        data={unique.map((trace) => ({
          value: trace.correlationId,
          label: words.run(
            formatMoment({ iso: trace.startedAt, zone: readLocalZone(), nowMs, isPrecise: true }),
            trace.outcome,
            trace.correlationId === lastGood?.correlationId,
          ),
        }))}
        onChange={(next) => void navigate({ search: { with: next ?? undefined }, replace: true })}
      />
    </div>
  )
}

interface TwoRunsProps {
  readonly correlationId: string
  readonly otherId: string
}

function TwoRuns({ correlationId, otherId }: TwoRunsProps): ReactElement {
  const here = useTrace({ kind: 'live', correlationId })
  const there = useTrace({ kind: 'live', correlationId: otherId })
  const comparison = useMemo(() => compareRuns(here.logs, there.logs), [here.logs, there.logs])
  const failed = [here.trace, there.trace].find((query) => query.isError)
  if (failed)
    return <ErrorState error={failed.error} what={words.failed} onRetry={() => void failed.refetch()} />
  if (!here.trace.data || !there.trace.data) return <LedgerSkeleton columns={3} rows={8} />
  return <ComparedRuns here={here.trace.data} there={there.trace.data} comparison={comparison} />
}
