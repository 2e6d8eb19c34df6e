import { expect, type Locator, type Page } from '@playwright/test'
import { OFFICE_LOCK } from './seedSite.ts'
import { simulatedLogin } from './simulator.ts'

export const OPERATOR = { name: 'Maria Santos', passcode: 'harbour-lights' }

/** What a person at the front desk does with the window, by role and name. */
export class FrontDesk {
  readonly #window: Page

  constructor(window: Page) {
    this.#window = window
  }

  /** First start: who works here, then real or simulated locks; the recovery key is kept. */
  async begin(choice: 'Connect TTLock account' | 'Try with simulated locks'): Promise<void> {
    const window = this.#window
    await window.getByLabel('Your name').fill(OPERATOR.name)
    await window.getByLabel('Passcode', { exact: true }).fill(OPERATOR.passcode)
    await window.getByLabel('Type it again').fill(OPERATOR.passcode)
    await window.getByRole('button', { name: 'Continue' }).click()
    await window.getByRole('button', { name: choice }).click()
    await window.getByLabel('I have kept the recovery key').check()
    await window.getByRole('button', { name: 'Continue' }).click()
  }

  async signIn(): Promise<void> {
    await this.#window.getByLabel('Passcode', { exact: true }).fill(OPERATOR.passcode)
    await this.#window.getByRole('button', { name: 'Sign in' }).click()
    await expect(this.navigation()).toBeVisible()
  }

  /** Connects the account of a simulator that runs at this address; its locks are known when this resolves. */
  async connectAccount(baseUrl: string): Promise<void> {
    const window = this.#window
    await this.choose('Region', 'Custom')
    await window.getByLabel('Base URL').fill(baseUrl)
    await window.getByLabel('Client ID').fill(simulatedLogin.clientId)
    await window.getByLabel('Client secret').fill(simulatedLogin.clientSecret)
    await window.getByLabel('User name').fill(simulatedLogin.username)
    await window.getByLabel('Password', { exact: true }).fill(simulatedLogin.password)
    await window.getByRole('button', { name: 'Connect', exact: true }).click()
    await expect(window.getByRole('heading', { name: 'Doors', level: 1 })).toBeVisible()
    // A door setup that is opened before asks for a typed lock ID; a door that is made before is looked for first.
    await expect.poll(() => this.#hasReadLocks()).toBe(true)
  }

  #hasReadLocks(): Promise<boolean> {
    return this.#window.evaluate(async () => {
      const accounts = JSON.parse(await globalThis.window.lockstep.accounts.list({}))
      if (!accounts.ok) throw new Error(accounts.error.code)
      return accounts.data.every((account) => account.lastSyncedAt !== null)
    })
  }

  /**
   * From the first start to the door `office` of the site Hotel, in step, at a simulator with the seed's site. Setting up
   * a door and its rules has tests of its own: this one asks the program without typing.
   */
  async openOffice(baseUrl: string, rules: 'usual' | 'unattended' = 'usual'): Promise<void> {
    await this.begin('Connect TTLock account')
    await this.connectAccount(baseUrl)
    const siteId = await this.#window.evaluate(async (lockId) => {
      const { sites, doors } = globalThis.window.lockstep
      const site = JSON.parse(await sites.create({ name: 'Hotel', timezone: 'Europe/Lisbon' }))
      if (!site.ok) throw new Error(site.error.code)
      const rest = { deviceId: null, description: null, location: null, doorGroupId: null }
      const door = JSON.parse(
        await doors.provision({ ...rest, name: 'office', siteId: site.data.id, lockId }),
      )
      if (!door.ok) throw new Error(door.error.code)
      return site.data.id
    }, String(OFFICE_LOCK))
    await this.goTo('Doors')
    await expect(this.#window.getByText('In step', { exact: true })).toBeVisible()
    if (rules === 'unattended') await this.#letRunUnattended(siteId)
  }

  async #letRunUnattended(siteId: number): Promise<void> {
    await this.#window.evaluate(async (id) => {
      const { sites } = globalThis.window.lockstep
      const all = JSON.parse(await sites.list({}))
      const site = all.ok ? all.data.find((one) => one.id === id) : undefined
      if (site === undefined) throw new Error('there is no such site')
      const { graceWindowSeconds, leadTimeSeconds, limits, needsSecondOperator } = site
      const set = JSON.parse(
        await sites.updateEnforcement({
          ...{ siteId: id, graceWindowSeconds, leadTimeSeconds, limits, hours: null, needsSecondOperator },
          ...{ mode: 'ultra_strict', policy: 'auto' },
          ...{ allowFirstRunUnattended: true, allowEmptyExpectedUnattended: true },
        }),
      )
      if (!set.ok) throw new Error(set.error.code)
    }, siteId)
  }

  navigation(): Locator {
    return this.#window.getByRole('navigation', { name: 'Main' })
  }

  async goTo(
    screen: 'Overview' | 'Doors' | 'People & codes' | 'Enforce plan' | 'Jobs' | 'Traces' | 'Settings',
  ): Promise<void> {
    await this.navigation().getByRole('link', { name: screen }).click()
    await expect(this.#window.getByRole('heading', { name: screen, level: 1 })).toBeVisible()
  }

  /** What the screen shows is there, and no lines stand in its place any more. */
  async loaded(): Promise<void> {
    await expect(this.#window.getByRole('main').getByRole('status', { name: 'Loading' })).toHaveCount(0)
  }

  /** Opens a select by its label and takes an option. */
  async choose(label: string, option: string | RegExp): Promise<void> {
    await this.#window.getByRole('combobox', { name: label, exact: true }).click()
    await this.#window.getByRole('option', { name: option }).click()
  }

  /** Fills the door setup. `site` names a new site to create, or an existing one to take. */
  async fillDoor(door: {
    readonly name: string
    readonly newSite?: string
    readonly site?: string
    readonly device?: RegExp
    readonly lockId?: string
  }): Promise<void> {
    const window = this.#window
    await this.goTo('Doors')
    await window
      .getByRole('button', { name: 'Add door' })
      .or(window.getByRole('link', { name: 'Add door' }))
      .first()
      .click()
    await window.getByLabel('Name', { exact: true }).fill(door.name)
    if (door.newSite !== undefined) {
      await window.getByLabel('Name of the site').fill(door.newSite)
      await window.getByRole('button', { name: 'Create site' }).click()
      await expect(window.getByLabel('Name of the site')).toBeHidden()
    }
    if (door.site !== undefined) await this.choose('Site', door.site)
    if (door.device !== undefined) await this.choose('Device', door.device)
    if (door.lockId !== undefined) {
      const typed = window.getByLabel('Lock ID')
      if (!(await typed.isVisible()))
        await window.getByRole('button', { name: 'The lock is not in the list' }).click()
      await typed.fill(door.lockId)
    }
  }

  async provision(): Promise<void> {
    await this.#window.getByRole('button', { name: 'Provision door' }).click()
  }

  /** Rules under which a new door's lock is emptied without anybody's approval. */
  async enforceUnattended(site: string): Promise<void> {
    const window = this.#window
    await this.goTo('Settings')
    await window.getByRole('link', { name: 'Enforcement' }).click()
    const rules = window.getByRole('region', { name: 'Enforcement' })
    await rules.getByRole('radio', { name: 'Ultra strict' }).check()
    await rules.getByRole('combobox', { name: 'Policy' }).click()
    await window.getByRole('option', { name: 'Plans are applied by themselves' }).click()
    await rules.getByLabel('Allow first run unattended').check()
    await rules.getByLabel('Allow empty expected unattended').check()
    await rules.getByRole('button', { name: 'Save enforcement' }).click()
    await expect(window.getByText(`Enforcement of ${site} was saved`)).toBeVisible()
  }

  /** Opens the trace from the notification that follows provisioning. */
  async showProvisionTrace(door: string): Promise<void> {
    const told = this.#window.getByRole('alert').filter({ hasText: `${door} was provisioned` })
    await told.getByRole('button', { name: 'Show trace' }).click()
    await expect(this.#window.getByRole('heading', { name: 'Correlation detail' })).toBeVisible()
  }
}
