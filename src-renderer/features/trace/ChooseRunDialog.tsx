import { Button, Modal } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import type { ComparedRun, TraceSource } from '../../../src-preload/contract/views/traces.ts'
import { runsQuery } from '../../api/traces.ts'
import { ErrorState } from '../../components/Feedback.tsx'
import { OutcomeMark } from '../../components/marks.tsx'
import { SearchField } from '../../components/SearchField.tsx'
import { BlockSkeleton } from '../../components/ui/Skeletons.tsx'
import { formatMoment, readLocalZone } from '../../lib/time.ts'
import { texts } from '../../texts/texts.ts'
import classes from './compare.module.css'
import { nameOfSource } from './model/sourceName.ts'

const words = texts.traceCompare
const TYPING_MS = 150

interface ChooseRunDialogProps {
  readonly source: TraceSource
  readonly onChoose: (other: string) => void
  readonly onClose: () => void
}

/** Every run there is: those of the same door page by page, all others by their words or id. */
export function ChooseRunDialog({ source, onChoose, onClose }: ChooseRunDialogProps): ReactElement {
  const [typed, setTyped] = useState('')
  const [text] = useDebouncedValue(typed.trim(), TYPING_MS)
  const runs = useInfiniteQuery(runsQuery(source, text))
  const rows = runs.data?.pages.flatMap((page) => page.rows) ?? []
  return (
    <Modal opened onClose={onClose} title={words.chooseTitle} size={720}>
      <div className={classes.dialog}>
        <SearchField
          label={words.searchRuns}
          placeholder={words.searchHint}
          width={640}
          value={typed}
          onChange={setTyped}
        />
        <p className="muted">{text === '' ? words.ofSameDoor : words.ofAll}</p>
        {runs.isPending && <BlockSkeleton lines={6} />}
        {runs.isError && <ErrorState error={runs.error} onRetry={() => void runs.refetch()} />}
        {runs.isSuccess && rows.length === 0 && <p className="muted">{words.noRunFound}</p>}
        <ul className={classes.found} aria-label={words.foundRuns}>
          {rows.map((run) => (
            <li key={nameOfSource(run.source)}>
              <button type="button" onClick={() => onChoose(nameOfSource(run.source))}>
                <RunLine run={run} />
              </button>
            </li>
          ))}
        </ul>
        {runs.hasNextPage && (
          <Button
            variant="subtle"
            size="compact-sm"
            loading={runs.isFetchingNextPage}
            onClick={() => void runs.fetchNextPage()}
          >
            {words.olderRuns}
          </Button>
        )}
      </div>
    </Modal>
  )
}

function RunLine({ run }: { readonly run: ComparedRun }): ReactElement {
  const when = formatMoment({
    ...{ iso: run.startedAt, zone: readLocalZone(), nowMs: Date.now(), isPrecise: true },
  })
  return (
    <>
      <span className="numbers">{when}</span>
      <span className={classes.foundWhat}>
        {run.source.kind === 'imported' && `${words.fromFile} `}
        <strong>{run.title}</strong> {run.outcome}
      </span>
      <OutcomeMark state={run.outcomeState} />
      <span className={`${classes.foundId} mono`}>{run.correlationId}</span>
    </>
  )
}
