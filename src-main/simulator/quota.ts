import type { Core } from './core.ts'
import { type Answer, data, refuse } from './envelope.ts'
import { type Parameters, textOf } from './parameters.ts'

/** Calls are counted by application and calendar month in UTC+8 (facts 6). */
function monthKey(clientId: string, now: number): string {
  return `${clientId} ${new Date(now + 8 * 3_600_000).toISOString().slice(0, 7)}`
}

export function monthCount(core: Core, clientId: string): number {
  return core.world.monthCounts.get(monthKey(clientId, core.now())) ?? 0
}

export function setMonthCount(core: Core, clientId: string, count: number): void {
  core.world.monthCounts.set(monthKey(clientId, core.now()), count)
  core.changed()
}

/** Counts a call; null, or the errcode when it is one too many: 30007 for the month, 30006 for the minute. */
export function countCall(
  core: Core,
  clientId: string,
  recentCalls: Map<string, number[]>,
): 30006 | 30007 | null {
  const { monthlyLimit, perMinuteLimit } = core.world.quota
  setMonthCount(core, clientId, monthCount(core, clientId) + 1)
  if (monthlyLimit !== null && monthCount(core, clientId) > monthlyLimit) return 30007
  if (perMinuteLimit === null) return null
  const now = core.now()
  const recent = (recentCalls.get(clientId) ?? []).filter((at) => at > now - 60_000)
  recent.push(now)
  recentCalls.set(clientId, recent)
  return recent.length > perMinuteLimit ? 30006 : null
}

export function uncountCall(core: Core, clientId: string): void {
  setMonthCount(core, clientId, Math.max(0, monthCount(core, clientId) - 1))
}

/** `/app/getMonthRequestCount`: needs the application's id and secret, no token, and is not counted itself. */
export function answerMonthCount(core: Core, parameters: Parameters): Answer {
  const clientId = textOf(parameters, 'clientId', 'client_id')
  const secret = textOf(parameters, 'clientSecret', 'client_secret')
  const application = core.world.accounts.find((account) => account.clientId === clientId)
  if (application === undefined) return refuse(10000)
  if (application.region !== core.world.region) return refuse(30008)
  if (application.clientSecret !== secret) return refuse(10001)
  return data({ monthRequestCount: monthCount(core, application.clientId) })
}
