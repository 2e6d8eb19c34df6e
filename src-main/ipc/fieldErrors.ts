import type { ZodError } from 'zod'
import { FIELD_ERROR_CODES, type FieldError, type FieldErrorCode } from '../../src-preload/contract/errors.ts'

/** More would help nobody and could be made to cost. */
const MAX_FIELDS = 50

const KNOWN_CODES: ReadonlySet<string> = new Set(FIELD_ERROR_CODES)

function isFieldErrorCode(text: string): text is FieldErrorCode {
  return KNOWN_CODES.has(text)
}

/** The contract writes field error codes as its messages; whatever else zod says becomes `invalid`. */
export function toFieldErrors(error: ZodError): readonly FieldError[] {
  return error.issues.slice(0, MAX_FIELDS).map((issue) => ({
    path: issue.path.map(String).join('.'),
    code: isFieldErrorCode(issue.message) ? issue.message : 'invalid',
    ...(issue.code === 'too_big' && { facts: { most: Number(issue.maximum) } }),
  }))
}
