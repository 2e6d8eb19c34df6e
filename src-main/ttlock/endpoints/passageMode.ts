import { z } from 'zod'
import type { ProviderResult } from '../../domain/providerError/providerError.ts'
import {
  DAY_MINUTES,
  findScheduleFault,
  isAllDay,
  MOST_PERIODS,
  type OpenPeriod,
  type OpenSchedule,
  type ScheduleFault,
  sortedSchedule,
} from '../../domain/schedule/openSchedule.ts'
import type { CallContext, PassageMode } from '../../ports/lockProvider.ts'
import type { Caller } from '../caller.ts'
import { invalidRequest } from '../failures.ts'
import { done, looseInt, optionalInt } from '../schemas.ts'
import { invalidLockId, lockNumber, refuse } from './ids.ts'

const ON = 1
const OFF = 2

/** Lists inside an answer come as lists or as JSON text. */
function listOf<Item extends z.ZodType>(item: Item) {
  const asText = z.string().transform((text, issues) => {
    try {
      return JSON.parse(text) as unknown
    } catch {
      issues.addIssue('no JSON')
      return z.NEVER
    }
  })
  return z.union([z.array(item), asText.pipe(z.array(item))])
}

const onOff = looseInt.pipe(z.union([z.literal(ON), z.literal(OFF)]))
const minute = looseInt.pipe(z.int().min(0).max(DAY_MINUTES))
const weekDays = listOf(looseInt.pipe(z.int().min(1).max(7)))
const periodRow = z.looseObject({
  isAllDay: onOff,
  startTime: minute.nullish(),
  endTime: minute.nullish(),
  weekDays,
})
const newAnswer = z.looseObject({
  passageMode: onOff,
  autoUnlock: onOff.nullish(),
  cyclicConfig: listOf(periodRow).nullish(),
})
const oldAnswer = z.looseObject({
  passageMode: onOff,
  autoUnlock: onOff.nullish(),
  isAllDay: onOff.nullish(),
  startDate: optionalInt,
  endDate: optionalInt,
  weekDays: weekDays.nullish(),
})

interface Generation {
  readonly answer: z.ZodType<PassageMode>
  readonly readPath: string
  readonly setPath: string
  readonly mostPeriods: number
  readonly periodParams: (periods: OpenSchedule) => Readonly<Record<string, string | number>>
}

/** Several periods, in `cyclicConfig`. */
export const NEW_PASSAGE_MODE: Generation = {
  answer: newAnswer.transform((body) =>
    passageModeOf(body.passageMode, body.autoUnlock ?? OFF, (body.cyclicConfig ?? []).map(periodOf)),
  ),
  readPath: '/v3/lock/getPassageModeConfiguration',
  setPath: '/v3/lock/configurePassageMode',
  mostPeriods: MOST_PERIODS,
  periodParams: (periods) => ({
    cyclicConfig: JSON.stringify(
      periods.map((period) => ({
        isAllDay: isAllDay(period) ? ON : OFF,
        startTime: period.startMinute,
        endTime: lastMinuteOf(period),
        weekDays: period.weekDays,
      })),
    ),
  }),
}

/** One period, its minutes of the day in `startDate` and `endDate`. */
export const OLD_PASSAGE_MODE: Generation = {
  answer: oldAnswer.transform((body) => {
    const isAllDay = body.isAllDay ?? OFF
    const { startDate, endDate } = body
    const hasPeriod = isAllDay === ON || (startDate !== null && endDate !== null)
    const period = { isAllDay, startTime: startDate, endTime: endDate, weekDays: body.weekDays ?? [] }
    return passageModeOf(body.passageMode, body.autoUnlock ?? OFF, hasPeriod ? [periodOf(period)] : [])
  }),
  readPath: '/v3/lock/getPassageModeConfig',
  setPath: '/v3/lock/configPassageMode',
  mostPeriods: 1,
  periodParams: (periods) => {
    const [period] = periods
    if (period === undefined) return {}
    return {
      isAllDay: isAllDay(period) ? ON : OFF,
      startDate: period.startMinute,
      endDate: lastMinuteOf(period),
      weekDays: JSON.stringify(period.weekDays),
    }
  },
}

/** The schedule as the cloud has it: no gateway is needed. */
export async function readPassageMode(
  caller: Caller,
  asked: { readonly generation: Generation; readonly externalId: string },
  context: CallContext,
): Promise<ProviderResult<PassageMode>> {
  const lockId = lockNumber(asked.externalId)
  if (lockId === null) return refuse(invalidLockId())
  return caller.call(
    {
      action: 'PASSAGE_MODE_READ',
      path: asked.generation.readPath,
      params: { lockId },
      effect: 'read',
      answer: asked.generation.answer,
      externalId: asked.externalId,
      isGatewayCommand: false,
    },
    context,
  )
}

export async function setPassageMode(
  caller: Caller,
  asked: { readonly generation: Generation; readonly externalId: string; readonly mode: PassageMode },
  context: CallContext,
): Promise<ProviderResult<null>> {
  const lockId = lockNumber(asked.externalId)
  if (lockId === null) return refuse(invalidLockId())
  const { generation, mode } = asked
  const problem = problemOf(mode, generation.mostPeriods)
  if (problem !== null) return refuse(invalidRequest(problem))
  const result = await caller.call(
    {
      action: 'PASSAGE_MODE_SET',
      path: generation.setPath,
      params: {
        lockId,
        passageMode: mode.isOn ? ON : OFF,
        autoUnlock: mode.unlocksByItself ? ON : OFF,
        ...(mode.isOn ? generation.periodParams(sortedSchedule(mode.periods)) : {}),
        // 2: through the gateway. The default of 1 edits the cloud's record alone.
        type: 2,
      },
      effect: 'change',
      answer: done,
      externalId: asked.externalId,
      isGatewayCommand: true,
    },
    context,
  )
  return result.ok ? { ok: true, value: null } : result
}

function passageModeOf(passageMode: number, autoUnlock: number, periods: OpenSchedule): PassageMode {
  return { isOn: passageMode === ON, unlocksByItself: autoUnlock === ON, periods: sortedSchedule(periods) }
}

/** Minutes of the day end at 1,439, and no source says that 1,440 is taken, not even beside the flag of the whole day. */
function lastMinuteOf(period: OpenPeriod): number {
  return Math.min(period.endMinute, DAY_MINUTES - 1)
}

function periodOf(row: {
  readonly isAllDay: number
  readonly startTime?: number | null | undefined
  readonly endTime?: number | null | undefined
  readonly weekDays: readonly number[]
}): OpenPeriod {
  const { weekDays } = row
  return row.isAllDay === ON
    ? { weekDays, startMinute: 0, endMinute: DAY_MINUTES }
    : { weekDays, startMinute: row.startTime ?? 0, endMinute: row.endTime ?? 0 }
}

const FAULT_TEXT: Readonly<Record<ScheduleFault, string>> = {
  too_many_periods: `The lock takes at most ${MOST_PERIODS} periods.`,
  period_without_days: 'Each period of the open schedule needs at least one day.',
  unknown_day: 'Days count from 1 (Monday) to 7 (Sunday).',
  not_a_minute: 'A period of the open schedule has a time that no day has.',
  period_backwards: 'A period of the open schedule ends before it begins.',
  periods_overlap: 'Two periods of the open schedule overlap.',
}

function problemOf(mode: PassageMode, mostPeriods: number): string | null {
  if (!mode.isOn) return null
  if (mode.periods.length === 0) return 'The open schedule needs at least one period.'
  if (mode.periods.length > mostPeriods) return `The lock takes at most ${mostPeriods} periods.`
  const found = findScheduleFault(mode.periods)
  return found && FAULT_TEXT[found.fault]
}
