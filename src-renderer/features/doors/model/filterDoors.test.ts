import { describe, expect, it } from 'vitest'
import type { DoorRow } from '../../../../src-preload/contract/views/doors.ts'
import { countStates, filterDoors } from './filterDoors.ts'

const door: DoorRow = {
  id: 1,
  name: 'Front door',
  siteId: 1,
  siteName: 'Harbour House',
  timezone: 'Europe/Berlin',
  doorGroupId: null,
  groupName: null,
  location: '1st floor',
  lockId: '28991110',
  deviceName: null,
  state: 'in_step',
  differences: 0,
  wrong: { missing: 0, changed: 0, unwanted: 0, undeliverable: 0 },
  waitingFor: null,
  awaitingPlanId: null,
  unreadableBecause: null,
  lastReadAt: null,
  batteryPercent: null,
  isBatteryLow: false,
  pausedUntil: null,
  hold: null,
}
const cellar: DoorRow = { ...door, id: 2, name: 'Cellar', siteId: 2, lockId: '7', state: 'out_of_step' }

describe('filterDoors', () => {
  it('finds a door by part of its lock id and a word of its site, in any order', () => {
    expect(filterDoors([door, cellar], { q: 'harbour 2899' })).toEqual([door])
  })

  it('finds nothing when one word fits no field', () => {
    expect(filterDoors([door], { q: 'front attic' })).toEqual([])
  })

  it('keeps the state and the site together', () => {
    expect(filterDoors([door, cellar], { state: 'out_of_step', site: 1 })).toEqual([])
  })
})

describe('countStates', () => {
  it('puts what needs a person before what is in step', () => {
    expect(countStates([door, cellar]).states).toEqual([
      ['out_of_step', 1],
      ['in_step', 1],
    ])
  })
})
