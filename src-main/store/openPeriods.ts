import { z } from 'zod'
import type { OpenSchedule } from '../domain/schedule/openSchedule.ts'
import { fromJson } from './columns.ts'

const periodsSchema = z.array(
  z.object({ weekDays: z.array(z.int()), startMinute: z.int(), endMinute: z.int() }),
)

/** An open schedule as its columns hold it. */
export function periodsOf(json: string): OpenSchedule {
  return periodsSchema.parse(fromJson(json))
}
