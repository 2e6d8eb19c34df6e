import { Button, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconChevronDown, IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import type { TraceSource } from '../../api/traces.ts'
import { showFailure } from '../../components/showFailure.ts'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'
import classes from './traceFiles.module.css'

const words = texts.traceActions
type Format = keyof typeof words.formats
const FORMATS: readonly Format[] = ['html', 'bundle', 'jsonl', 'har', 'otlp']

/** Where the file goes is asked by the system's own dialog; the page learns no more than its name. */
export function ExportMenu({ source }: { readonly source: TraceSource }): ReactElement {
  const save = useMutation({
    mutationFn: (format: Format) => ask(window.lockstep.traces.export({ trace: source, format })),
    onSuccess: (reply) => {
      if (reply.kind === 'cancelled') return
      notifications.show({ title: words.saved(reply.fileName, reply.bytes), message: words.savedNote })
    },
    onError: showFailure,
  })
  return (
    <Menu>
      <Menu.Target>
        <Button
          loading={save.isPending}
          leftSection={<IconDownload size={16} stroke={1.75} />}
          rightSection={<IconChevronDown size={16} stroke={1.75} />}
        >
          {words.export}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {FORMATS.map((format) => (
          <Menu.Item key={format} onClick={() => save.mutate(format)}>
            <span className={classes.format}>{words.formats[format].name}</span>
            <span className={classes.formatNote}>{words.formats[format].note}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
