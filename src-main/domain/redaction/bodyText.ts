import { fieldKind } from './fieldKinds.ts'
import { HIDDEN, maskMails } from './masks.ts'
import { hideSecretTexts, secretValues } from './secretValues.ts'

/** A larger body is kept as its beginning only. */
export const LARGEST_STORED_BODY_BYTES = 256 * 1024
/** Characters kept of a body that is not stored whole. */
export const KEPT_CHARACTERS = 4096

/** How a body that could not be stored whole is kept: its redacted beginning, and how long it really was. */
export interface BodyExcerpt {
  readonly body_excerpt: string
  readonly body_bytes: number
  readonly kept_because: 'not_json' | 'too_large'
}

/** A redacted body; one over the limit as the beginning of its text. */
export function boundedBody(redacted: unknown, bodyBytes: number): unknown {
  if (bodyBytes <= LARGEST_STORED_BODY_BYTES) return redacted
  const excerpt = JSON.stringify(redacted).slice(0, KEPT_CHARACTERS)
  return { body_excerpt: excerpt, body_bytes: bodyBytes, kept_because: 'too_large' } satisfies BodyExcerpt
}

/**
 * The beginning of a body nobody could parse. Field names in it cannot be relied on, so besides known secrets and
 * fields that look secret every run of 4 to 10 digits (a PIN nobody told us of) and every long opaque word goes.
 */
export function redactUnparsedBody(text: string, bodyBytes: number, secrets: readonly string[]): BodyExcerpt {
  const beginning = text.slice(0, 2 * KEPT_CHARACTERS)
  const known = hideSecretTexts(withoutCutWord(beginning, text.length), secretValues(secrets))
  const byField = hideFields(known)
  const byShape = maskMails(byField)
    .replace(/[A-Za-z0-9+/=_-]{24,}/g, HIDDEN)
    .replace(/\d{4,}/g, HIDDEN)
  return { body_excerpt: byShape.slice(0, KEPT_CHARACTERS), body_bytes: bodyBytes, kept_because: 'not_json' }
}

/** Cutting may leave the first half of a token, which no search would find: the last word goes with the cut. */
function withoutCutWord(beginning: string, fullLength: number): string {
  if (fullLength <= beginning.length) return beginning
  let end = beginning.length
  while (end > 0 && !/[\s"'<>{}[\],&:]/.test(beginning.charAt(end - 1))) end -= 1
  return beginning.slice(0, end)
}

const QUOTED_FIELD =
  /(\\?["'])([A-Za-z_][\w-]{0,60})\1(\s*:\s*)(\\?["'](?:[^"'\\]|\\.)*(?:\\?["']|$)|[^,}\]\s]+)/g
const FORM_FIELD = /\b([A-Za-z_][\w-]{0,60})=([^&\s"'<>]*)/g

function hideFields(text: string): string {
  return text
    .replace(QUOTED_FIELD, (whole, quote: string, field: string, colon: string) =>
      isSensitive(field) ? `${quote}${field}${quote}${colon}"${HIDDEN}"` : whole,
    )
    .replace(FORM_FIELD, (whole, field: string) => (isSensitive(field) ? `${field}=${HIDDEN}` : whole))
}

function isSensitive(field: string): boolean {
  const kind = fieldKind(field)
  return kind !== 'exempt' && kind !== 'unknown'
}
