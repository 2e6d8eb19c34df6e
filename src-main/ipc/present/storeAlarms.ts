import type { StoreAlarmView } from '../../../src-preload/contract/views/alarms.ts'
import type { OpenProfile } from '../openProfile.ts'

/** Raised by the last daily run that failed, and ended by the next that succeeds. */
export function storeAlarms({ store }: Pick<OpenProfile, 'store'>): readonly StoreAlarmView[] {
  const [last] = store.jobs.list({
    ...{ statuses: ['done', 'failed'], types: ['maintenance'], text: '', beforeId: null, limit: 1 },
  })
  if (last?.job.status !== 'failed') return []
  const { lastError, finishedAt, updatedAt, correlationId } = last.job
  return [{ kind: 'maintenance_failed', error: lastError ?? '', at: finishedAt ?? updatedAt, correlationId }]
}
