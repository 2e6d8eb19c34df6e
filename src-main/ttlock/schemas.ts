import { z } from 'zod'

/**
 * TTLock's answers are loosely typed: numbers come as text, absent text as null or not at all, MACs in either case.
 * Fields not named here are dropped unseen; a field that is used must be what it is used as.
 */
const integerText = z
  .string()
  .trim()
  .regex(/^-?\d{1,16}$/)
  .transform(Number)
  .pipe(z.int())
export const looseInt = z.union([z.int(), integerText])
export const optionalInt = looseInt.nullish().transform((value) => value ?? null)
/** 0 and 1, also as text or boolean. */
export const looseFlag = z.union([z.boolean(), looseInt.transform((value) => value === 1)])
export const optionalFlag = looseFlag.nullish().transform((value) => value ?? null)

/** Ids are compared, never counted with: text, without leading zeros. */
export const looseId = z.union([
  z.int().positive().transform(String),
  z
    .string()
    .trim()
    .regex(/^[1-9]\d{0,18}$/),
])

export const optionalText = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .transform((value) => (value === undefined || value === null || value.trim() === '' ? null : value))
export const optionalMac = optionalText.transform((value) => value?.toUpperCase() ?? null)

/** The digits of a code. A number would have lost its leading zeros, so only text will do. */
export const pinText = z.string().regex(/^\d{1,16}$/)

/** Errors come with HTTP 200: an answer failed when `errcode` is there and is not 0. */
export const envelope = z.object({ errcode: looseInt.nullish() })

/** A command's success says so; a body without the 0 is no success. */
export const done = z.looseObject({ errcode: looseInt.pipe(z.literal(0)) })

export interface Page<Row> {
  readonly list: readonly Row[]
  readonly total: number
}

export function pageOf<Row extends z.ZodType>(row: Row) {
  return z.object({ list: z.array(row), total: looseInt.pipe(z.int().nonnegative()) })
}
