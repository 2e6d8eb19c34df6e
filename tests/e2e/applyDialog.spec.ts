import { expect } from '@playwright/test'
import { defaultAccount, type Site } from '../../src-main/simulator/site.ts'
import { test } from '../support/electronApp.ts'
import { FrontDesk } from '../support/frontDesk.ts'
import { type SimulatorProcess, startSimulatorProcess } from '../support/simulator.ts'

const DAY_MS = 24 * 3_600_000
const GATEWAY_OFFLINE = -3002
const LOCKS = { front: 501, side: 502 } as const

let simulator: SimulatorProcess

test.beforeEach(async () => {
  simulator = await startSimulatorProcess()
  await simulator.control.replaceSite(twoDoors())
})
test.afterEach(async () => {
  await simulator.close()
})

function twoDoors(): Site {
  const sendDate = Date.now() - 30 * DAY_MS
  const lock = (lockId: number, lockAlias: string, keyboardPwd: string) => ({
    lockId,
    lockAlias,
    gateways: [{ gatewayId: lockId, rssi: -60 }],
    codes: [{ keyboardPwd, keyboardPwdName: 'painter', keyboardPwdType: 2, sendDate, endDate: 0 }],
  })
  return {
    accounts: [defaultAccount],
    gateways: [
      { gatewayId: LOCKS.front, gatewayName: 'Lobby' },
      { gatewayId: LOCKS.side, gatewayName: 'Garden' },
    ],
    locks: [lock(LOCKS.front, 'Front lock', '408162'), lock(LOCKS.side, 'Side lock', '350917')],
  }
}

async function memoryOf(lockId: number): Promise<readonly string[]> {
  const { locks } = await simulator.control.state({ lockId })
  return (locks[0]?.memory ?? []).map((code) => code.keyboardPwd)
}

test('an apply that one gateway fails goes on elsewhere, asks, and leaves the door out by the word of a person; hours hold the next one', async ({
  app,
}) => {
  test.setTimeout(120_000)
  const { window } = app
  const desk = new FrontDesk(window)
  await desk.begin('Connect TTLock account')
  await desk.connectAccount(simulator.url)
  await window.evaluate(async (locks) => {
    const { sites, doors } = globalThis.window.lockstep
    const site = JSON.parse(await sites.create({ name: 'Hotel', timezone: 'Europe/Lisbon' }))
    if (!site.ok) throw new Error(site.error.code)
    for (const [name, lockId] of Object.entries(locks)) {
      const base = { deviceId: null, description: null, location: null, doorGroupId: null }
      await doors.provision({ ...base, name: `${name} door`, siteId: site.data.id, lockId: String(lockId) })
    }
  }, LOCKS)
  await desk.goTo('Doors')
  await expect(window.getByText('Out of step', { exact: true })).toHaveCount(2)

  await desk.goTo('Enforce plan')
  await window.getByRole('button', { name: 'Preview plan' }).click()
  await expect(window.getByText('2 lines selected')).toBeVisible()
  await window.getByRole('button', { name: 'Approve', exact: true }).click()
  await window.getByLabel('Reason').fill('Season has ended')
  await window.getByRole('button', { name: 'Approve 2 lines' }).click()
  await simulator.control.addFault({
    kind: 'errcode',
    errcode: GATEWAY_OFFLINE,
    path: '/v3/keyboardPwd/delete',
    lockId: LOCKS.front,
  })
  await window.getByRole('button', { name: 'Apply', exact: true }).click()

  const question = window.getByRole('region', { name: 'This did not go as expected' })
  await expect(question).toContainText('front door')
  await expect(question).toContainText('The gateway is offline.')
  await expect(window.getByText('Done, read back')).toHaveCount(1)
  expect(await memoryOf(LOCKS.side)).toEqual([])
  await question.getByRole('button', { name: 'Skip door' }).click()
  await expect(window.getByText('was left out of the apply by Maria Santos')).toBeVisible()
  await expect(question).toBeHidden()
  expect(await memoryOf(LOCKS.front)).toEqual(['408162'])

  await desk.goTo('Settings')
  await window.getByRole('link', { name: 'Enforcement' }).click()
  const rules = window.getByRole('region', { name: 'Enforcement' })
  await rules.getByLabel('More than', { exact: true }).first().fill('')
  await rules.getByLabel('Send only at certain hours').check()
  // Hours of a day that is neither today nor next to it: closed now, whatever the clock says.
  const today = new Date().getUTCDay()
  for (const [index, day] of ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'].entries()) {
    if ((today + 3) % 7 !== index + 1) await rules.getByText(day, { exact: true }).click()
  }
  await rules.getByRole('button', { name: 'Save enforcement' }).click()
  await expect(rules.getByText('This is outside the allowed range.')).toBeVisible()
  await rules.getByLabel('More than', { exact: true }).first().fill('7')
  const day = rules.getByRole('checkbox', { name: dayIn3(today) })
  if (!(await day.isChecked())) await rules.getByText(dayIn3(today).slice(0, 3), { exact: true }).click()
  await rules.getByRole('button', { name: 'Save enforcement' }).click()
  await expect(window.getByText('Enforcement of Hotel was saved')).toBeVisible()

  await desk.goTo('Doors')
  await window.getByRole('link', { name: 'front door' }).click()
  await expect(window.getByText(/outside the site’s enforcement hours until/)).toBeVisible()
  await window.getByRole('button', { name: 'Preview plan' }).click()
  await window.getByRole('button', { name: 'Approve', exact: true }).click()
  await window.getByLabel('Reason').fill('The painter is gone')
  await window.getByRole('button', { name: 'Approve 1 line' }).click()
  await window.getByRole('button', { name: 'Apply', exact: true }).click()
  await window.getByRole('button', { name: 'Run now' }).click()
  const asking = window.getByRole('dialog', { name: 'Run outside the enforcement hours' })
  await asking.getByLabel('Reason').fill('Checked with the owner')
  await asking.getByRole('button', { name: 'Run now' }).click()
  await expect(window.getByText('Done, read back')).toHaveCount(1)
  expect(await memoryOf(LOCKS.front)).toEqual([])
})

function dayIn3(today: number): string {
  const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
  return days[(today + 3) % 7] ?? 'Sunday'
}
