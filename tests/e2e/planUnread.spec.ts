import { expect } from '@playwright/test'
import { type RunningApp, test } from '../support/electronApp.ts'
import { failAt, failNowhere, silenceNews } from '../support/failingRoutes.ts'
import { FrontDesk } from '../support/frontDesk.ts'

function statusOfPlan({ window }: RunningApp, planId: number): Promise<string> {
  return window.evaluate(async (id) => {
    const read = JSON.parse(await globalThis.window.lockstep.plans.get({ planId: id }))
    return read.ok ? read.data.row.status : read.error.code
  }, planId)
}

test('a plan whose lines cannot be read or searched says so and what to do, and never that there are none', async ({
  app,
}) => {
  const { window } = app
  const desk = new FrontDesk(window)
  await desk.begin('Try with simulated locks')
  await expect(window.getByText(/of 12 doors in step/)).toBeVisible()
  const planId = await window.evaluate(async () => {
    const made = JSON.parse(await globalThis.window.lockstep.plans.preview({ scope: { kind: 'all' } }))
    return made.ok ? made.data.planId : 0
  })
  await expect.poll(() => statusOfPlan(app, planId)).toBe('previewed')
  await silenceNews(app)
  await failAt(app, { routes: ['plans.lines'] })
  // Loaded anew, so that no news from before still waits in the page.
  await window.evaluate((id) => {
    location.hash = `#/plans/${id}`
  }, planId)
  await window.reload()
  const unread = window.getByRole('alert').filter({ hasText: 'Lines of this plan could not be read.' })
  await expect(unread).toBeVisible()
  const tryAgain = unread.getByRole('button', { name: 'Try again' })
  await tryAgain.click()
  await expect(unread).toContainText('and it failed again.')
  // It stood while it was asked again, else the button would be another one.
  await expect(tryAgain).toBeFocused()
  await failNowhere(app)
  await tryAgain.click()
  await expect(unread).toBeHidden()
  await expect(window.getByRole('list', { name: 'Doors and lines of the plan' })).toBeVisible()

  await failAt(app, { routes: ['plans.find'] })
  await window.getByLabel('Find a door or a person').fill('nobody of that name')
  const unsearched = window.getByRole('alert').filter({ hasText: 'The plan could not be searched.' })
  await expect(unsearched).toBeVisible()
  await expect(window.getByText('No line of the plan is like that.')).toBeHidden()
  await failNowhere(app)
  await unsearched.getByRole('button', { name: 'Try again' }).click()
  await expect(window.getByText('No line of the plan is like that.')).toBeVisible()
})
