import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import type { BackupView } from '../../../src-preload/contract/views/data.ts'
import { backupsKey, backupsQuery } from '../../api/data.ts'
import { sessionQuery } from '../../api/session.ts'
import { copyText } from '../../components/copyText.ts'
import { DateTime } from '../../components/DateTime.tsx'
import { ErrorLine, ErrorState } from '../../components/Feedback.tsx'
import { Ledger, type LedgerColumn } from '../../components/Ledger.tsx'
import { UnderWay } from '../../components/UnderWay.tsx'
import { BlockSkeleton } from '../../components/ui/Skeletons.tsx'
import { ask } from '../../lib/ipcClient.ts'
import { formatMomentHere, readLocalZone } from '../../lib/time.ts'
import { sizeText } from '../../texts/en/common.ts'
import { texts } from '../../texts/texts.ts'
import { RestoreDialog } from './RestoreDialog.tsx'
import classes from './settings.module.css'

const words = texts.backups

/** Copies of the database: made, listed, and put in place again. */
export function Backups(): ReactElement {
  const session = useQuery(sessionQuery)
  return (
    <section className={classes.freeze} aria-labelledby="backups-heading">
      <h3 id="backups-heading">{words.heading}</h3>
      <p className={classes.lead}>{words.lead}</p>
      {session.data?.operator?.role === 'manager' ? <OwnBackups /> : <p className="muted">{words.manager}</p>}
    </section>
  )
}

function OwnBackups(): ReactElement {
  const queryClient = useQueryClient()
  const backups = useQuery(backupsQuery)
  const [chosen, setChosen] = useState<BackupView | null>(null)
  const make = useMutation({
    mutationFn: () => ask(window.lockstep.data.backUp({})),
    onSuccess: async ({ octets }) => {
      await queryClient.invalidateQueries({ queryKey: backupsKey })
      notifications.show({ message: words.made(octets) })
    },
  })
  if (backups.isPending) return <BlockSkeleton lines={3} />
  if (backups.isError) {
    return <ErrorState error={backups.error} what={words.failed} onRetry={() => void backups.refetch()} />
  }
  const { folder, backups: rows } = backups.data
  return (
    <>
      <div className={classes.actions}>
        <Button loading={make.isPending} onClick={() => make.mutate()}>
          {words.make}
        </Button>
        <Button variant="subtle" onClick={() => void copyText(folder, words.folder)}>
          {words.showFolder}
        </Button>
      </div>
      <UnderWay what={make.isPending ? words.making : null} />
      <ErrorLine error={make.error} />
      {rows.length === 0 ? (
        <p className={classes.empty}>{words.empty}</p>
      ) : (
        <div className={classes.backups}>
          <Ledger
            label={words.table}
            rows={rows}
            columns={columnsFor(setChosen)}
            rowId={(backup) => backup.name}
            rowName={({ madeAt }) => formatMomentHere(madeAt)}
            onOpen={setChosen}
          />
        </div>
      )}
      {chosen !== null && <RestoreDialog backup={chosen} onClose={() => setChosen(null)} />}
    </>
  )
}

function columnsFor(restore: (backup: BackupView) => void): readonly LedgerColumn<BackupView>[] {
  return [
    {
      id: 'made',
      header: words.columns.made,
      cell: ({ madeAt }) => <DateTime iso={madeAt} zone={readLocalZone()} />,
    },
    { id: 'kind', header: words.columns.kind, cell: ({ kind }) => words.kinds[kind] },
    {
      id: 'size',
      header: words.columns.size,
      width: '104px',
      align: 'end',
      cell: ({ octets }) => sizeText(octets),
    },
    {
      id: 'restore',
      header: '',
      width: '112px',
      align: 'end',
      cell: (backup) => (
        <Button
          size="compact-sm"
          aria-label={words.restoreOf(formatMomentHere(backup.madeAt))}
          onClick={(event) => {
            event.stopPropagation()
            restore(backup)
          }}
        >
          {words.restore}
        </Button>
      ),
    },
  ]
}
