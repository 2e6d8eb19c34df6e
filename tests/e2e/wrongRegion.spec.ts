import { type ElectronApplication, expect } from '@playwright/test'
import { test } from '../support/electronApp.ts'
import { holdAt, letGo } from '../support/failingRoutes.ts'
import { FrontDesk } from '../support/frontDesk.ts'
import { type SimulatorProcess, simulatedLogin, startSimulatorProcess } from '../support/simulator.ts'

const GLOBAL = 'euapi.ttlock.com'
const CHINA = 'cnapi.ttlock.com'

/** The cloud that serves everybody else, and the one of mainland China. */
let clouds: { readonly global: SimulatorProcess; readonly china: SimulatorProcess }

test.beforeEach(async () => {
  clouds = { global: await startSimulatorProcess(), china: await startSimulatorProcess() }
})
test.afterEach(async () => {
  await clouds.global.close()
  await clouds.china.close()
})

/** The simulated account is one of the region that a cloud has at first: the other cloud answers it with 30008. */
async function letAccountLiveIn(home: 'global' | 'china'): Promise<void> {
  await clouds.global.control.setRegion({ region: home === 'global' ? 'eu' : 'cn' })
  await clouds.china.control.setRegion({ region: home === 'china' ? 'eu' : 'cn' })
}

/** What the program sends to TTLock's own hosts goes to the two simulators, which speak no TLS. */
async function takePlaceOfTtlock({ evaluate }: Pick<ElectronApplication, 'evaluate'>): Promise<void> {
  await evaluate(
    (_electron, ports) => {
      const { connect } = process.getBuiltinModule('node:net')
      const plain = ({ host }: { readonly host: string }) => {
        const socket = connect(Number(new Map(ports).get(host)), '127.0.0.1')
        return socket.once('connect', () => socket.emit('secureConnect'))
      }
      Reflect.set(process.getBuiltinModule('node:tls'), 'connect', plain)
    },
    [
      [GLOBAL, new URL(clouds.global.url).port],
      [CHINA, new URL(clouds.china.url).port],
    ] satisfies [string, string][],
  )
}

test('an account of another region is told in words, switched by a button, and signed in; also once it is connected', async ({
  app,
}) => {
  const { window, electron } = app
  await letAccountLiveIn('china')
  await takePlaceOfTtlock({ evaluate: electron.evaluate.bind(electron) })
  const desk = new FrontDesk(window)
  await desk.begin('Connect TTLock account')
  await window.getByLabel('Client ID').fill(simulatedLogin.clientId)
  await window.getByLabel('Client secret').fill(simulatedLogin.clientSecret)
  await window.getByLabel('User name').fill(simulatedLogin.username)
  await window.getByLabel('Password', { exact: true }).fill(simulatedLogin.password)
  await holdAt(app, 'accounts.test')
  await window.getByRole('button', { name: 'Test connection' }).click()
  await expect(window.getByRole('status').filter({ hasText: 'Testing the connection' })).toBeVisible()
  await letGo(app)

  const found = window.getByRole('list', { name: 'What the test found' })
  await expect(found.getByText('Right region: failed')).toBeVisible()
  await expect(found.getByText('The account lives in another region.')).toBeVisible()
  await found.getByRole('button', { name: 'Switch to China' }).click()
  await expect(found.getByText('Right region: ok')).toBeVisible()
  await expect(found.getByText('Sign in: ok')).toBeVisible()
  await expect(window.getByRole('combobox', { name: 'Region' })).toHaveValue('China')
  await window.getByRole('button', { name: 'Connect', exact: true }).click()
  await expect(window.getByRole('heading', { name: 'Doors', level: 1 })).toBeVisible()

  await desk.goTo('Settings')
  const accounts = window.getByRole('region', { name: 'Accounts' })
  await expect(accounts.getByText('Signed in')).toBeVisible()
  await letAccountLiveIn('global')
  await accounts.getByRole('button', { name: 'Read locks again' }).click()
  await expect(accounts.getByText('Wrong region')).toBeVisible()
  await accounts.getByRole('button', { name: 'Switch to Global / Europe' }).click()
  await expect(accounts.getByText('Signed in')).toBeVisible()
  await expect(accounts.getByText(`https://${GLOBAL}`)).toBeVisible()
  await expect(accounts.getByRole('button', { name: /^Switch to/ })).toBeHidden()
})
