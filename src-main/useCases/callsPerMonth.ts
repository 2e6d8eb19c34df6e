import { CALLS_PER_MONTH_RANGE, isCallsPerMonth } from '../domain/device/callsPerMonth.ts'
import type { AccountId } from '../domain/ids.ts'
import { CALLS_CHANGED_SETTING } from '../planning/checkSpacing.ts'
import { audit } from './audit.ts'
import { RequestError } from './requestError.ts'
import type { Actor, UseCaseContext } from './useCaseContext.ts'

/** How many calls a month TTLock grants the application of this account, and so all accounts that share it. */
export function setCallsPerMonth(
  context: UseCaseContext,
  actor: Actor,
  { accountId, calls }: { readonly accountId: AccountId; readonly calls: number },
): void {
  const { store } = context
  if (!isCallsPerMonth(calls)) {
    const facts = { ...CALLS_PER_MONTH_RANGE }
    throw new RequestError('validation_failed', { fields: [{ path: 'calls', code: 'out_of_range', facts }] })
  }
  const isChanged = store.write(() => {
    const account = store.accounts.get(accountId)
    const application = account && store.applications.find(account)
    if (!application) throw new RequestError('not_found')
    if (application.callsPerMonth === calls) return false
    store.applications.setCallsPerMonth(application.id, calls)
    store.settings.write(CALLS_CHANGED_SETTING, 0)
    const shared = { client_id: application.clientId, accounts: store.accounts.sharingApplication(accountId) }
    audit(context, actor, {
      entity: 'Account',
      id: accountId,
      action: 'set_calls_per_month',
      before: { calls_per_month: application.callsPerMonth },
      after: { calls_per_month: calls, ...shared },
    })
    return true
  })
  if (isChanged) context.wake.callsChanged()
}
