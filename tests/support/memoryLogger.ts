import type { LogFields, Logger } from '../../src-main/ports/logger.ts'

export interface LogEntry {
  readonly level: keyof Logger
  readonly message: string
  readonly fields: LogFields
}

/** Keeps what was logged, unredacted, for a test to look at. */
export function createMemoryLogger(): Logger & { readonly entries: readonly LogEntry[] } {
  const entries: LogEntry[] = []
  const write =
    (level: keyof Logger) =>
    (message: string, fields: LogFields = {}): void => {
      entries.push({ level, message, fields })
    }
  return { entries, debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
}
