import { RequestError } from '../../useCases/requestError.ts'

/** Where a page of a list of traces ended. */
export interface TracePlace {
  readonly startedAt: string
  readonly correlationId: string
}

const CURSOR = /^(\d{4}-\d{2}-\d{2}T[\d:.]+Z) ([0-9a-f]{32})$/

export function writeTraceCursor({ startedAt, correlationId }: TracePlace): string {
  return `${startedAt} ${correlationId}`
}

export function readTraceCursor(text: string | null): TracePlace | null {
  const match = text === null ? null : CURSOR.exec(text)
  if (text !== null && !match)
    throw new RequestError('validation_failed', { fields: [{ path: 'after', code: 'invalid' }] })
  return match ? { startedAt: match[1] ?? '', correlationId: match[2] ?? '' } : null
}
