import { expect } from '@playwright/test'
import { test } from '../support/electronApp.ts'
import { FrontDesk } from '../support/frontDesk.ts'
import { type SimulatorProcess, simulatedLogin, startSimulatorProcess } from '../support/simulator.ts'

let simulator: SimulatorProcess

test.beforeEach(async () => {
  simulator = await startSimulatorProcess(['--doors', '2'])
})
test.afterEach(async () => {
  await simulator.close()
})

/** The first number of so many of so many. */
function callsIn(text: string | null): number {
  return Number(/([\d,]+) of/.exec(text ?? '')?.[1]?.replaceAll(',', ''))
}

test('a manager sets the calls a month by keyboard; the meter and the connection test tell the new number', async ({
  app,
}) => {
  const { window } = app
  const desk = new FrontDesk(window)
  await simulator.control.setQuota({ clientId: 'lockstep-sim', monthCount: 12_000 })
  await desk.begin('Connect TTLock account')
  await desk.connectAccount(simulator.url)
  const meter = window.getByRole('contentinfo').getByText(/12,0\d\d of 30,000 calls this month/)
  await expect(meter).toBeVisible()

  await desk.goTo('Settings')
  const account = window.getByRole('listitem').filter({ hasText: simulator.url })
  await expect(account.getByText(/12,0\d\d of 30,000 calls used this month/)).toBeVisible()
  const change = account.getByRole('button', { name: 'Change calls a month' })
  await change.focus()
  await window.keyboard.press('Enter')
  const field = account.getByLabel('Calls a month', { exact: true })
  await expect(field).toBeFocused()
  await field.fill('500')
  await window.keyboard.press('Enter')
  await expect(account.getByText('Use a number from 1,000 to 10,000,000.')).toBeVisible()
  await field.fill('90000')
  await expect(field).toHaveValue('90,000')
  await window.keyboard.press('Enter')

  await expect(account.getByText(/12,0\d\d of 90,000 calls used this month/)).toBeVisible()
  await expect(window.getByRole('contentinfo').getByText(/12,0\d\d of 90,000 calls this month/)).toBeVisible()
  await account.getByRole('button', { name: 'Test connection' }).click()
  const found = account.getByText(/12,0\d\d of 90,000 calls of this month are used\./)
  await expect(found).toBeVisible()
  // What the test was told, and its own calls, are the application's.
  const told = callsIn(await found.textContent())
  const footer = window.getByRole('contentinfo')
  await expect.poll(async () => callsIn(await footer.textContent())).toBeGreaterThanOrEqual(told)
})

test('two accounts of one client id share their calls: the screen says so, and one number counts for both', async ({
  app,
}) => {
  const { window } = app
  const desk = new FrontDesk(window)
  await desk.begin('Connect TTLock account')
  await desk.connectAccount(simulator.url)
  const annex = { username: 'annex@lockstep.example', password: 'annex-locks' }
  const { clientId, clientSecret } = simulatedLogin
  await simulator.control.addAccount({ uid: 7_301_002, ...annex, clientId, clientSecret })
  await window.evaluate(
    async (account) => {
      const reply = JSON.parse(await globalThis.window.lockstep.accounts.connect(account))
      if (!reply.ok) throw new Error(reply.error.code)
    },
    { region: 'custom' as const, baseUrl: simulator.url, clientId, clientSecret, ...annex },
  )

  await desk.goTo('Settings')
  const account = (name: string) =>
    window.getByRole('listitem').filter({ has: window.getByRole('heading', { name, exact: true }) })
  const first = account(simulatedLogin.username)
  await expect(first.getByText(`shared with ${annex.username}`)).toBeVisible()
  const second = account(annex.username)
  await second.getByRole('button', { name: 'Change calls a month' }).click()
  await expect(second.getByText(`It counts for ${simulatedLogin.username} as well`)).toBeVisible()
  await second.getByLabel('Calls a month', { exact: true }).fill('45000')
  await second.getByRole('button', { name: 'Save' }).click()

  await expect(second.getByText(/of 45,000 calls used this month/)).toBeVisible()
  await expect(first.getByText(/of 45,000 calls used this month/)).toBeVisible()
})
