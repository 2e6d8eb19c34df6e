import { expect, type Page } from '@playwright/test'
import { defaultAccount } from '../../src-main/simulator/site.ts'
import { test } from '../support/electronApp.ts'
import { FrontDesk } from '../support/frontDesk.ts'
import { type SimulatorProcess, startSimulatorProcess } from '../support/simulator.ts'

const LOCK_ID = 601
const PIN = '482915'

let simulator: SimulatorProcess

test.beforeEach(async () => {
  simulator = await startSimulatorProcess()
  await simulator.control.replaceSite({
    accounts: [defaultAccount],
    gateways: [{ gatewayId: 1, gatewayName: 'Lobby' }],
    locks: [
      {
        lockId: LOCK_ID,
        lockAlias: 'Front lock',
        gateways: [{ gatewayId: 1, rssi: -60 }],
        codes: [
          {
            keyboardPwd: PIN,
            keyboardPwdName: 'cleaner',
            keyboardPwdType: 2,
            sendDate: Date.now() - 86_400_000,
          },
        ],
      },
    ],
  })
})
test.afterEach(async () => {
  await simulator.close()
})

/** A door whose lock holds somebody's code with the PIN that Ana Ruiz was given. */
async function openDoor(window: Page): Promise<FrontDesk> {
  const desk = new FrontDesk(window)
  await desk.begin('Connect TTLock account')
  await desk.connectAccount(simulator.url)
  await window.evaluate(
    async ({ lockId, pin }) => {
      const { sites, doors, people } = globalThis.window.lockstep
      const site = JSON.parse(await sites.create({ name: 'Hotel', timezone: 'Europe/Lisbon' }))
      if (!site.ok) throw new Error(site.error.code)
      const base = { deviceId: null, description: null, location: null, doorGroupId: null }
      const door = JSON.parse(
        await doors.provision({
          ...base,
          name: 'Front door',
          siteId: site.data.id,
          lockId: String(lockId),
        }),
      )
      const person = JSON.parse(await people.create({ name: 'Ana Ruiz', note: null }))
      if (!door.ok || !person.ok) throw new Error('the scene was not stored')
      const doorIds = [door.data.doorId]
      const window = { startsAt: null, endsAt: null, doorIds, doorGroupIds: [] }
      await people.giveCode({ personId: person.data.id, pin, ...window })
    },
    { lockId: LOCK_ID, pin: PIN },
  )
  return desk
}

test('a PIN that a code of nobody has is decided on the door’s page: a new PIN, shown once', async ({
  app,
}) => {
  const { window } = app
  const desk = await openDoor(window)
  await desk.goTo('Doors')
  await window.getByRole('link', { name: 'Front door' }).click()
  await expect(
    window.getByText('A code you did not give out has the PIN of Ana Ruiz on this lock.'),
  ).toBeVisible()
  await expect(window.getByRole('button', { name: 'Adopt', exact: true })).toBeVisible()
  await expect(window.getByRole('button', { name: 'Remove it', exact: true })).toBeVisible()
  await window.getByRole('button', { name: 'New PIN', exact: true }).click()
  const asked = window.getByRole('dialog', { name: 'Give Ana Ruiz a new PIN' })
  await asked.getByRole('button', { name: 'New PIN', exact: true }).click()
  const shown = window.getByRole('dialog', { name: 'The new PIN' })
  await expect(shown.getByText(/^\d{6}$/)).toBeVisible()
  await shown.getByRole('button', { name: 'I have handed it over' }).click()
  await expect(shown).toBeHidden()
  await expect(window.getByRole('button', { name: 'Adopt', exact: true })).toBeHidden()
})

test('a PIN that a code of nobody has is decided on the line of the plan: that code goes and the person’s own comes', async ({
  app,
}) => {
  const { window } = app
  const desk = await openDoor(window)
  await desk.goTo('Enforce plan')
  await window.getByRole('button', { name: 'Preview plan' }).click()
  await window.getByRole('button', { name: 'Remove it', exact: true }).click()
  const asked = window.getByRole('dialog', { name: 'Remove the other code' })
  await asked.getByRole('button', { name: 'Remove it', exact: true }).click()
  await expect(asked).toBeHidden()
  await expect(
    window.getByRole('main').getByText('Decided. Preview again to see it in a plan.'),
  ).toBeVisible()
  await expect(window.getByRole('button', { name: 'Remove it', exact: true })).toBeHidden()

  await desk.goTo('Enforce plan')
  await window.getByRole('button', { name: 'Preview plan' }).click()
  await expect(window.getByText('2 lines selected')).toBeVisible()
  await expect(window.getByText('Maria Santos asked for its removal')).toBeVisible()
})
