import { describe, expect, it } from 'vitest'
import { emptyDoorDraft, NOT_CREATED, toProvisionRequest } from './doorDraft.ts'

const draft = { ...emptyDoorDraft, name: 'Front door', siteId: '1', deviceId: '4', lockId: '28991110' }

describe('toProvisionRequest', () => {
  it('sends the chosen device alone when the list is open, though a lock ID was typed before', () => {
    expect(toProvisionRequest(draft)).toMatchObject({ deviceId: 4, lockId: null })
  })

  it('sends the typed lock ID alone when the lock is not in the list', () => {
    expect(toProvisionRequest({ ...draft, isTyped: true })).toMatchObject({
      deviceId: null,
      lockId: '28991110',
    })
  })

  it('sends an id that main declines for a site or group that was named but not created', () => {
    const request = toProvisionRequest({ ...draft, siteId: NOT_CREATED, doorGroupId: NOT_CREATED })
    expect(request).toMatchObject({ siteId: 0, doorGroupId: 0 })
  })

  it('sends empty optional fields as nothing', () => {
    expect(toProvisionRequest({ ...draft, description: '   ' })).toMatchObject({
      description: null,
      location: null,
      doorGroupId: null,
    })
  })
})
