import type { ChildProcess } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'

export interface ErrorOutput {
  /** All that has been written so far. */
  text(): string
}

/**
 * Collects the standard error of the processes that `start` starts, from their first byte on.
 * A listener put on the process that Playwright hands out comes too late for what a failing start has to say.
 */
export async function withErrorOutput<Started>(
  start: (output: ErrorOutput) => Promise<Started>,
): Promise<Started> {
  const pieces: string[] = []
  const listen = (message: unknown): void => {
    if (!isProcessMessage(message)) return
    const { process: child } = message
    child.once('spawn', () => {
      child.stderr?.on('data', (bytes: Buffer) => pieces.push(bytes.toString('utf8')))
    })
  }
  subscribe('child_process', listen)
  try {
    return await start({ text: () => pieces.join('') })
  } finally {
    unsubscribe('child_process', listen)
  }
}

function isProcessMessage(message: unknown): message is { readonly process: ChildProcess } {
  return typeof message === 'object' && message !== null && 'process' in message
}
