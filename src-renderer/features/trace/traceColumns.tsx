import { Link, type LinkProps } from '@tanstack/react-router'
import type { TraceRow } from '../../../src-preload/contract/views/traces.ts'
import { DateTime } from '../../components/DateTime.tsx'
import type { LedgerColumn } from '../../components/Ledger.tsx'
import { OutcomeMark } from '../../components/marks.tsx'
import { formatDuration, readLocalZone } from '../../lib/time.ts'
import { texts } from '../../texts/texts.ts'
import classes from './traceList.module.css'

const words = texts.trace.columns

interface TraceColumnParts<Row> {
  readonly linkOf: (trace: Row) => LinkProps
}

export function buildTraceColumns<Row extends TraceRow>({
  linkOf,
}: TraceColumnParts<Row>): readonly LedgerColumn<Row>[] {
  return [
    {
      id: 'started',
      header: words.started,
      width: '224px',
      cell: (trace) => (
        <DateTime iso={trace.startedAt} zone={trace.timezone ?? readLocalZone()} isPrecise isAmongSites />
      ),
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
        <span title={`${trace.title}: ${trace.outcome}`} className={classes.what}>
          <Link {...linkOf(trace)} tabIndex={-1}>
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
      priority: 'low',
      cell: (trace) => formatDuration(Date.parse(trace.endedAt) - Date.parse(trace.startedAt)),
    },
    {
      id: 'records',
      header: words.records,
      width: '112px',
      align: 'end',
      priority: 'low',
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
