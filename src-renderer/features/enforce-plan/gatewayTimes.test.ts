import { describe, expect, it } from 'vitest'
import type { PlanStatus, PlanView } from '../../../src-preload/contract/views/plans.ts'
import { gatewayTimes } from './gatewayTimes.ts'

function plan(status: PlanStatus, timeLeft: PlanView['timeLeft']): Pick<PlanView, 'timeLeft' | 'row'> {
  const counts = { adds: 0, changes: 0, deletes: 0, blocked: 0, invalid: 0, reported: 0, underWay: 0 }
  const rest = {
    unreadableDoors: 0,
    doors: 1,
    mode: 'strict',
    createdAt: '',
    correlationId: '',
    id: 1,
    timezone: null,
  }
  return { row: { ...counts, ...rest, title: 'All doors', status }, timeLeft }
}

describe('gatewayTimes', () => {
  it('of some gateways, tells each and leaves out those with nothing to do', () => {
    const times = [
      { gateway: 'Lobby', seconds: 100 },
      { gateway: 'Garden', seconds: 20 },
      { gateway: 'Cellar', seconds: 0 },
    ]
    expect(gatewayTimes(plan('previewed', times))).toEqual([
      'Lobby works for about 1 min 40 s.',
      'Garden works for about 20 s.',
    ])
  })

  it('of many, tells the first four and counts the others', () => {
    const times = Array.from({ length: 6 }, (_, index) => ({ gateway: `G${index}`, seconds: 60 - index }))
    expect(gatewayTimes(plan('previewed', times)).at(-1)).toBe('2 more gateways beside them.')
  })

  it('of locks without a known gateway, tells them as one, by the longest', () => {
    const times = [
      { gateway: 'Lobby', seconds: 20 },
      { gateway: null, seconds: 130 },
      { gateway: null, seconds: 10 },
    ]
    expect(gatewayTimes(plan('previewed', times)).at(-1)).toBe(
      '2 locks whose gateway is not known take up to 2 min 10 s each, side by side.',
    )
    expect(gatewayTimes(plan('applying', times.slice(0, 2))).at(-1)).toBe(
      '1 lock whose gateway is not known: about 2 min 10 s left.',
    )
  })
})
