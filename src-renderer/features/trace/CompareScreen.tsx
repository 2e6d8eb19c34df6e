import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useMemo } from 'react'
import type { ComparedRun, TraceSource } from '../../../src-preload/contract/views/traces.ts'
import { comparableQuery } from '../../api/traces.ts'
import { EmptyState, ErrorState } from '../../components/Feedback.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { LedgerSkeleton } from '../../components/ui/Skeletons.tsx'
import { formatMoment, readLocalZone } from '../../lib/time.ts'
import { texts } from '../../texts/texts.ts'
import { ComparedRuns } from './ComparedRuns.tsx'
import classes from './compare.module.css'
import { compareRuns } from './model/compare.ts'
import { nameOfSource, readSourceName } from './model/sourceName.ts'
import { useTrace } from './useTrace.ts'

const words = texts.traceCompare

interface CompareScreenProps {
  readonly source: TraceSource
  /** The other run as `nameOfSource` names it; the last good one if left out. */
  readonly other: string | undefined
  readonly onChoose: (other: string | undefined) => void
  readonly onBack: () => void
}

/** A run beside the last good one of the same door, or beside any other. */
export function CompareScreen({ source, other, onChoose, onBack }: CompareScreenProps): ReactElement {
  const comparable = useQuery(comparableQuery(source))
  const otherSource = readSourceName(other) ?? comparable.data?.lastGood?.source ?? null
  return (
    <>
      <PageHeader title={words.title} screen={words.title} back={{ label: words.back, onBack }} />
      {comparable.isPending && <LedgerSkeleton columns={3} rows={8} />}
      {comparable.isError && (
        <ErrorState error={comparable.error} what={words.failed} onRetry={() => void comparable.refetch()} />
      )}
      {comparable.isSuccess && (
        <>
          <OtherRun {...comparable.data} other={otherSource} onChoose={onChoose} />
          {otherSource === null ? (
            <EmptyState title={words.noGoodTitle}>
              {comparable.data.others.length === 0 ? words.noOthers : words.noGoodText}
            </EmptyState>
          ) : (
            <TwoRuns key={nameOfSource(otherSource)} source={source} other={otherSource} />
          )}
        </>
      )}
    </>
  )
}

interface OtherRunProps {
  readonly lastGood: ComparedRun | null
  readonly others: readonly ComparedRun[]
  readonly other: TraceSource | null
  readonly onChoose: (other: string | undefined) => void
}

function OtherRun({ lastGood, others, other, onChoose }: OtherRunProps): ReactElement | null {
  const choices = lastGood === null ? others : [lastGood, ...others]
  const unique = [...new Map(choices.map((run) => [nameOfSource(run.source), run])).entries()]
  if (unique.length === 0) return null
  const nowMs = Date.now()
  return (
    <div className={classes.choice}>
      <Select
        label={words.with}
        w={560}
        maw="100%"
        value={other === null ? null : nameOfSource(other)}
        placeholder={words.choose}
        data={unique.map(([name, run]) => ({
          value: name,
          label: words.run({
            when: formatMoment({ iso: run.startedAt, zone: readLocalZone(), nowMs, isPrecise: true }),
            outcome: run.outcome,
            isLastGood: run === lastGood,
            isFromFile: run.source.kind === 'imported',
          }),
        }))}
        onChange={(next) => onChoose(next ?? undefined)}
      />
    </div>
  )
}

interface TwoRunsProps {
  readonly source: TraceSource
  readonly other: TraceSource
}

function TwoRuns({ source, other }: TwoRunsProps): ReactElement {
  const here = useTrace(source)
  const there = useTrace(other)
  const comparison = useMemo(() => compareRuns(here.logs, there.logs), [here.logs, there.logs])
  const failed = [here.trace, there.trace].find((query) => query.isError)
  if (failed)
    return <ErrorState error={failed.error} what={words.failed} onRetry={() => void failed.refetch()} />
  if (!here.view || !there.view) return <LedgerSkeleton columns={3} rows={8} />
  return (
    <ComparedRuns
      here={{ source, trace: here.view }}
      there={{ source: other, trace: there.view }}
      comparison={comparison}
    />
  )
}
