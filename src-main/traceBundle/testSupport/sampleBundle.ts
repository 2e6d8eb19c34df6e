import { readFileSync } from 'node:fs'
import type { BundleLog, TraceBundle } from '../../../src-preload/contract/traceBundle.ts'
import { importBundle } from '../importBundle.ts'

export const OLDER_EXPORT = readFileSync(
  new URL('../../../tests/fixtures/door-provision-trace.json', import.meta.url),
)

/** The older system's export as a bundle of today. */
export function olderBundle(): TraceBundle {
  const outcome = importBundle(OLDER_EXPORT)
  if (outcome.kind !== 'read') throw new Error(`the fixture was not read: ${outcome.kind}`)
  return outcome.bundle
}

/** A bundle of this program with one provider call in it. */
export function bundleWith(
  log: Partial<BundleLog> = {},
  over: Partial<Omit<TraceBundle, 'integration_logs'>> = {},
): TraceBundle {
  const older = olderBundle()
  const [call] = older.integration_logs.filter((row) => row.action === 'PASSCODE_DELETE')
  if (!call) throw new Error('the fixture has no delete')
  return {
    ...older,
    origin: 'lockstep',
    program: { name: 'Lockstep', version: '0.1.0' },
    ...over,
    integration_logs: [{ ...call, duration_ms: 120, http_status: 200, attempt: 1, ...log }],
  }
}
