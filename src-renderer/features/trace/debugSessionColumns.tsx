import type { ReactNode } from 'react'
import type { DebugSessionView } from '../../../src-preload/contract/views/debugSessions.ts'
import { DateTime } from '../../components/DateTime.tsx'
import type { LedgerColumn } from '../../components/Ledger.tsx'
import { StateMark } from '../../components/ui/StateMark.tsx'
import { readLocalZone } from '../../lib/time.ts'
import { texts } from '../../texts/texts.ts'
import classes from './debugSession.module.css'

const words = texts.debugSession

interface SessionColumnParts {
  readonly stateOf: (row: DebugSessionView) => DebugSessionView['state']
  readonly actions: (row: DebugSessionView) => ReactNode
}

const LOOKS = {
  recording: { glyph: 'running', tone: 'accent' },
  stopped: { glyph: 'ban', tone: 'quiet' },
  ended: { glyph: 'check', tone: 'quiet' },
} as const

export function buildSessionColumns({
  stateOf,
  actions,
}: SessionColumnParts): readonly LedgerColumn<DebugSessionView>[] {
  const zone = readLocalZone()
  return [
    {
      id: 'state',
      header: words.columns.state,
      width: '128px',
      cell: (row) => <StateMark {...LOOKS[stateOf(row)]} word={words.states[stateOf(row)]} />,
    },
    {
      id: 'code',
      header: words.columns.code,
      width: '100px',
      cell: (row) => <span className="mono">{row.code}</span>,
    },
    {
      id: 'note',
      header: words.columns.note,
      cell: (row) => (
        <span className={classes.sessionNote} title={row.note}>
          {row.note}
        </span>
      ),
    },
    {
      id: 'by',
      header: words.columns.by,
      width: '12%',
      priority: 'lowest',
      cell: (row) => row.startedBy,
    },
    {
      id: 'started',
      header: words.columns.started,
      width: '116px',
      cell: (row) => <DateTime iso={row.startedAt} zone={zone} />,
    },
    {
      id: 'ends',
      header: words.columns.ends,
      width: '116px',
      priority: 'lowest',
      cell: (row) => <DateTime iso={row.stoppedAt ?? row.endsAt} zone={zone} />,
    },
    {
      id: 'traces',
      header: words.columns.traces,
      width: '72px',
      align: 'end',
      cell: (row) => row.traceCount.toLocaleString('en'),
    },
    { id: 'actions', header: '', width: '312px', align: 'end', cell: actions },
  ]
}
