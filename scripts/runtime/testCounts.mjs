import { existsSync, readFileSync } from 'node:fs'

const NOTHING = Object.freeze({ passed: 0, failed: 0 })

/** @param {string} report what vitest's json reporter wrote */
export function readVitestCounts(report) {
  if (!existsSync(report)) return NOTHING
  /** @type {{ numPassedTests: number, numFailedTests: number }} */
  const counts = JSON.parse(readFileSync(report, 'utf8'))
  return { passed: counts.numPassedTests, failed: counts.numFailedTests }
}

/** @param {string} report what Playwright's json reporter wrote */
export function readPlaywrightCounts(report) {
  if (!existsSync(report)) return NOTHING
  /** @type {{ stats: { expected: number, unexpected: number, flaky: number } }} */
  const { stats } = JSON.parse(readFileSync(report, 'utf8'))
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected }
}
