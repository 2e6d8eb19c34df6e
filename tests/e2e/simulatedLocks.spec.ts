import { expect, type Page } from '@playwright/test'
import { test } from '../support/electronApp.ts'
import { FrontDesk, OPERATOR } from '../support/frontDesk.ts'

const bannerOf = (page: Page) => page.getByRole('region', { name: 'Simulated locks' })

test('simulated locks are told as that on every page, before sign-in and in a window of its own as well', async ({
  app,
}) => {
  const { window } = app
  const desk = new FrontDesk(window)
  await expect(bannerOf(window)).toBeHidden()
  await window.getByLabel('Your name').fill(OPERATOR.name)
  await window.getByLabel('Passcode', { exact: true }).fill(OPERATOR.passcode)
  await window.getByLabel('Type it again').fill(OPERATOR.passcode)
  await window.getByRole('button', { name: 'Continue' }).click()
  await window.getByRole('button', { name: 'Try with simulated locks' }).click()

  await expect(window.getByRole('heading', { name: 'Your recovery key' })).toBeVisible()
  await expect(bannerOf(window)).toBeVisible()
  await window.getByLabel('I have kept the recovery key').check()
  await window.getByRole('button', { name: 'Continue' }).click()
  await expect(window.getByText(/of 12 doors in step/)).toBeVisible()
  await expect(bannerOf(window)).toHaveCount(1)

  await window.evaluate(() =>
    globalThis.window.lockstep.traces.openWindow({ correlationId: '0123456789abcdef0123456789abcdef' }),
  )
  await expect.poll(() => app.electron.windows().length).toBe(2)
  const own = app.electron.windows().find((page) => page !== window)
  if (own === undefined) throw new Error('No second window')
  await expect(bannerOf(own)).toBeVisible()
  await own.close()

  await window.getByRole('button', { name: /^Signed in as/ }).click()
  await window.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(window.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await expect(bannerOf(window)).toBeVisible()
  await bannerOf(window).getByRole('button', { name: 'Connect TTLock account' }).click()
  await expect(window.getByRole('heading', { name: 'Who works here?' })).toBeVisible()
  await expect(bannerOf(window)).toBeHidden()
  await desk.begin('Connect TTLock account')
  await expect(window.getByRole('heading', { name: 'Connect TTLock account' })).toBeVisible()
  await expect(bannerOf(window)).toBeHidden()
})

test('the recovery key is printed as a card, and nothing else with it', async ({ app }) => {
  const { window } = app
  await window.getByLabel('Your name').fill(OPERATOR.name)
  await window.getByLabel('Passcode', { exact: true }).fill(OPERATOR.passcode)
  await window.getByLabel('Type it again').fill(OPERATOR.passcode)
  await window.getByRole('button', { name: 'Continue' }).click()
  await window.getByRole('button', { name: 'Connect TTLock account' }).click()
  const key = (await window.getByTestId('recovery-key').textContent()) ?? ''
  expect(key).not.toBe('')
  const asked = window.evaluate(
    () =>
      new Promise<boolean>((settle) => {
        globalThis.window.print = () => settle(true)
      }),
  )
  await window.getByRole('button', { name: 'Print recovery key' }).click()
  expect(await asked).toBe(true)

  await window.emulateMedia({ media: 'print' })
  await expect(window.getByText('Lockstep recovery key')).toBeVisible()
  await expect(window.getByText(key).filter({ visible: true })).toHaveCount(1)
  await expect(window.getByRole('heading', { name: 'Your recovery key' })).toBeHidden()
})
