import { Select } from '@mantine/core'
import { type ReactElement, type RefObject, useMemo, useState } from 'react'
import type { TraceSource, TraceView } from '../../../../src-preload/contract/views/traces.ts'
import { FilterTabs } from '../../../components/ui/FilterTabs.tsx'
import { useStoredState } from '../../../lib/useStoredState.ts'
import { texts } from '../../../texts/texts.ts'
import { FindBar, useFind } from '../FindBar.tsx'
import type { TimeScale } from '../model/geometry.ts'
import { PHASES, type TimelineRecord } from '../model/normalise.ts'
import { everything, listActions, listLockKeys, type TimelineFilter } from '../model/rows.ts'
import type { Selection } from '../model/selection.ts'
import type { TimelineView } from '../TimelineRows.tsx'
import classes from '../trace.module.css'
import { useCopyRecord } from '../useWholeRecord.ts'
import { Waterfall } from '../Waterfall.tsx'
import bars from '../waterfall.module.css'
import { SectionFrame } from './SectionFrame.tsx'

const words = texts.trace.detail
const ANY = ''

interface TimelineSectionProps {
  readonly source: TraceSource
  readonly trace: TraceView
  readonly records: readonly TimelineRecord[]
  readonly scale: TimeScale
  readonly loaded: number
  readonly scrollRef: RefObject<HTMLDivElement | null>
  readonly selection: Selection | null
  readonly onSelect: (selection: Selection) => void
}

export function TimelineSection(props: TimelineSectionProps): ReactElement {
  const { source, trace, records, scale, loaded } = props
  const copyRecord = useCopyRecord(source)
  const [filter, setFilter] = useState<Omit<TimelineFilter, 'text'>>(everything)
  const [view, setView] = useStoredState<TimelineView>('timeline-view', 'bars')
  const find = useFind({ records, scale, filter })
  const { rows } = find
  const lockKeys = useMemo(() => listLockKeys(records), [records])
  const actions = useMemo(() => listActions(records), [records])
  return (
    <SectionFrame
      id="timeline"
      note={
        loaded < trace.logCount ? (
          <span className="muted numbers" role="status">
            {words.recordsLoaded(loaded, trace.logCount)}
          </span>
        ) : undefined
      }
    >
      {records.length === 0 ? (
        <p className="muted">{words.timelineEmpty}</p>
      ) : (
        <>
          <div className={classes.timelineTools}>
            <FindBar find={find} onSelect={props.onSelect} />
            {lockKeys.length > 1 && (
              <Select
                aria-label={words.filterLock}
                w={176}
                value={filter.lockKey ?? ANY}
                data={[{ value: ANY, label: `${words.filterLock}: ${words.any}` }, ...lockKeys]}
                onChange={(next) => setFilter({ ...filter, lockKey: next === ANY ? null : next })}
              />
            )}
            <Select
              aria-label={words.filterAction}
              w={176}
              value={filter.action ?? ANY}
              data={[{ value: ANY, label: `${words.filterAction}: ${words.any}` }, ...actions]}
              onChange={(next) => setFilter({ ...filter, action: next === ANY ? null : next })}
            />
            <FilterTabs<TimelineFilter['outcome']>
              label={words.filterOutcome}
              value={filter.outcome}
              tabs={[
                { value: 'all', label: words.any },
                { value: 'ok', label: words.onlyOk },
                { value: 'failed', label: words.onlyFailed },
              ]}
              onChange={(outcome) => setFilter({ ...filter, outcome })}
            />
            <FilterTabs<TimelineView>
              label={words.view}
              value={view}
              tabs={[
                { value: 'bars', label: words.views.bars },
                { value: 'table', label: words.views.table },
              ]}
              onChange={setView}
            />
          </div>
          {view === 'bars' && <Legend />}
          <Waterfall
            rows={rows}
            scale={scale}
            zone={trace.timezone}
            scrollRef={props.scrollRef}
            selection={props.selection}
            onSelect={props.onSelect}
            view={view}
            hits={find.hits}
            shown={find.shown}
            onNextHit={(step) => find.go(step, props.onSelect)}
            onCopy={(record) => void copyRecord(record)}
          />
        </>
      )}
    </SectionFrame>
  )
}

function Legend(): ReactElement {
  return (
    <ul className={bars.legend} aria-label={words.legend}>
      {PHASES.map((phase) => (
        <li key={phase}>
          <span className={bars.swatch} data-phase={phase} aria-hidden="true" />
          {words.phases[phase]}
        </li>
      ))}
      <li>
        <span className={bars.swatch} data-phase="waiting" aria-hidden="true" />
        {words.waiting}
      </li>
      <li>
        <span className={bars.swatch} data-failed aria-hidden="true" />
        {words.failedWord}
      </li>
    </ul>
  )
}
