import { Table } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type {
  BackupView,
  DatabaseContentsView,
  RestorePreview,
} from '../../../src-preload/contract/views/data.ts'
import { restorePreviewQuery } from '../../api/data.ts'
import { enterSession, sessionKeys } from '../../api/session.ts'
import { ErrorLine } from '../../components/Feedback.tsx'
import { ReasonDialog } from '../../components/ReasonDialog.tsx'
import { BlockSkeleton } from '../../components/ui/Skeletons.tsx'
import { ask } from '../../lib/ipcClient.ts'
import { formatMomentHere } from '../../lib/time.ts'
import { errorSentence } from '../../texts/en/errors.ts'
import { texts } from '../../texts/texts.ts'
import classes from './settings.module.css'

const words = texts.backups.dialog

interface RestoreDialogProps {
  readonly backup: BackupView
  readonly onClose: () => void
}

/** What a restore would change, read from the backup itself, before anybody takes it. */
export function RestoreDialog({ backup, onClose }: RestoreDialogProps): ReactElement {
  const queryClient = useQueryClient()
  const router = useRouter()
  const preview = useQuery(restorePreviewQuery(backup.name))
  const restore = useMutation({
    mutationFn: (reason: string) => ask(window.lockstep.session.restore({ name: backup.name, reason })),
    onSuccess: (session) => {
      router.history.push('/')
      enterSession(queryClient, session)
    },
    // Everybody is signed out by then, whatever went wrong.
    onError: () => queryClient.invalidateQueries({ queryKey: sessionKeys.state }),
  })
  const isUnderstood = preview.data?.inBackup.isUnderstood === true
  return (
    <ReasonDialog
      title={words.title(formatMomentHere(backup.madeAt))}
      text={words.locks}
      action={words.action}
      isDangerous
      isReady={isUnderstood}
      isPending={restore.isPending}
      error={restore.error}
      onSubmit={(reason) => restore.mutate(reason)}
      onClose={onClose}
    >
      {preview.isPending && (
        <div aria-label={words.reading} role="status">
          <BlockSkeleton lines={4} />
        </div>
      )}
      <ErrorLine error={preview.error} />
      {preview.data !== undefined && <Changes preview={preview.data} />}
    </ReasonDialog>
  )
}

function Changes({ preview }: { readonly preview: RestorePreview }): ReactElement {
  const { present, inBackup } = preview
  if (!inBackup.isUnderstood) {
    const { what, next } = errorSentence('backup_too_new')
    return (
      <p role="alert">
        {what} {next}
      </p>
    )
  }
  return (
    <>
      <Table aria-label={words.table} className={classes.changes ?? ''}>
        <Table.Thead>
          <Table.Tr>
            <Table.Td />
            <Table.Th scope="col">{words.present}</Table.Th>
            <Table.Th scope="col">{words.inBackup}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {ROWS.map(({ name, tell }) => (
            <Table.Tr key={name} data-differs={tell(present) !== tell(inBackup) || undefined}>
              <Table.Th scope="row">{words.rows[name]}</Table.Th>
              <Table.Td>{tell(present)}</Table.Td>
              <Table.Td>{tell(inBackup)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <ul className={classes.consequences}>
        <li>{words.lost(Math.max(0, present.changes - inBackup.changes))}</li>
        <li>{words.passcodes}</li>
        <li>{words.before}</li>
      </ul>
    </>
  )
}

const ROWS: readonly {
  readonly name: keyof typeof words.rows
  readonly tell: (contents: DatabaseContentsView) => string
}[] = [
  { name: 'doors', tell: ({ doors }) => doors.toLocaleString('en') },
  { name: 'people', tell: ({ people }) => people.toLocaleString('en') },
  { name: 'codes', tell: ({ codes }) => codes.toLocaleString('en') },
  { name: 'operators', tell: ({ operators }) => operators.join(', ') },
  { name: 'changes', tell: ({ changes }) => changes.toLocaleString('en') },
  {
    name: 'lastChange',
    tell: ({ lastChangeAt }) => (lastChangeAt === null ? texts.common.never : formatMomentHere(lastChangeAt)),
  },
]
