import { ActionIcon, Splitter, Tooltip } from '@mantine/core'
import { IconCopy } from '@tabler/icons-react'
import { type ReactElement, useMemo, useRef, useState } from 'react'
import type { ListedLog, TraceSource, TraceView } from '../../../src-preload/contract/views/traces.ts'
import { copyText } from '../../components/copyText.ts'
import { DateTime } from '../../components/DateTime.tsx'
import { OutcomeMark } from '../../components/marks.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { BlockSkeleton, LedgerSkeleton } from '../../components/ui/Skeletons.tsx'
import { formatDuration } from '../../lib/time.ts'
import { texts } from '../../texts/texts.ts'
import { ImportedBanner } from './ImportedBanner.tsx'
import { buildScale } from './model/geometry.ts'
import { normaliseRecords } from './model/normalise.ts'
import { findSelected, type Selection, selectFirstFailure } from './model/selection.ts'
import { RecordDetail } from './RecordDetail.tsx'
import { ChangedSection } from './sections/ChangedSection.tsx'
import { DecidedSection } from './sections/DecidedSection.tsx'
import { SentSection } from './sections/SentSection.tsx'
import { TimelineSection } from './sections/TimelineSection.tsx'
import { TraceActions } from './TraceActions.tsx'
import { TraceUnread } from './TraceUnread.tsx'
import classes from './trace.module.css'
import { type RestOfTrace, useTrace } from './useTrace.ts'

const words = texts.trace.detail

interface TraceScreenProps {
  readonly source: TraceSource
  readonly back?: { readonly label: string; readonly onBack: () => void }
}

export function TraceScreen({ source, back }: TraceScreenProps): ReactElement {
  const { trace, view, logs, rest } = useTrace(source)
  const screen = source.kind === 'live' ? words.screen : texts.traceActions.importedScreen
  const sub = source.kind === 'live' ? { sub: <span className="mono">{source.correlationId}</span> } : {}
  const header = { title: words.heading, screen, ...(back === undefined ? {} : { back }) }
  if (trace.isError) {
    return (
      <>
        <PageHeader {...header} {...sub} />
        <TraceUnread
          error={trace.error}
          what={source.kind === 'live' ? words.failed : texts.traceActions.importedGone}
          onRetry={() => void trace.refetch()}
        />
      </>
    )
  }
  if (view === undefined) {
    return (
      <>
        <PageHeader {...header} {...sub} />
        <BlockSkeleton lines={2} />
        <LedgerSkeleton rows={8} columns={3} />
      </>
    )
  }
  return <TraceDetail header={header} source={source} trace={view} logs={logs} rest={rest} />
}

interface TraceDetailProps {
  readonly header: { readonly title: string; readonly screen: string }
  readonly source: TraceSource
  readonly trace: TraceView
  readonly logs: readonly ListedLog[]
  readonly rest: RestOfTrace
}

const SECTIONS = ['changed', 'decided', 'sent', 'timeline'] as const

function TraceDetail({ header, source, trace, logs, rest }: TraceDetailProps): ReactElement {
  const [selection, setSelection] = useState<Selection | null>(null)
  const scrollRef = useRef<HTMLDivElement>(null)
  const records = useMemo(() => normaliseRecords(trace.app_audit, logs), [trace.app_audit, logs])
  const scale = useMemo(() => buildScale(records), [records])
  // The first thing that went wrong stands open until a person chooses another record.
  const shownSelection = selection ?? selectFirstFailure(logs)
  const selected = findSelected(shownSelection, { trace, logs })

  return (
    <div className={classes.screen} data-fill>
      <PageHeader
        {...header}
        mark={<OutcomeMark state={trace.outcomeState} />}
        actions={<TraceActions source={source} />}
        sub={<TraceIdentity trace={trace} startMs={scale.startMs} endMs={scale.endMs} />}
      />
      {trace.imported !== null && <ImportedBanner from={trace.imported} />}
      <OutcomeLine sentence={trace.outcome} />
      {rest.error !== null && (
        <div className={classes.rest}>
          <TraceUnread error={rest.error} what={words.restFailed} onRetry={rest.readAgain} />
        </div>
      )}
      <Splitter
        className={classes.split ?? ''}
        lineSize={1}
        withHandle={false}
        handleColor="var(--rule)"
        aria-label={words.resize}
      >
        <Splitter.Pane defaultSize={64} min={40}>
          <div className={classes.left} ref={scrollRef}>
            <nav className={classes.index} aria-label={words.index}>
              {SECTIONS.map((section) => (
                <button
                  key={section}
                  type="button"
                  onClick={() => document.getElementById(`trace-${section}`)?.scrollIntoView()}
                >
                  {words.sections[section]}
                </button>
              ))}
            </nav>
            <ChangedSection
              source={source}
              trace={trace}
              selection={shownSelection}
              onSelect={setSelection}
            />
            <DecidedSection
              source={source}
              trace={trace}
              logs={logs}
              selection={shownSelection}
              onSelect={setSelection}
            />
            <SentSection trace={trace} logs={logs} selection={shownSelection} onSelect={setSelection} />
            <TimelineSection
              source={source}
              trace={trace}
              records={records}
              scale={scale}
              loaded={logs.length}
              scrollRef={scrollRef}
              selection={shownSelection}
              onSelect={setSelection}
            />
          </div>
        </Splitter.Pane>
        <Splitter.Pane defaultSize={36} min={24}>
          <RecordDetail source={source} listed={selected} zone={trace.timezone} onSelect={setSelection} />
        </Splitter.Pane>
      </Splitter>
    </div>
  )
}

/** The sentence a customer is told; it can be copied as it stands. */
function OutcomeLine({ sentence }: { readonly sentence: string }): ReactElement {
  const { copySentence, sentenceName } = texts.traceActions
  return (
    <p className={classes.outcome}>
      {sentence}{' '}
      <Tooltip label={copySentence}>
        <ActionIcon size={24} aria-label={copySentence} onClick={() => void copyText(sentence, sentenceName)}>
          <IconCopy size={16} stroke={1.75} />
        </ActionIcon>
      </Tooltip>
    </p>
  )
}

interface TraceIdentityProps {
  readonly trace: TraceView
  readonly startMs: number
  readonly endMs: number
}

function TraceIdentity({ trace, startMs, endMs }: TraceIdentityProps): ReactElement {
  return (
    <span className={classes.identity}>
      <span className="mono">{trace.correlation_id}</span>
      <Tooltip label={words.copyId}>
        <ActionIcon
          size={24}
          aria-label={words.copyId}
          onClick={() => void copyText(trace.correlation_id, words.correlationId)}
        >
          <IconCopy size={16} stroke={1.75} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={texts.traceActions.codeHint}>
        <span>
          {texts.traceActions.code} <span className="mono">{trace.phoneCode}</span>
        </span>
      </Tooltip>
      {trace.siteName !== null && <span>{trace.siteName}</span>}
      {startMs > 0 && (
        <span>
          {words.started} <DateTime iso={new Date(startMs).toISOString()} zone={trace.timezone} isPrecise />
        </span>
      )}
      {startMs > 0 && (
        <span className="numbers">
          {words.took} {formatDuration(endMs - startMs)}
        </span>
      )}
      <span className="numbers">{words.records(trace.logCount)}</span>
      {trace.outcomeState === 'running' && <span className={classes.live}>{words.live}</span>}
    </span>
  )
}
