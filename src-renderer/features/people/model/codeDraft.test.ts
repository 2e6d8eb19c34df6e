import { describe, expect, it } from 'vitest'
import { emptyCodeDraft, listZonesOf, toGiveCodeRequest } from './codeDraft.ts'
import { findPeople } from './findPeople.ts'

describe('toGiveCodeRequest', () => {
  it('asks for a generated PIN though digits were typed before', () => {
    expect(toGiveCodeRequest({ ...emptyCodeDraft, pin: '4711' }, 9, 'UTC').pin).toBeNull()
  })

  it('reads the times by the clock of the site', () => {
    const draft = { ...emptyCodeDraft, ends: '2026-11-26 11:00:00' }
    expect(toGiveCodeRequest(draft, 9, 'Europe/Berlin')).toMatchObject({
      startsAt: null,
      endsAt: '2026-11-26T10:00:00.000Z',
    })
  })
})

describe('listZonesOf', () => {
  const doors = [
    { id: 1, doorGroupId: null, timezone: 'Europe/Berlin' },
    { id: 2, doorGroupId: 5, timezone: 'Europe/Lisbon' },
  ]

  it('counts the doors of a chosen group', () => {
    expect(listZonesOf({ ...emptyCodeDraft, doorIds: ['1'], groupIds: ['5'] }, doors)).toEqual([
      'Europe/Berlin',
      'Europe/Lisbon',
    ])
  })

  it('names no zone while nothing is chosen', () => {
    expect(listZonesOf(emptyCodeDraft, doors)).toEqual([])
  })
})

describe('findPeople', () => {
  const ana = {
    id: 1,
    name: 'Ana Ruiz',
    note: 'Room 12',
    isBlocked: false,
    activeCodes: 1,
    doors: 1,
    endsAt: null,
  }

  it('finds a person by a word of the note and a part of the name', () => {
    expect(findPeople([ana], 'room rui')).toEqual([ana])
  })
})
