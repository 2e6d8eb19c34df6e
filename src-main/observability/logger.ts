import log from 'electron-log/node.js'
import { redactValue } from '../domain/redaction/redact.ts'
import type { LogFields, Logger } from '../ports/logger.ts'
import { currentCorrelationId } from './correlation.ts'

const LEVELS = ['debug', 'info', 'warn', 'error'] as const
export type LogLevel = (typeof LEVELS)[number]

const MAX_FILE_BYTES = 5 * 1_024 * 1_024
/** Causes may point at causes; the chain is cut here. */
const MAX_CAUSES = 4

export interface LoggerOptions {
  /** Null logs nowhere but the terminal. */
  readonly file: string | null
  readonly level: LogLevel
  /** Developers see the lines in the terminal as well. */
  readonly isEchoed: boolean
  /**
   * Values known to be secret at this moment (PINs, tokens), hidden wherever they stand. Fields that hold secrets
   * by their name are hidden in any case.
   */
  readonly knownSecrets: () => readonly string[]
}

/** One JSON object a line. At 5 MiB the file becomes `<name>.old.log` and a new one begins. */
export function createLogger(options: LoggerOptions): Logger {
  const sink = log.create({ logId: `lockstep:${options.file ?? 'terminal'}` })
  const { file, console: terminal } = sink.transports
  terminal.level = options.isEchoed ? options.level : false
  terminal.transforms = []
  file.level = options.file === null ? false : options.level
  // Lines arrive finished; the library's own formatting would read `%c` and the like in them.
  file.transforms = [({ data }) => String(data[0])]
  file.maxSize = MAX_FILE_BYTES
  file.writeOptions = { flag: 'a', mode: 0o600, encoding: 'utf8' }
  const path = options.file
  if (path !== null) file.resolvePathFn = () => path

  function write(level: LogLevel, message: string, fields: LogFields): void {
    sink[level](toLine({ level, message, fields }, options.knownSecrets))
  }

  return {
    debug: (message, fields = {}) => write('debug', message, fields),
    info: (message, fields = {}) => write('info', message, fields),
    warn: (message, fields = {}) => write('warn', message, fields),
    error: (message, fields = {}) => write('error', message, fields),
  }
}

interface Entry {
  readonly level: LogLevel
  readonly message: string
  readonly fields: LogFields
}

/** A field that cannot be written must not take the program down with it; the line then says so instead. */
function toLine({ level, message, fields }: Entry, knownSecrets: LoggerOptions['knownSecrets']): string {
  const head = { time: new Date().toISOString(), level, message, correlation_id: currentCorrelationId() }
  try {
    const plain = Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, toPlain(value)]))
    return JSON.stringify({ ...head, fields: redactValue(plain, { secrets: knownSecrets() }) })
  } catch {
    // A field whose reading throws.
    return JSON.stringify({ ...head, unwritable_fields: Object.keys(fields) })
  }
}

function toPlain(value: unknown): unknown {
  return value instanceof Error ? describeError(value, MAX_CAUSES) : value
}

function describeError(error: Error, causesLeft: number): Record<string, unknown> {
  const code = 'code' in error ? error.code : undefined
  const { cause } = error
  return {
    type: error.name,
    message: error.message,
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    stack: error.stack,
    ...(cause instanceof Error && causesLeft > 0 ? { cause: describeError(cause, causesLeft - 1) } : {}),
  }
}
