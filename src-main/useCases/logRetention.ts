import { toIso } from '../domain/instant.ts'
import { LOG_RETENTION_DAYS, LOG_RETENTION_SETTING, logRetentionDays } from '../domain/trace/retention.ts'
import { RequestError } from './requestError.ts'
import type { Actor, UseCaseContext } from './useCaseContext.ts'

/** Log rows older than this go with the next maintenance; what is gone does not come back when it is lengthened. */
export function setLogRetention(context: UseCaseContext, actor: Actor, logDays: number): void {
  const { store, clock } = context
  if (!LOG_RETENTION_DAYS.some((days) => days === logDays)) {
    throw new RequestError('validation_failed', { fields: [{ path: 'logDays', code: 'not_in_list' }] })
  }
  store.write(() => {
    const before = logRetentionDays(store.settings.read(LOG_RETENTION_SETTING))
    if (before === logDays) return
    store.settings.write(LOG_RETENTION_SETTING, logDays)
    const change = { before: { log_retention_days: before }, after: { log_retention_days: logDays } }
    store.traces.appendAudit(
      { ...actor, entity: 'Settings', entityId: 0, action: 'update', ...change },
      toIso(clock.nowMs()),
    )
  })
}
