import { Button } from '@mantine/core'
import { type ReactElement, useMemo, useState } from 'react'
import type { LogRecordView, TraceView } from '../../../../src-preload/contract/views/traces.ts'
import { StateMark } from '../../../components/ui/StateMark.tsx'
import { formatClock, formatDuration, formatFullMoment } from '../../../lib/time.ts'
import { texts } from '../../../texts/texts.ts'
import { groupByLock, type LockGroup } from '../model/groups.ts'
import { isSelected, type Selection } from '../model/selection.ts'
import classes from '../trace.module.css'
import { SectionFrame } from './SectionFrame.tsx'

const words = texts.trace.detail
/** A group of thousands would bury the timeline; the rest comes on request. */
const SHOWN_AT_ONCE = 30

interface SentSectionProps {
  readonly trace: TraceView
  readonly logs: readonly LogRecordView[]
  readonly selection: Selection | null
  readonly onSelect: (selection: Selection) => void
}

export function SentSection({ trace, logs, selection, onSelect }: SentSectionProps): ReactElement {
  const groups = useMemo(() => groupByLock(logs), [logs])
  return (
    <SectionFrame id="sent">
      {groups.length === 0 ? (
        <p className="muted">{words.sentEmpty}</p>
      ) : (
        groups.map((group) => (
          <LockLogs
            key={group.lockKey}
            group={group}
            zone={trace.timezone}
            selection={selection}
            onSelect={onSelect}
          />
        ))
      )}
    </SectionFrame>
  )
}

interface LockLogsProps {
  readonly group: LockGroup
  readonly zone: string
  readonly selection: Selection | null
  readonly onSelect: (selection: Selection) => void
}

function LockLogs({ group, zone, selection, onSelect }: LockLogsProps): ReactElement {
  const [shown, setShown] = useState(SHOWN_AT_ONCE)
  const left = group.logs.length - shown
  return (
    <div className={classes.lock}>
      <h3 className={classes.lockHead}>
        <span className="mono">{group.lockKey}</span>
        <span className="muted">{group.isEngine ? words.noLock : group.doorName}</span>
        <span className={classes.lockCount}>{words.records(group.logs.length)}</span>
        {group.failed > 0 && <span className={classes.lockFailed}>{texts.trace.errors(group.failed)}</span>}
      </h3>
      <ul className={classes.records}>
        {group.logs.slice(0, shown).map((log) => (
          <LogItem
            key={log.id}
            log={log}
            zone={zone}
            isSelected={isSelected(selection, 'log', log.id)}
            onSelect={() => onSelect({ kind: 'log', id: log.id })}
          />
        ))}
      </ul>
      {left > 0 && (
        <Button variant="subtle" size="compact-sm" mt={8} onClick={() => setShown(shown + 200)}>
          {words.showMore(left)}
        </Button>
      )}
    </div>
  )
}

interface LogItemProps {
  readonly log: LogRecordView
  readonly zone: string
  readonly isSelected: boolean
  readonly onSelect: () => void
}

function LogItem({ log, zone, isSelected: isCurrent, onSelect }: LogItemProps): ReactElement {
  const outcome = log.ok ? words.ok : words.failedWord
  return (
    <li aria-label={`${log.action} ${outcome}`}>
      <button type="button" className={classes.record} aria-pressed={isCurrent} onClick={onSelect}>
        <time dateTime={log.started_at} title={formatFullMoment(log.started_at, zone)} className="numbers">
          {formatClock(log.started_at, zone)}
        </time>
        <span className={classes.recordName}>
          <span className="mono">{log.action}</span>
        </span>
        <span className={classes.recordEnd}>
          <span className="muted numbers">{formatDuration(log.duration_ms)}</span>
          <StateMark glyph={log.ok ? 'check' : 'cross'} tone={log.ok ? 'good' : 'bad'} word={outcome} />
        </span>
      </button>
      {log.error_message !== null && <p className={classes.recordError}>{log.error_message}</p>}
    </li>
  )
}
