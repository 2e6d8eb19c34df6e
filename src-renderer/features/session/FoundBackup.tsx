import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import type { BackupView } from '../../../src-preload/contract/views/data.ts'
import type { SessionView } from '../../../src-preload/contract/views/session.ts'
import { ErrorLine } from '../../components/Feedback.tsx'
import { ask } from '../../lib/ipcClient.ts'
import { formatMomentHere } from '../../lib/time.ts'
import { texts } from '../../texts/texts.ts'
import classes from './session.module.css'

const words = texts.backups.welcome

interface FoundBackupProps {
  readonly backup: BackupView
  readonly onRestored: (session: SessionView) => void
}

/** For somebody whose database was damaged and set aside: beginning anew is not the only way on. */
export function FoundBackup({ backup, onRestored }: FoundBackupProps): ReactElement {
  const restore = useMutation({
    mutationFn: () => ask(window.lockstep.session.restore({ name: backup.name, reason: words.reason })),
    onSuccess: onRestored,
  })
  return (
    <div className={classes.found}>
      <p>
        <strong>{words.found(formatMomentHere(backup.madeAt))}</strong> {words.text}
      </p>
      <ErrorLine error={restore.error} />
      <Button loading={restore.isPending} onClick={() => restore.mutate()}>
        {words.action}
      </Button>
    </div>
  )
}
