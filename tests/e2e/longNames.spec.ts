import { expect, type Locator } from '@playwright/test'
import { test } from '../support/electronApp.ts'
import { FrontDesk, OPERATOR } from '../support/frontDesk.ts'

const DOOR = 'Grundstücksverwaltungsgesellschaftsarchivkellertürschlossanlagenraum'
const PERSON = 'Maximiliane-Friederike von Hohenlohe-Waldenburg-Schillingsfürst (Zimmer 214)'

/** True where all that is in it is in its width. */
function fits(part: Locator): Promise<boolean> {
  return part.evaluate((element) => element.scrollWidth <= element.clientWidth)
}

test('names without end widen no screen of a small window, and a door whose lock was not read shows what was decided', async ({
  app,
}) => {
  const { window, electron } = app
  await electron.evaluate(({ BrowserWindow }) => {
    for (const shown of BrowserWindow.getAllWindows()) shown.setContentSize(1_024, 700)
  })
  const desk = new FrontDesk(window)
  await desk.begin('Connect TTLock account')
  await window.evaluate(
    async ([doorName = '', personName = '']) => {
      const { sites, doors, people } = globalThis.window.lockstep
      const site = JSON.parse(await sites.create({ name: doorName, timezone: 'Asia/Tokyo' }))
      const person = JSON.parse(await people.create({ name: personName, note: null }))
      if (!site.ok || !person.ok) throw new Error('the scene was not stored')
      const rest = { deviceId: null, description: null, location: null, doorGroupId: null }
      const door = JSON.parse(
        await doors.provision({ ...rest, name: doorName, siteId: site.data.id, lockId: '77' }),
      )
      if (!door.ok) throw new Error(door.error.code)
      const startsAt = new Date(Date.now() + 3_600_000).toISOString()
      const where = { doorIds: [door.data.doorId], doorGroupIds: [] }
      await people.giveCode({ personId: person.data.id, pin: null, startsAt, endsAt: null, ...where })
    },
    [DOOR, PERSON],
  )
  const main = window.getByRole('main')
  const operator = window.getByRole('button', { name: new RegExp(OPERATOR.name) })
  await desk.goTo('Overview')
  const starting = window.getByRole('region', { name: 'Starting within 24 hours without proof' })
  await expect(starting.getByText(/^(today|tomorrow) \d\d:\d\d GMT\+9$/)).toBeVisible()
  for (const screen of ['Overview', 'Doors', 'People & codes', 'Enforce plan', 'Jobs', 'Traces'] as const) {
    await desk.goTo(screen)
    await desk.loaded()
    expect(await fits(main), screen).toBe(true)
    await expect(operator).toBeInViewport({ ratio: 1 })
  }
  await desk.goTo('People & codes')
  await window.getByRole('row', { name: PERSON }).click()
  await expect(window.getByRole('heading', { name: PERSON, level: 1 })).toBeVisible()
  await expect(window.getByRole('link', { name: DOOR })).toBeVisible()
  expect(await fits(main), 'person').toBe(true)

  await window.getByRole('link', { name: DOOR }).click()
  await expect(window.getByRole('heading', { name: DOOR, level: 1 })).toBeVisible()
  await expect(window.getByText('The lock was not read yet, so what is on it is unknown.')).toBeVisible()
  await expect(window.getByRole('table').getByRole('link', { name: PERSON })).toBeVisible()
  await expect(window.getByText('Nobody has a code for this door', { exact: false })).toBeHidden()
  expect(await fits(main), 'door').toBe(true)

  await main.getByRole('link', { name: 'Trace' }).click()
  await expect(main.getByText(`${DOOR} was provisioned`, { exact: false }).first()).toBeVisible()
  expect(await fits(main), 'trace').toBe(true)
})

test('a passcode that does not match is typed again where it was', async ({ app }) => {
  const { window } = app
  const desk = new FrontDesk(window)
  await desk.begin('Connect TTLock account')
  await window.getByRole('button', { name: new RegExp(OPERATOR.name) }).click()
  await window.getByRole('menuitem', { name: 'Sign out' }).click()
  const passcode = window.getByLabel('Passcode', { exact: true })
  await passcode.fill('not-the-passcode')
  await window.getByRole('button', { name: 'Sign in' }).click()
  await expect(window.getByText('That passcode does not match.', { exact: false })).toBeVisible()
  await expect(passcode).toBeFocused()
  await expect(passcode).toHaveValue('')
  await window.keyboard.type(OPERATOR.passcode)
  await window.keyboard.press('Enter')
  await expect(desk.navigation()).toBeVisible()
})
