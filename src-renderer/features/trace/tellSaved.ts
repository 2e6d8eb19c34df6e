import { notifications } from '@mantine/notifications'
import type { TraceExportReply } from '../../../src-preload/contract/views/traces.ts'
import { texts } from '../../texts/texts.ts'

const words = texts.traceActions

/** Where the file went was asked by the system's own dialog; the page learns no more than its name. */
export function tellSaved(reply: TraceExportReply): void {
  if (reply.kind === 'cancelled') return
  notifications.show({ title: words.saved(reply.fileName, reply.bytes), message: words.savedNote })
}
