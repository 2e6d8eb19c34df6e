import { Button, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useMemo, useState } from 'react'
import type { ComparedRun, TraceSource } from '../../../src-preload/contract/views/traces.ts'
import { comparableQuery, traceQuery } from '../../api/traces.ts'
import { EmptyState } from '../../components/Feedback.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { LedgerSkeleton } from '../../components/ui/Skeletons.tsx'
import { formatMoment, readLocalZone } from '../../lib/time.ts'
import { texts } from '../../texts/texts.ts'
import { ChooseRunDialog } from './ChooseRunDialog.tsx'
import { ComparedRuns } from './ComparedRuns.tsx'
import classes from './compare.module.css'
import { compareRuns } from './model/compare.ts'
import { nameOfSource, readSourceName } from './model/sourceName.ts'
import { TraceUnread } from './TraceUnread.tsx'
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
        <TraceUnread error={comparable.error} what={words.failed} onRetry={() => void comparable.refetch()} />
      )}
      {comparable.isSuccess && (
        <>
          <OtherRun source={source} {...comparable.data} other={otherSource} onChoose={onChoose} />
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
  readonly source: TraceSource
  readonly lastGood: ComparedRun | null
  readonly others: readonly ComparedRun[]
  readonly other: TraceSource | null
  readonly onChoose: (other: string | undefined) => void
}

/** The newest runs of the door at hand, and any other by a search. */
function OtherRun({ source, lastGood, others, other, onChoose }: OtherRunProps): ReactElement {
  const [isSearching, setSearching] = useState(false)
  const choices = lastGood === null ? others : [lastGood, ...others]
  const runs = new Map(choices.map((run) => [nameOfSource(run.source), run]))
  const nowMs = Date.now()
  const data = [...runs].map(([name, run]) => ({
    value: name,
    label: words.run({
      when: formatMoment({ iso: run.startedAt, zone: readLocalZone(), nowMs, isPrecise: true }),
      outcome: run.outcome,
      isLastGood: run === lastGood,
      isFromFile: run.source.kind === 'imported',
    }),
  }))
  const value = other === null ? null : nameOfSource(other)
  const found = useQuery({
    ...traceQuery(other ?? source),
    enabled: value !== null && !runs.has(value),
  })
  const listed =
    value === null || runs.has(value)
      ? data
      : [{ value, label: words.chosen(found.data?.outcome ?? '…') }, ...data]
  return (
    <div className={classes.choice}>
      {listed.length > 0 && (
        <Select
          label={words.with}
          w={560}
          maw="100%"
          value={value}
          placeholder={words.choose}
          data={listed}
          onChange={(next) => onChoose(next ?? undefined)}
        />
      )}
      <Button onClick={() => setSearching(true)}>{words.another}</Button>
      {isSearching && (
        <ChooseRunDialog
          source={source}
          onClose={() => setSearching(false)}
          onChoose={(chosen) => {
            setSearching(false)
            onChoose(chosen)
          }}
        />
      )}
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
    return <TraceUnread error={failed.error} what={words.failed} onRetry={() => void failed.refetch()} />
  const cut = [here.rest, there.rest].find((rest) => rest.error !== null)
  if (cut) return <TraceUnread error={cut.error} what={words.failed} onRetry={cut.readAgain} />
  // The first difference of two halves would be none of the runs.
  if (!here.view || !there.view || !here.hasAllLogs || !there.hasAllLogs)
    return <LedgerSkeleton columns={3} rows={8} />
  return (
    <ComparedRuns
      here={{ source, trace: here.view }}
      there={{ source: other, trace: there.view }}
      comparison={comparison}
    />
  )
}
