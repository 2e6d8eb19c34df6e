import { type RefObject, useEffect, useRef } from 'react'
import { RequestFailed } from '../lib/ipcClient.ts'
import { fieldSentence } from '../texts/en/errors.ts'

/** The server's field faults as sentences, keyed by the form's field names. */
export function readFieldErrors(error: unknown): Record<string, string> {
  if (!(error instanceof RequestFailed)) return {}
  return Object.fromEntries(error.fields.map((field) => [field.path, fieldSentence(field.code, field.facts)]))
}

/** True when the sentences at the fields say all there is to say. */
export function isOnlyFieldErrors(error: unknown): boolean {
  return error instanceof RequestFailed && error.code === 'validation_failed' && error.fields.length > 0
}

/** Moves the focus to the first field that was declined: in a long form it may be out of sight. */
export function useFocusOnFaults(error: unknown): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (!isOnlyFieldErrors(error)) return
    const field = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')
    field?.focus({ preventScroll: true })
    field?.scrollIntoView({ block: 'center' })
  }, [error])
  return form
}
