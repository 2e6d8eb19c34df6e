import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconDownload } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { TraceSource } from '../../../src-preload/contract/views/traces.ts'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'
import { FileTaskStatus } from './FileTaskStatus.tsx'
import { tellSaved } from './tellSaved.ts'
import classes from './traceFiles.module.css'
import { useFileTask } from './useFileTask.ts'

const words = texts.traceActions
type Format = keyof typeof words.formats
const FORMATS: readonly Format[] = ['html', 'bundle', 'jsonl', 'har', 'otlp']

/** The forms in which a trace can leave. */
export function ExportMenu({ source }: { readonly source: TraceSource }): ReactElement {
  const { start, runningId, startRef } = useFileTask({
    run: (taskId: string, format: Format) =>
      ask(window.lockstep.traces.export({ taskId, trace: source, format })),
    onDone: tellSaved,
  })
  return (
    <>
      <FileTaskStatus taskId={runningId} label={words.exporting} />
      <Menu>
        <Menu.Target>
          <Button
            ref={startRef}
            loading={runningId !== null}
            leftSection={<IconDownload size={16} stroke={1.75} />}
            rightSection={<IconChevronDown size={16} stroke={1.75} />}
          >
            {words.export}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {FORMATS.map((format) => (
            <Menu.Item key={format} onClick={() => start(format)}>
              <span className={classes.format}>{words.formats[format].name}</span>
              <span className={classes.formatNote}>{words.formats[format].note}</span>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  )
}
