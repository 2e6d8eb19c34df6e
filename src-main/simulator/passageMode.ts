import { z } from 'zod'
import { lockFor } from './access.ts'
import { sendCommand } from './commands.ts'
import type { Call } from './core.ts'
import { type Answer, data, done, type Refusal, refuse } from './envelope.ts'
import { feature, hasFeature } from './features.ts'
import { integerOf, textOf } from './parameters.ts'
import { takeOne } from './switches.ts'
import type { PassageMode, PassagePeriod, SimulatedLock } from './world.ts'

/** Passage mode in both generations (facts 4.7). They show one and the same setting here, which is unverified. */

const maxPeriods = 5

const onOffSchema = z.union([z.literal(1), z.literal(2)])
/** A day has the minutes 0 to 1,439; whether 1,440 is taken for its end is unknown (facts 4.7). */
const minuteSchema = z.number().int().min(0).max(1439)
const weekDaysSchema = z.array(z.number().int().min(1).max(7)).max(7)
const periodsSchema = z.array(
  z.object({
    isAllDay: onOffSchema,
    startTime: minuteSchema.default(0),
    endTime: minuteSchema.default(0),
    weekDays: weekDaysSchema,
  }),
)

/** `/v3/lock/configPassageMode`: one window, minutes of the day in startDate and endDate. */
export function configOldPassageMode(call: Call): Answer | Promise<Answer> {
  return configure(call, () => {
    const weekDays = jsonOf(call, 'weekDays', weekDaysSchema)
    if (weekDays === null) return []
    if ('errcode' in weekDays) return weekDays
    const isAllDay = integerOf(call.parameters, 'isAllDay') === 1 ? 1 : 2
    const period = {
      isAllDay,
      startTime: integerOf(call.parameters, 'startDate') ?? 0,
      endTime: integerOf(call.parameters, 'endDate') ?? 0,
      weekDays: weekDays.value,
    }
    const parsed = periodsSchema.safeParse([period])
    return parsed.success ? parsed.data : refuse(-3)
  })
}

/** `/v3/lock/configurePassageMode`: up to 5 periods in `cyclicConfig`. */
export function configureNewPassageMode(call: Call): Answer | Promise<Answer> {
  return configure(call, () => {
    const periods = jsonOf(call, 'cyclicConfig', periodsSchema)
    if (periods === null) return []
    if ('errcode' in periods) return periods
    return periods.value.length > maxPeriods ? refuse(-3) : periods.value
  })
}

/** `/v3/lock/getPassageModeConfig`: the one window; its times are null when passage mode is off. */
export function getOldPassageMode(call: Call): Answer {
  const found = lockFor(call, 'admin', 'authorised')
  if ('errcode' in found) return found
  const { passageMode, autoUnlock, periods } = found.lock.passage.cloud
  const [first] = periods
  return data({
    autoUnlock,
    isAllDay: first?.isAllDay ?? 2,
    startDate: first?.startTime ?? null,
    endDate: first?.endTime ?? null,
    weekDays: first?.weekDays ?? [],
    passageMode,
  })
}

/** `/v3/lock/getPassageModeConfiguration`: sorted, all-day periods first. */
export function getNewPassageMode(call: Call): Answer {
  const found = lockFor(call, 'admin', 'authorised')
  if ('errcode' in found) return found
  const { passageMode, autoUnlock, periods } = found.lock.passage.cloud
  return data({ passageMode, autoUnlock, cyclicConfig: sortPeriods(periods) })
}

/** Whether the lock stands open by its schedule; windows are in the lock's local time. */
export function isPassageOpen(lock: SimulatedLock, lockTime: number): boolean {
  const { passageMode, periods } = lock.passage.memory
  if (passageMode !== 1) return false
  const local = new Date(lockTime + lock.timezoneRawOffset)
  const weekDay = local.getUTCDay() === 0 ? 7 : local.getUTCDay()
  const minute = local.getUTCHours() * 60 + local.getUTCMinutes()
  return periods.some(
    (period) =>
      period.weekDays.includes(weekDay) &&
      (period.isAllDay === 1 || (minute >= period.startTime && minute < period.endTime)),
  )
}

function configure(
  call: Call,
  readPeriods: () => readonly PassagePeriod[] | Refusal,
): Answer | Promise<Answer> {
  const found = lockFor(call, 'admin', 'authorised')
  if ('errcode' in found) return found
  const { lock } = found
  if (!hasFeature(lock.featureValue, feature.passageMode)) return refuse(-4043)
  const passageMode = integerOf(call.parameters, 'passageMode')
  const autoUnlock = integerOf(call.parameters, 'autoUnlock') ?? 2
  if ((passageMode !== 1 && passageMode !== 2) || (autoUnlock !== 1 && autoUnlock !== 2)) return refuse(-3)
  if (autoUnlock === 1 && !hasFeature(lock.featureValue, feature.passageAutoUnlock)) return refuse(-4043)
  const periods = readPeriods()
  if ('errcode' in periods) return periods
  if (passageMode === 1 && periods.length === 0) return refuse(-3)
  const setting: PassageMode = {
    passageMode,
    autoUnlock,
    periods: passageMode === 1 ? sortPeriods(periods) : [],
  }
  const type = integerOf(call.parameters, 'type') ?? 1
  if (type === 1) {
    call.entry.effect = 'cloud only'
    lock.passage.cloud = setting
    call.core.changed()
    return done()
  }
  if (type !== 2) return refuse(-3)
  return sendCommand(call, lock, () => {
    const lies = takeOne(call.core.world.switches, 'lyingSchedules')
    call.entry.effect = lies ? 'cloud only' : 'applied'
    lock.passage = { cloud: setting, memory: lies ? lock.passage.memory : setting }
    call.core.changed()
    return done()
  })
}

function sortPeriods(periods: readonly PassagePeriod[]): PassagePeriod[] {
  return [...periods].sort((a, b) => a.isAllDay - b.isAllDay || a.startTime - b.startTime)
}

/** A JSON text in one form field: null when absent, 80002 when malformed, -3 when it says the wrong thing. */
function jsonOf<Value>(
  call: Call,
  name: string,
  schema: z.ZodType<Value>,
): { readonly value: Value } | Refusal | null {
  const text = textOf(call.parameters, name)
  if (text === null) return null
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return refuse(80002)
  }
  const parsed = schema.safeParse(json)
  return parsed.success ? { value: parsed.data } : refuse(-3)
}
