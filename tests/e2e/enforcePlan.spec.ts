import { expect } from '@playwright/test'
import { defaultAccount, type LockSeed, type Site } from '../../src-main/simulator/site.ts'
import { type RunningApp, test } from '../support/electronApp.ts'
import { FrontDesk } from '../support/frontDesk.ts'
import { type SimulatorProcess, startSimulatorProcess } from '../support/simulator.ts'

const DAY_MS = 24 * 3_600_000
const LOCKS = { front: 501, side: 502, pool: 503 } as const

let simulator: SimulatorProcess

test.beforeEach(async () => {
  simulator = await startSimulatorProcess()
  await simulator.control.replaceSite(threeDoors())
})
test.afterEach(async () => {
  await simulator.close()
})

/** Three locks with old codes nobody decided: two on the front door, one on each other. */
function threeDoors(): Site {
  const sendDate = Date.now() - 30 * DAY_MS
  const stray = (keyboardPwdName: string, keyboardPwd: string) => ({
    keyboardPwd,
    keyboardPwdName,
    keyboardPwdType: 2,
    sendDate,
    startDate: sendDate,
    endDate: 0,
  })
  const lock = (lockId: number, lockAlias: string, codes: LockSeed['codes']): LockSeed => ({
    lockId,
    lockAlias,
    gateways: [{ gatewayId: 1, rssi: -60 }],
    codes,
  })
  return {
    accounts: [defaultAccount],
    gateways: [{ gatewayId: 1, gatewayName: 'Lobby' }],
    locks: [
      lock(LOCKS.front, 'Front lock', [stray('cleaner', '408162'), stray('old tenant', '917364')]),
      lock(LOCKS.side, 'Side lock', [stray('painter', '350917')]),
      lock(LOCKS.pool, 'Pool lock', [stray('plumber', '683027')]),
    ],
  }
}

/** Signs in, connects the account and provisions the three doors of a new site, which asks before it sends. */
async function openSite(app: RunningApp): Promise<FrontDesk> {
  const desk = new FrontDesk(app.window)
  await desk.begin('Connect TTLock account')
  await desk.connectAccount(simulator.url)
  await app.window.evaluate(async (locks) => {
    const { sites, doors } = window.lockstep
    const site = JSON.parse(await sites.create({ name: 'Hotel', timezone: 'Europe/Lisbon' }))
    if (!site.ok) throw new Error(site.error.code)
    for (const [name, lockId] of Object.entries(locks)) {
      const base = { deviceId: null, description: null, location: null, doorGroupId: null }
      const made = JSON.parse(
        await doors.provision({
          ...base,
          name: `${name} door`,
          siteId: site.data.id,
          lockId: String(lockId),
        }),
      )
      if (!made.ok) throw new Error(made.error.code)
    }
  }, LOCKS)
  await desk.goTo('Doors')
  await expect(app.window.getByText('Out of step', { exact: true })).toHaveCount(3)
  return desk
}

async function memoryOf(lockId: number): Promise<readonly string[]> {
  const { locks } = await simulator.control.state({ lockId })
  return (locks[0]?.memory ?? []).map((code) => code.keyboardPwd)
}

test('a plan is read, approved without one line, and applied; a door that moved meanwhile is left alone', async ({
  app,
}) => {
  test.setTimeout(120_000)
  const desk = await openSite(app)
  const { window } = app
  await desk.goTo('Enforce plan')
  await window.getByRole('button', { name: 'Preview plan' }).click()
  await expect(window.getByText('4 lines selected')).toBeVisible()
  const impact = window
    .getByRole('region', { name: 'Decision' })
    .getByRole('button', { name: /of nobody here/ })
  await expect(impact).toHaveText('4 codes of nobody here removed')
  await window.getByRole('checkbox', { name: /old tenant/ }).uncheck()
  await expect(window.getByText('3 lines selected')).toBeVisible()
  await expect(impact).toHaveText('3 codes of nobody here removed')

  await window.getByRole('button', { name: 'Approve', exact: true }).click()
  await window.getByLabel('Reason').fill('Season has ended')
  await window.getByRole('button', { name: 'Approve 3 lines' }).click()
  await expect(window.getByText('Approved by Maria Santos', { exact: true })).toBeVisible()

  await simulator.control.putCode({
    lockId: LOCKS.pool,
    keyboardPwd: '729405',
    keyboardPwdName: 'behind our back',
    keyboardPwdType: 2,
    endDate: 0,
  })
  await window.getByRole('button', { name: 'Apply', exact: true }).click()

  await expect(window.getByText('Done, read back')).toHaveCount(2)
  await expect(window.getByText('changed since the preview; nothing was sent to it')).toBeVisible()
  expect(await memoryOf(LOCKS.front)).toEqual(['917364'])
  expect(await memoryOf(LOCKS.side)).toEqual([])
  expect([...(await memoryOf(LOCKS.pool))].sort()).toEqual(['683027', '729405'])

  await window
    .getByRole('link', { name: 'Show trace' })
    .or(window.getByRole('button', { name: 'Show trace' }))
    .first()
    .click()
  await expect(window.getByRole('listitem', { name: /approve/ })).toBeVisible()
  await expect(window.getByRole('listitem', { name: /^PASSCODE_DELETE/ })).toHaveCount(2)
  await expect(
    window.getByText(/2 codes removed; 1 door had changed since, so nothing was sent there\./).first(),
  ).toBeVisible()

  await desk.goTo('Doors')
  await expect(window.getByText('In step', { exact: true })).toHaveCount(1)
  await expect(window.getByText('Out of step', { exact: true })).toHaveCount(2)

  await desk.goTo('Enforce plan')
  await window.getByRole('link', { name: 'All doors (3)' }).first().click()
  await expect(window.getByText('Can be undone until')).toBeVisible()
  await window.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(window.getByRole('heading', { name: 'Undo of All doors (3)' })).toBeVisible()
  await expect(window.getByText('2 lines selected')).toBeVisible()
  await expect(
    window.getByText('The plan removed the code “painter”; it comes back with its old PIN'),
  ).toBeVisible()
  await window.getByRole('button', { name: 'Approve', exact: true }).click()
  await window.getByLabel('Reason').fill('The season goes on')
  await window.getByRole('button', { name: 'Approve 2 lines' }).click()
  await window.getByRole('button', { name: 'Apply', exact: true }).click()
  await expect(window.getByText('Done, read back')).toHaveCount(2)
  expect([...(await memoryOf(LOCKS.front))].sort()).toEqual(['408162', '917364'])
  expect(await memoryOf(LOCKS.side)).toEqual(['350917'])
  await window.getByRole('button', { name: 'Show trace' }).first().click()
  await expect(window.getByRole('listitem', { name: /preview_undo/ })).toBeVisible()
  await expect(window.getByRole('listitem', { name: /^PASSCODE_ADD/ })).toHaveCount(2)

  await desk.goTo('Doors')
  await window.getByRole('link', { name: 'side door' }).click()
  await expect(window.getByText('An undo put this code back.')).toBeVisible()
  await window.getByRole('button', { name: 'Decide about painter' }).click()
  await window.getByRole('menuitem', { name: 'Never remove…' }).click()
  await window.getByLabel('Why').fill('Comes each spring')
  await window.getByRole('button', { name: 'Mark as never removed' }).click()
  await expect(window.getByText('Never removed', { exact: true })).toBeVisible()
  await expect(
    window.getByText('marked never to be removed by Maria Santos: Comes each spring.'),
  ).toBeVisible()
})

test('a plan that a person rejects sends nothing and stays readable with the reason', async ({ app }) => {
  const desk = await openSite(app)
  const { window } = app
  await desk.goTo('Enforce plan')
  await window.getByRole('button', { name: 'Preview plan' }).click()
  await window.getByRole('button', { name: 'Reject' }).click()
  await window.getByLabel('Reason').fill('The painter comes back')
  await window.getByRole('button', { name: 'Reject plan' }).click()
  await expect(window.getByRole('main').getByText('Rejected').first()).toBeVisible()
  const deletes = await simulator.control.journal({ path: '/v3/keyboardPwd/delete' })
  expect(deletes).toEqual([])
})

test('a plan is walked, narrowed, chosen and explained by the keyboard alone', async ({ app }) => {
  const desk = await openSite(app)
  const { window } = app
  await desk.goTo('Enforce plan')
  await window.getByRole('button', { name: 'Preview plan' }).click()
  await expect(window.getByText('4 lines selected')).toBeVisible()
  const { keyboard } = window
  const boxes = window.getByRole('list', { name: 'Doors and lines of the plan' }).getByRole('checkbox')
  const lines = boxes.and(window.getByRole('checkbox', { name: /^Delete/ }))

  await keyboard.press('i')
  await expect(window.getByText('No line of the plan is like that.')).toBeVisible()
  await keyboard.press('i')
  await expect(lines).toHaveCount(4)
  for (const [key, kind] of [
    ['a', /^Adds/],
    ['d', /^Deletes/],
    ['b', /^Blocked/],
    ['r', /^Only reported/],
  ] as const) {
    await keyboard.press(key)
    await expect(window.getByRole('button', { name: kind, pressed: true })).toBeVisible()
    await expect(lines).toHaveCount(key === 'd' ? 4 : 0)
    await keyboard.press(key)
    await expect(lines).toHaveCount(4)
  }

  await keyboard.press('ArrowDown')
  await keyboard.press('Space')
  await expect(window.getByText('3 lines selected')).toBeVisible()
  await expect(lines.first()).not.toBeChecked()
  await keyboard.press('Enter')
  await expect(window.getByText(/^Code \d+ in the lock’s list\./)).toBeVisible()
  await keyboard.press('Enter')
  await expect(window.getByText(/^Code \d+ in the lock’s list\./)).toBeHidden()
  await keyboard.press('ArrowDown')
  await keyboard.press('Space')
  await expect(window.getByText('2 lines selected')).toBeVisible()

  await keyboard.press('/')
  await keyboard.type('pool')
  await expect(lines).toHaveCount(1)
  await expect(window.getByRole('heading', { name: 'pool door' })).toBeVisible()
  await expect(window.getByRole('heading', { name: 'front door' })).toBeHidden()
  await keyboard.press('Escape')
  await expect(lines).toHaveCount(4)
})
