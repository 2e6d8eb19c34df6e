import { isRunning } from '../code/codeWindow.ts'
import type { PersonImpact } from './planImpact.ts'
import { type TimeContext, timeText, windowText } from './timeText.ts'

export interface ImpactNames {
  readonly person: string
  readonly door: string
}

/** What a plan does to one person at one door, as a site manager says it. */
export function impactSentence(impact: PersonImpact, names: ImpactNames, at: TimeContext): string {
  const { person, door } = names
  const { window, isInsideWindow } = impact
  switch (impact.effect) {
    case 'gains':
      return `${person} will be able to open ${door}${window === null ? '' : ` ${windowText(window, at)}`}.`
    case 'gains_second':
      return `${person} gets one more code at ${door}${window === null ? '' : `, which works ${windowText(window, at)}`}.`
    case 'loses':
      return `${person} will no longer be able to open ${door}.${isInsideWindow ? ' Their stay is running.' : ''}`
    case 'loses_one':
      return `${person} loses one code at ${door} and keeps another.`
    case 'ended':
      return `The code of ${person} at ${door} has ended and is taken off.`
    case 'changes':
      return `${person} keeps ${door}${changeText(impact, at)}.${gapText(impact, at)}`
    case 'interrupted':
      return `${person} cannot open ${door} for about ${impact.secondsWithoutCode ?? 0} seconds while the code is replaced${changeText(impact, at)}.${gapText(impact, at)}`
  }
}

function changeText(
  { changesPin, changesWindow, window, listedWindow }: PersonImpact,
  at: TimeContext,
): string {
  if (window === null || listedWindow === null || !changesWindow) return changesPin ? ' with a new PIN' : ''
  const times = `${windowText(window, at)} instead of ${windowText(listedWindow, at)}`
  return changesPin ? ` with a new PIN, ${times}` : ` with the same PIN, ${times}`
}

/** A code that works now and then does not for a while. */
function gapText({ window, listedWindow }: PersonImpact, at: TimeContext): string {
  if (window?.kind !== 'period' || window.startMs <= at.nowMs || listedWindow === null) return ''
  return isRunning(listedWindow, at.nowMs)
    ? ` Until ${timeText(window.startMs, at)} they cannot open it.`
    : ''
}
