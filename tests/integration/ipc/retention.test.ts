import { afterAll, beforeAll, expect, it } from 'vitest'
import { type AppScene, openAppScene } from '../../support/appScene.ts'
import { createFakeKeyring } from '../../support/fakeKeyring.ts'

let scene: AppScene

beforeAll(async () => {
  scene = await openAppScene(createFakeKeyring(true))
  await scene.get('session.begin', { name: 'Maria Santos', passcode: 'harbour-lights', choice: 'connect' })
})
afterAll(() => scene.close())

const logDays = async () => (await scene.get('traces.retention', {})).logDays
const changes = () =>
  scene.session.runtime.store.traces
    .auditOfEntity('Settings', 10)
    .map(({ action, operatorId, before, after }) => ({ action, operatorId, before, after }))

it('logs are kept for 180 days until somebody says otherwise', async () => {
  expect(await logDays()).toBe(180)
})

it('the period that a manager sets holds from then on and stands in the audit, once', async () => {
  expect(await scene.get('traces.setRetention', { logDays: 365 })).toMatchObject({ logDays: 365 })
  await scene.get('traces.setRetention', { logDays: 365 })
  expect(await logDays()).toBe(365)
  expect(changes()).toEqual([
    {
      ...{ action: 'update', operatorId: 1 },
      before: { log_retention_days: 180 },
      after: { log_retention_days: 365 },
    },
  ])
})

it.each([1, 29, 181])('a period of %i days is declined, and nothing changes', async (days) => {
  const told = changes()
  expect(await scene.ask('traces.setRetention', { logDays: days })).toMatchObject({
    error: { code: 'validation_failed', fields: [{ path: 'logDays', code: 'not_in_list' }] },
  })
  expect([await logDays(), changes()]).toEqual([365, told])
})

it('support may not set it', async () => {
  const support = { name: 'Sam', passcode: 'far-and-away', role: 'support' } as const
  const { id } = await scene.get('operators.create', support)
  await scene.get('session.signIn', { operatorId: id, passcode: support.passcode })
  expect(await scene.ask('traces.setRetention', { logDays: 30 })).toMatchObject({
    error: { code: 'not_allowed' },
  })
})
