import { Button, Progress as ProgressBar } from '@mantine/core'
import type { ReactElement } from 'react'
import type { JobRow } from '../../../src-preload/contract/views/jobs.ts'
import { useHasRole } from '../../api/useHasRole.ts'
import { Ledger, type LedgerSelection } from '../../components/Ledger.tsx'
import { SelectionBar } from '../../components/Toolbar.tsx'
import { texts } from '../../texts/texts.ts'
import { jobColumns } from './jobColumns.tsx'
import classes from './jobs.module.css'
import type { Bulk } from './useBulk.ts'

const words = texts.jobs

interface JobsTableProps {
  readonly rows: readonly JobRow[]
  readonly selection: LedgerSelection
  readonly bulk: Bulk
  readonly onOpen: (jobId: number) => void
}

export function JobsTable({ rows, selection, bulk, onOpen }: JobsTableProps): ReactElement {
  const canSteer = useHasRole('manager', 'installer')
  const chosen = rows.filter((job) => selection.ids.has(String(job.jobId)))
  return (
    <>
      <Ledger
        label={words.tableLabel}
        rows={rows}
        columns={jobColumns}
        rowId={(job) => String(job.jobId)}
        rowName={(job) => job.title}
        onOpen={(job) => onOpen(job.jobId)}
        {...(canSteer && { selection })}
      />
      {bulk.running !== null && <BulkProgress bulk={bulk} running={bulk.running} />}
      {bulk.running === null && chosen.length > 0 && (
        <BulkActions chosen={chosen} bulk={bulk} onClear={() => selection.onChange(new Set())} />
      )}
    </>
  )
}

interface BulkActionsProps {
  readonly chosen: readonly JobRow[]
  readonly bulk: Bulk
  readonly onClear: () => void
}

function BulkActions({ chosen, bulk, onClear }: BulkActionsProps): ReactElement {
  const retryable = chosen.filter((job) => job.canRetry).map((job) => job.jobId)
  const cancellable = chosen.filter((job) => job.canCancel).map((job) => job.jobId)
  return (
    <SelectionBar label={words.selected(chosen.length)}>
      <Button disabled={retryable.length === 0} onClick={() => bulk.start('retry', retryable)}>
        {words.retrySome(retryable.length)}
      </Button>
      <Button disabled={cancellable.length === 0} onClick={() => bulk.start('cancel', cancellable)}>
        {words.cancelSome(cancellable.length)}
      </Button>
      <Button variant="subtle" onClick={onClear}>
        {words.clearSelection}
      </Button>
    </SelectionBar>
  )
}

function BulkProgress({
  bulk,
  running,
}: {
  readonly bulk: Bulk
  readonly running: NonNullable<Bulk['running']>
}): ReactElement {
  const { kind, progress } = running
  const label = words.bulkProgress[kind](progress.handled, progress.total)
  return (
    <SelectionBar label={label}>
      <ProgressBar
        className={classes.bulkBar ?? ''}
        value={(100 * progress.handled) / Math.max(1, progress.total)}
        aria-label={label}
      />
      <Button onClick={() => bulk.stop()}>{words.stopBulk}</Button>
    </SelectionBar>
  )
}
