import { defineConfig } from '@playwright/test'

// Electron, its switches and the display come from `npm test -- e2e` through the environment,
// and are asked for in tests/support/electronApp.ts, where the full trace is made as well.
export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results/e2e',
  fullyParallel: true,
  workers: 2,
  // A busy machine may fail to start an Electron in time; a test that fails twice has a reason.
  retries: process.env.CI ? 1 : 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
})
