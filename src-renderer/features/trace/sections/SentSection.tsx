import { Button } from '@mantine/core'
import { type ReactElement, useMemo, useState } from 'react'
import type { ListedLog, TraceView } from '../../../../src-preload/contract/views/traces.ts'
import { StateMark } from '../../../components/ui/StateMark.tsx'
import { formatClock, formatDuration, formatFullMoment } from '../../../lib/time.ts'
import { texts } from '../../../texts/texts.ts'
import { groupByLock, type LockGroup, shareRows } from '../model/groups.ts'
import { isSelected, type Selection } from '../model/selection.ts'
import classes from '../trace.module.css'
import { SectionFrame } from './SectionFrame.tsx'
import { MORE, ShowMore } from './ShowMore.tsx'

const words = texts.trace.detail
/** Heads of locks that are drawn at first. */
const LOCKS_AT_ONCE = 20

interface SentSectionProps {
  readonly trace: TraceView
  readonly logs: readonly ListedLog[]
  readonly selection: Selection | null
  readonly onSelect: (selection: Selection) => void
}

export function SentSection({ trace, logs, selection, onSelect }: SentSectionProps): ReactElement {
  const groups = useMemo(() => groupByLock(logs), [logs])
  const shares = useMemo(() => shareRows(groups), [groups])
  const [locks, setLocks] = useState(LOCKS_AT_ONCE)
  const hidden = groups.length - locks
  return (
    <SectionFrame id="sent">
      {groups.length === 0 ? (
        <p className="muted">{words.sentEmpty}</p>
      ) : (
        groups
          .slice(0, locks)
          .map((group, index) => (
            <LockLogs
              key={group.lockKey}
              group={group}
              share={shares[index] ?? 0}
              zone={trace.timezone}
              selection={selection}
              onSelect={onSelect}
            />
          ))
      )}
      {hidden > 0 && (
        <Button variant="subtle" size="compact-sm" mt={8} onClick={() => setLocks(locks + MORE)}>
          {words.showLocks(hidden)}
        </Button>
      )}
    </SectionFrame>
  )
}

interface LockLogsProps {
  /** Rows that are drawn before one asks for more. */
  readonly share: number
  readonly group: LockGroup
  readonly zone: string
  readonly selection: Selection | null
  readonly onSelect: (selection: Selection) => void
}

function LockLogs({ group, share, zone, selection, onSelect }: LockLogsProps): ReactElement {
  const [asked, setAsked] = useState(0)
  const shown = share + asked
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
      <ShowMore left={group.logs.length - shown} onMore={() => setAsked(asked + MORE)} />
    </div>
  )
}

interface LogItemProps {
  readonly log: ListedLog
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
