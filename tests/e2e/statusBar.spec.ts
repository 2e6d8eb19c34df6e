import { expect } from '@playwright/test'
import { test } from '../support/electronApp.ts'
import { failAt, failNowhere } from '../support/failingRoutes.ts'
import { FrontDesk } from '../support/frontDesk.ts'

test('a status bar that cannot learn the state says so and asks again by itself', async ({ app }) => {
  const { window } = app
  await new FrontDesk(window).begin('Try with simulated locks')
  const bar = window.getByRole('contentinfo')
  const online = bar.getByText('Online', { exact: true })
  await expect(online).toBeVisible()
  await failAt(app, { routes: ['session.status'] })
  await window.reload()
  const unknown = bar.getByRole('status').filter({ hasText: 'Connection and jobs not known' })
  await expect(unknown).toBeVisible()
  await failNowhere(app)
  await expect(online).toBeVisible()
  await expect(unknown).toBeHidden()
})
