import type { PlanView } from '../../../src-preload/contract/views/plans.ts'
import { formatDuration } from '../../lib/time.ts'
import { texts } from '../../texts/texts.ts'

const words = texts.plan
const SHOWN_GATEWAYS = 4

/** How long each gateway has to work, the busiest first, each as a sentence. */
export function gatewayTimes({ timeLeft, row }: PlanView): readonly string[] {
  const busy = timeLeft.filter(({ seconds }) => seconds > 0)
  const say = row.status === 'applying' ? words.timeLeft : words.timeNeeded
  const told = busy
    .slice(0, SHOWN_GATEWAYS)
    .map(({ gateway, seconds }) => say(gateway, formatDuration(seconds * 1000)))
  const more = busy.length - told.length
  return more > 0 ? [...told, words.moreGateways(more)] : told
}
