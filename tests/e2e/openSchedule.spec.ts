import { expect } from '@playwright/test'
import { defaultAccount, type Site } from '../../src-main/simulator/site.ts'
import { test } from '../support/electronApp.ts'
import { FrontDesk } from '../support/frontDesk.ts'
import { type SimulatorProcess, startSimulatorProcess } from '../support/simulator.ts'

const FRONT = 601
const PLAIN = 602

let simulator: SimulatorProcess

test.beforeEach(async () => {
  simulator = await startSimulatorProcess()
  await simulator.control.replaceSite(twoLocks())
})
test.afterEach(async () => {
  await simulator.close()
})

function twoLocks(): Site {
  const gateways = [{ gatewayId: 1, rssi: -60 }]
  return {
    accounts: [defaultAccount],
    gateways: [{ gatewayId: 1, gatewayName: 'Lobby' }],
    locks: [
      { lockId: FRONT, lockAlias: 'Front lock', gateways },
      { lockId: PLAIN, lockAlias: 'Plain lock', gateways, passageMode: false },
    ],
  }
}

async function onLock() {
  const { locks } = await simulator.control.state({ lockId: FRONT })
  return locks[0]?.passage.memory
}

test('an open schedule is decided in door setup, approved, proven on the lock, undone, and watched from then on', async ({
  app,
}) => {
  test.setTimeout(120_000)
  const { window } = app
  const desk = new FrontDesk(window)
  await desk.begin('Connect TTLock account')
  await desk.connectAccount(simulator.url)

  await desk.fillDoor({ name: 'Lobby', newSite: 'Hotel', device: /Plain lock/ })
  const schedule = window.getByRole('combobox', { name: 'Open schedule', exact: true })
  await expect(schedule).toBeDisabled()
  await expect(window.getByText('This lock cannot stand open by a schedule.')).toBeVisible()
  await desk.choose('Device', /Front lock/)
  await desk.choose('Open schedule', 'Stands open at certain hours')
  const hours = window.getByRole('group', { name: 'Open hours 1' })
  await hours.getByLabel('To').fill('07:00')
  await desk.provision()
  await expect(hours.getByText('The end must be later than the start, on the same day.')).toBeVisible()
  await expect(hours.getByLabel('To')).toBeFocused()
  await hours.getByLabel('To').fill('18:00')
  await window.getByRole('button', { name: 'Add open hours' }).click()
  const more = window.getByRole('group', { name: 'Open hours 2' })
  await more.getByText('Sat', { exact: true }).click()
  await expect(more.getByRole('checkbox', { name: 'Saturday' })).toBeChecked()
  await more.getByLabel('From').fill('09:00')
  await more.getByLabel('To').fill('12:00')
  await window.screenshot({ path: 'test-results/e2e/shots/open-schedule-setup.png', fullPage: true })
  await desk.provision()

  const week = 'Mon–Fri 08:00–18:00, Sat 09:00–12:00'
  const section = window.getByRole('region', { name: 'Open schedule' })
  await expect(section).toContainText(`Decided${week}`)
  await expect(section).toContainText('On the locknever')
  await expect(section).toContainText('Differs')
  expect((await onLock())?.passageMode).toBe(2)

  await window.getByRole('button', { name: 'Preview plan' }).click()
  await expect(window.getByText('1 line selected')).toBeVisible()
  const said = `The door will stand open ${week}; now: never.`
  await expect(window.getByText(said).first()).toBeVisible()
  await expect(window.getByText('1 open schedule set').first()).toBeVisible()
  await window.screenshot({ path: 'test-results/e2e/shots/open-schedule-plan.png' })
  await window.getByRole('button', { name: 'Approve', exact: true }).click()
  const dialog = window.getByRole('dialog')
  await expect(dialog.getByText('It sets 1 open schedule on 1 door.')).toBeVisible()
  await expect(dialog.getByRole('list', { name: 'Open schedule' })).toContainText(`Lobby: ${said}`)
  await window.screenshot({ path: 'test-results/e2e/shots/open-schedule-approve.png' })
  await dialog.getByLabel('Reason').fill('Office hours')
  await dialog.getByRole('button', { name: 'Approve 1 line' }).click()
  await window.getByRole('button', { name: 'Apply', exact: true }).click()
  await expect(window.getByText('Done, read back')).toBeVisible()
  expect(await onLock()).toMatchObject({
    passageMode: 1,
    periods: [
      { startTime: 480, endTime: 1_080, weekDays: [1, 2, 3, 4, 5] },
      { startTime: 540, endTime: 720, weekDays: [6] },
    ],
  })

  await window.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(window.getByText('Before the plan the door did not stand open').first()).toBeVisible()
  await window.getByRole('button', { name: 'Approve', exact: true }).click()
  await window.getByLabel('Reason').fill('Not yet')
  await window.getByRole('button', { name: 'Approve 1 line' }).click()
  await window.getByRole('button', { name: 'Apply', exact: true }).click()
  await expect(window.getByText('Done, read back')).toBeVisible()
  expect((await onLock())?.passageMode).toBe(2)

  await simulator.control.patchLock({
    lockId: FRONT,
    passage: {
      passageMode: 1,
      autoUnlock: 2,
      periods: [{ isAllDay: 1, startTime: 0, endTime: 0, weekDays: [7] }],
    },
  })
  await desk.goTo('Doors')
  await window.getByRole('link', { name: 'Lobby' }).click()
  await expect(section).toContainText('Decidednever')
  await window.getByRole('button', { name: 'Check now' }).click()
  await expect(section).toContainText('On the lockSun all day')
  await expect(section).toContainText('Differs')
  await window.emulateMedia({ colorScheme: 'dark' })
  await window.screenshot({ path: 'test-results/e2e/shots/open-schedule-door.png' })
  expect((await onLock())?.passageMode).toBe(1)

  await window.getByRole('button', { name: 'Change open schedule' }).click()
  await expect(window.getByRole('combobox', { name: 'Open schedule', exact: true })).toHaveValue(
    'Never stands open',
  )
  await window.screenshot({ path: 'test-results/e2e/shots/open-schedule-change.png' })
  await window.keyboard.press('Escape')
  await desk.goTo('Overview')
  await expect(
    window.getByText('Its open schedule is not as decided', { exact: false }).first(),
  ).toBeVisible()
})
