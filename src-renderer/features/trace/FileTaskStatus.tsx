import { Button, Progress } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { fileProgressQuery } from '../../api/traces.ts'
import { showFailure } from '../../components/showFailure.ts'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'
import classes from './traceFiles.module.css'

const words = texts.traceActions

interface FileTaskStatusProps {
  readonly taskId: string | null
  /** `Exporting the trace` */
  readonly label: string
}

/** How far an export or an import is, with a way out of it. Short ones end before there is anything to show. */
export function FileTaskStatus({ taskId, label }: FileTaskStatusProps): ReactElement | null {
  const { data: progress } = useQuery(fileProgressQuery(taskId))
  if (taskId === null || progress == null) return null
  const { step, done, total } = progress
  const percent = total === 0 ? 100 : (done / total) * 100
  return (
    <div className={classes.task}>
      <div className={classes.taskProgress}>
        <span className={classes.taskWords}>{words.progress[step](done, total)}</span>
        <Progress value={percent} animated={total === 0} size="xs" aria-label={label} />
      </div>
      <Button
        variant="subtle"
        onClick={() => void ask(window.lockstep.traces.cancelFile({ taskId })).catch(showFailure)}
      >
        {words.cancel}
      </Button>
    </div>
  )
}
