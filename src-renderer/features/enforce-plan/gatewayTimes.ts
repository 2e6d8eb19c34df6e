import type { PlanView } from '../../../src-preload/contract/views/plans.ts'
import { formatDuration } from '../../lib/time.ts'
import { texts } from '../../texts/texts.ts'

const words = texts.plan
const SHOWN_GATEWAYS = 4

/** How long each gateway has to work, the busiest first, each as a sentence; locks without a known one in one for all of them. */
export function gatewayTimes({ timeLeft, row }: Pick<PlanView, 'timeLeft' | 'row'>): readonly string[] {
  const isLeft = row.status === 'applying'
  const [say, sayOfLocks] = isLeft
    ? [words.timeLeft, words.timeLeftOfLocks]
    : [words.timeNeeded, words.timeNeededOfLocks]
  const durationOf = (seconds: number) => formatDuration(seconds * 1000)
  const busy = timeLeft.filter(({ seconds }) => seconds > 0)
  const named = busy.flatMap(({ gateway, seconds }) => (gateway === null ? [] : [{ gateway, seconds }]))
  const told = named.slice(0, SHOWN_GATEWAYS).map(({ gateway, seconds }) => say(gateway, durationOf(seconds)))
  const more = named.length - told.length
  const locks = busy.filter(({ gateway }) => gateway === null)
  const longest = Math.max(...locks.map(({ seconds }) => seconds))
  return [
    ...told,
    ...(more > 0 ? [words.moreGateways(more)] : []),
    ...(locks.length > 0 ? [sayOfLocks(locks.length, durationOf(longest))] : []),
  ]
}
