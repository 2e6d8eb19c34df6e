import { expect, type Page } from '@playwright/test'
import { defaultAccount, type Site } from '../../src-main/simulator/site.ts'
import { test } from '../support/electronApp.ts'
import { FrontDesk, OPERATOR } from '../support/frontDesk.ts'
import { type SimulatorProcess, startSimulatorProcess } from '../support/simulator.ts'

const DAY_MS = 24 * 3_600_000
const LOCK_ID = 501
const PIN = '408162'
const SECOND = {
  name: 'Rui Bartolomeu Costa de Vasconcelos e Sousa do Nascimento',
  passcode: 'second-harbour-light',
}

let simulator: SimulatorProcess

test.beforeEach(async () => {
  simulator = await startSimulatorProcess()
  await simulator.control.replaceSite(oneDoor([PIN]))
})
test.afterEach(async () => {
  await simulator.close()
})

function oneDoor(pins: readonly string[]): Site {
  const sendDate = Date.now() - 30 * DAY_MS
  return {
    accounts: [defaultAccount],
    gateways: [{ gatewayId: 1, gatewayName: 'Lobby' }],
    locks: [
      {
        lockId: LOCK_ID,
        lockAlias: 'Front lock',
        gateways: [{ gatewayId: 1, rssi: -60 }],
        codes: pins.map((keyboardPwd) => ({
          keyboardPwd,
          ...{ keyboardPwdName: 'painter', keyboardPwdType: 2, sendDate, endDate: 0 },
        })),
      },
    ],
  }
}

interface Rules {
  readonly mode: 'strict' | 'ultra_strict'
  readonly policy: 'approve' | 'auto'
  readonly needsSecondOperator: boolean
}

/** Connects the account and provisions its door at a site with these rules. */
async function openSite(window: Page, rules: Rules, timezone = 'Europe/Lisbon'): Promise<FrontDesk> {
  const desk = new FrontDesk(window)
  await desk.begin('Connect TTLock account')
  await desk.connectAccount(simulator.url)
  await window.evaluate(
    async ({ lockId, rules, timezone }) => {
      const { sites, doors } = globalThis.window.lockstep
      const site = JSON.parse(await sites.create({ name: 'Hotel', timezone }))
      if (!site.ok) throw new Error(site.error.code)
      const { graceWindowSeconds, leadTimeSeconds, limits } = site.data
      const [allowFirstRunUnattended, allowEmptyExpectedUnattended] = [false, false]
      const set = JSON.parse(
        await sites.updateEnforcement({
          ...{ graceWindowSeconds, leadTimeSeconds, limits, hours: null },
          ...{ allowFirstRunUnattended, allowEmptyExpectedUnattended, ...rules },
          siteId: site.data.id,
        }),
      )
      if (!set.ok) throw new Error(set.error.code)
      const base = { deviceId: null, description: null, location: null, doorGroupId: null }
      const door = JSON.parse(
        await doors.provision({
          ...base,
          name: 'Front door',
          siteId: site.data.id,
          lockId: String(lockId),
        }),
      )
      if (!door.ok) throw new Error(door.error.code)
    },
    { lockId: LOCK_ID, rules, timezone },
  )
  return desk
}

/** By the rules it has otherwise. */
async function setMode(window: Page, mode: 'observe' | 'strict'): Promise<void> {
  await window.evaluate(async (mode) => {
    const { sites } = globalThis.window.lockstep
    const all = JSON.parse(await sites.list({}))
    if (!all.ok) throw new Error(all.error.code)
    for (const { id, graceWindowSeconds, leadTimeSeconds, limits, policy } of all.data) {
      const [allowFirstRunUnattended, allowEmptyExpectedUnattended, needsSecondOperator] = [
        false,
        false,
        false,
      ]
      const set = JSON.parse(
        await sites.updateEnforcement({
          ...{ graceWindowSeconds, leadTimeSeconds, limits, policy, hours: null, needsSecondOperator },
          ...{ allowFirstRunUnattended, allowEmptyExpectedUnattended, mode, siteId: id },
        }),
      )
      if (!set.ok) throw new Error(set.error.code)
    }
  }, mode)
}

/** Null lifts it. */
async function setFreeze(window: Page, until: string | null): Promise<void> {
  await window.evaluate(async (until) => {
    const { sites } = globalThis.window.lockstep
    const all = JSON.parse(await sites.list({}))
    for (const site of all.ok ? all.data : []) await sites.freeze({ siteId: site.id, until })
  }, until)
}

async function setPause(window: Page, until: string | null): Promise<void> {
  await window.evaluate(async (until) => {
    const { doors } = globalThis.window.lockstep
    const all = JSON.parse(await doors.list({}))
    for (const door of all.ok ? all.data : [])
      await doors.pause({ doorId: door.id, until, reason: 'The owner is in' })
  }, until)
}

async function memory(): Promise<readonly string[]> {
  const { locks } = await simulator.control.state({ lockId: LOCK_ID })
  return (locks[0]?.memory ?? []).map((code) => code.keyboardPwd)
}

test('a plan that a safeguard stopped on an unattended site is approved once each safeguard was allowed, with its reason', async ({
  app,
}) => {
  const { window } = app
  const desk = await openSite(window, { mode: 'strict', policy: 'auto', needsSecondOperator: false })
  await desk.goTo('Overview')
  const waiting = window.getByRole('region', { name: 'Awaiting your approval' })
  await waiting.getByRole('link', { name: 'Front door' }).click()
  const safeguards = window.getByRole('region', { name: 'Why it waits for a person' })
  await expect(safeguards.getByText('This door is new, and nothing was sent to its lock yet.')).toBeVisible()
  const allow = safeguards.getByRole('button', { name: /^Allow once/ })
  await expect(allow).toHaveCount(2)

  await window.getByRole('button', { name: 'Approve', exact: true }).click()
  const approving = window.getByRole('dialog', { name: 'Approve this plan' })
  await approving.getByLabel('Reason').fill('The painter is done')
  await approving.getByRole('button', { name: 'Approve 1 line' }).click()
  await expect(approving.getByText('A safeguard stands in the way of these lines.')).toBeVisible()
  await approving.getByRole('button', { name: 'Cancel' }).click()

  for (const left of [1, 0]) {
    await allow.first().click()
    const asked = window.getByRole('dialog', { name: 'Allow this once' })
    await asked.getByLabel('Reason').fill('I stood at the door')
    await asked.getByRole('button', { name: 'Allow once' }).click()
    await expect(asked).toBeHidden()
    await expect(window.getByRole('button', { name: /^Allow once/ })).toHaveCount(left)
  }
  await expect(window.getByText('Allowed once by Maria Santos: “I stood at the door”')).toHaveCount(2)
  expect(await memory()).toEqual([PIN])

  await window.getByRole('button', { name: 'Approve', exact: true }).click()
  await approving.getByLabel('Reason').fill('The painter is done')
  await approving.getByRole('button', { name: 'Approve 1 line' }).click()
  await window.getByRole('button', { name: 'Apply', exact: true }).click()
  await expect(window.getByText('Done, read back')).toHaveCount(1)
  expect(await memory()).toEqual([])
  await window.getByRole('button', { name: 'Show trace' }).first().click()
  await expect(window.getByRole('listitem', { name: /allow_safeguard/ })).toHaveCount(2)
})

test('in ultra strict one manager approves, another signs in and confirms with their own passcode, and only then it is applied', async ({
  app,
}) => {
  const { window } = app
  const main = await app.electron.browserWindow(window)
  await main.evaluate((shown) => shown.setContentSize(1_024, 700))
  const desk = await openSite(window, { mode: 'ultra_strict', policy: 'approve', needsSecondOperator: true })
  await window.evaluate(async (second) => {
    const made = JSON.parse(await globalThis.window.lockstep.operators.create({ ...second, role: 'manager' }))
    if (!made.ok) throw new Error(made.error.code)
  }, SECOND)
  await desk.goTo('Enforce plan')
  await window.getByRole('button', { name: 'Preview plan' }).click()
  await window.getByRole('button', { name: 'Approve', exact: true }).click()
  await window.getByLabel('Reason').fill('The painter is done')
  await window.getByRole('button', { name: 'Approve 1 line' }).click()
  await expect(window.getByText('This site asks for a second manager in ultra strict.')).toBeVisible()
  await expect(window.getByRole('button', { name: 'Apply', exact: true })).toBeDisabled()

  await window.getByRole('button', { name: new RegExp(OPERATOR.name) }).click()
  await window.getByRole('menuitem', { name: 'Sign out' }).click()
  await window.getByLabel('Your name').selectOption(SECOND.name)
  await window.getByLabel('Passcode', { exact: true }).fill(SECOND.passcode)
  await window.getByRole('button', { name: 'Sign in' }).click()
  await desk.goTo('Overview')
  await expect(window.getByRole('button', { name: new RegExp(SECOND.name) })).toBeInViewport({ ratio: 1 })
  const waiting = window.getByRole('region', { name: 'Awaiting your approval' }).getByRole('listitem')
  const unconfirmed = waiting.filter({ hasText: 'waits for a second manager' })
  await unconfirmed.getByRole('link', { name: 'All doors (1)' }).click()
  const apply = window.getByRole('button', { name: 'Apply', exact: true })
  await expect(apply).toBeDisabled()
  await window.getByRole('button', { name: 'Confirm', exact: true }).click()
  const asked = window.getByRole('dialog', { name: 'Confirm as second manager' })
  await desk.choose('Second manager', SECOND.name)
  await asked.getByLabel('Passcode of the second manager').fill(OPERATOR.passcode)
  await asked.getByRole('button', { name: 'Confirm plan' }).click()
  await expect(asked.getByText('That passcode does not match.')).toBeVisible()
  await asked.getByLabel('Passcode of the second manager').fill(SECOND.passcode)
  await asked.getByRole('button', { name: 'Confirm plan' }).click()
  await expect(asked).toBeHidden()
  await expect(window.getByText(`confirmed by ${SECOND.name}`)).toBeVisible()
  expect(await memory()).toEqual([PIN])

  await apply.click()
  await expect(window.getByText('Done, read back')).toHaveCount(1)
  expect(await memory()).toEqual([])
})

test('a plan above the limits is approved once the number of removals was typed in, and its page says what holds it', async ({
  app,
}) => {
  test.setTimeout(120_000)
  const { window } = app
  const pins = ['408162', '917364', '350917', '683027', '264918', '571039']
  await simulator.control.replaceSite(oneDoor(pins))
  const desk = await openSite(window, { mode: 'strict', policy: 'approve', needsSecondOperator: false })
  await desk.goTo('Enforce plan')
  await window.getByRole('button', { name: 'Preview plan' }).click()
  await window.getByRole('button', { name: 'Approve', exact: true }).click()
  const approving = window.getByRole('dialog', { name: 'Approve this plan' })
  const approve = approving.getByRole('button', { name: 'Approve 6 lines' })
  await approving.getByLabel('Reason').fill('The painters are done')
  await expect(approve).toBeDisabled()
  await approving.getByLabel('Type 6 to confirm').fill('5')
  await expect(approve).toBeDisabled()
  await approving.getByLabel('Type 6 to confirm').fill('6')
  await approve.click()
  await expect(approving).toBeHidden()

  const hold = window.getByRole('status', { name: 'What holds this plan' })
  const inTwoHours = new Date(Date.now() + 2 * 3_600_000).toISOString()
  await setFreeze(window, inTwoHours)
  await expect(hold).toContainText(
    /Nothing is sent to Front door: the site is frozen until (today|tomorrow) \d\d:\d\d, by Maria Santos\./,
  )
  await window.getByRole('button', { name: 'Apply', exact: true }).click()
  await expect(window.getByText('0 of 6 lines proven')).toBeVisible()
  expect([...(await memory())].sort()).toEqual([...pins].sort())

  await setPause(window, inTwoHours)
  await setFreeze(window, null)
  await expect(hold).toContainText(
    /Nothing is sent to Front door: the door is paused until (today|tomorrow) \d\d:\d\d, by Maria Santos: “The owner is in”\./,
  )
  expect(await simulator.control.journal({ path: '/v3/keyboardPwd/delete' })).toEqual([])
  await setPause(window, null)
  await expect(window.getByText('Done, read back')).toHaveCount(6, { timeout: 60_000 })
  expect(await memory()).toEqual([])
})

test('an approved plan whose site only observes says so, its Apply cannot be pressed, and can again afterwards', async ({
  app,
}) => {
  const { window } = app
  const desk = await openSite(
    window,
    { mode: 'strict', policy: 'approve', needsSecondOperator: false },
    'Asia/Tokyo',
  )
  await desk.goTo('Overview')
  const waiting = window.getByRole('region', { name: 'Awaiting your approval' })
  await expect(waiting.getByRole('link', { name: 'Front door' })).toBeVisible()
  await desk.goTo('Enforce plan')
  await window.getByRole('button', { name: 'Preview plan' }).click()
  await expect(window.getByText('times in GMT+9')).toBeVisible()
  await window.getByRole('button', { name: 'Approve', exact: true }).click()
  const approving = window.getByRole('dialog', { name: 'Approve this plan' })
  await approving.getByLabel('Reason').fill('The painter is done')
  await approving.getByRole('button', { name: 'Approve 1 line' }).click()
  const apply = window.getByRole('button', { name: 'Apply', exact: true })
  await expect(apply).toBeEnabled()

  await setMode(window, 'observe')
  const holds = window.getByRole('status', { name: 'What holds this plan' })
  await expect(holds).toContainText('Nothing is sent to Front door: the site only observes.')
  await expect(apply).toBeDisabled()
  await expect(apply).toHaveAccessibleDescription('It can be applied once the site no longer only observes.')
  await window.screenshot({ path: 'test-results/e2e/shots/plan-observed.png' })
  await window.emulateMedia({ colorScheme: 'dark' })
  await window.screenshot({ path: 'test-results/e2e/shots/plan-observed-dark.png' })
  await apply.focus()
  await window.keyboard.press('Enter')
  await expect(window.getByText('Nothing was sent')).toBeHidden()
  expect(await memory()).toEqual([PIN])

  await desk.goTo('Enforce plan')
  await expect(window.getByRole('row', { name: /All doors/ })).toContainText('GMT+9')
  await window.screenshot({ path: 'test-results/e2e/shots/plans-other-zone.png' })
  await window.getByRole('row', { name: /All doors/ }).click()
  await setMode(window, 'strict')
  await expect(holds).toBeHidden()
  await apply.click()
  await expect(window.getByText('Done, read back')).toHaveCount(1)
})
