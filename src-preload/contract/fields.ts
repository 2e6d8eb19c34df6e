import { z } from 'zod'

/** Bounded pieces that requests are made of. Messages are field error codes, not sentences. */
export const idField = z
  .number('not_an_id')
  .int('not_an_id')
  .positive('not_an_id')
  .max(Number.MAX_SAFE_INTEGER, 'not_an_id')

export function textField(maxLength: number) {
  return z.string('required').trim().min(1, 'required').max(maxLength, 'too_long')
}

/** Why a person did something; stands in the audit. */
export const reasonField = textField(500)

export function optionalText(maxLength: number) {
  return z.string('invalid').trim().max(maxLength, 'too_long').nullable()
}

/** ISO 8601 in UTC, e.g. 2026-02-05T16:28:59.888Z. */
export const instantField = z.iso.datetime({ message: 'not_a_time' })

export const correlationIdField = z.string('not_an_id').regex(/^[0-9a-f]{32}$/, 'not_an_id')

/** As the screens show it: `7QF2-M9PX`. */
export const debugSessionCode = z
  .string('invalid')
  .regex(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/, 'invalid')

/** Made by the page for each export or import, so that it can ask how far that is and cancel it. */
export const taskIdField = z.uuid('invalid')

/** Six to 200 characters: it also protects the vault where the system has no keyring. */
export const passcodeField = z.string('required').min(6, 'too_short').max(200, 'too_long')

export const nothing = z.strictObject({})
