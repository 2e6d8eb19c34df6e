import { Link } from '@tanstack/react-router'
import type { DoorRow } from '../../../src-preload/contract/views/doors.ts'
import type { TraceRow } from '../../../src-preload/contract/views/traces.ts'
import { DateTime } from '../../components/DateTime.tsx'
import type { LedgerColumn } from '../../components/Ledger.tsx'
import { OutcomeMark } from '../../components/marks.tsx'
import { formatDuration, readLocalZone } from '../../lib/time.ts'
import { texts } from '../../texts/texts.ts'
import classes from './traceList.module.css'

const words = texts.trace.columns

/** A row names its door, and the door knows the zone its times are shown in. */
export function buildTraceColumns(doors: readonly DoorRow[]): readonly LedgerColumn<TraceRow>[] {
  const zones = new Map(doors.map((door) => [door.name, door.timezone]))
  const zoneOf = (trace: TraceRow): string => zones.get(trace.doorName ?? '') ?? readLocalZone()
  return [
    {
      id: 'started',
      header: words.started,
      width: '184px',
      cell: (trace) => <DateTime iso={trace.startedAt} zone={zoneOf(trace)} isPrecise />,
    },
    {
      id: 'outcome',
      header: words.outcome,
      width: '112px',
      cell: (trace) => <OutcomeMark state={trace.outcomeState} />,
    },
    {
      id: 'title',
      header: words.title,
      cell: (trace) => (
        <span title={trace.outcome}>
          <Link to="/traces/$correlationId" params={{ correlationId: trace.correlationId }} tabIndex={-1}>
            {trace.title}
          </Link>
          <span className={classes.sentence}>{trace.outcome}</span>
        </span>
      ),
    },
    { id: 'door', header: words.door, width: '14%', priority: 'lowest', cell: (trace) => trace.doorName },
    {
      id: 'took',
      header: words.took,
      width: '96px',
      align: 'end',
      cell: (trace) => formatDuration(Date.parse(trace.endedAt) - Date.parse(trace.startedAt)),
    },
    {
      id: 'records',
      header: words.records,
      width: '128px',
      align: 'end',
      cell: (trace) => (
        <>
          {trace.errorCount > 0 && (
            <span className={classes.errors}>{texts.trace.errors(trace.errorCount)}</span>
          )}
          {trace.logCount.toLocaleString('en')}
        </>
      ),
    },
  ]
}
