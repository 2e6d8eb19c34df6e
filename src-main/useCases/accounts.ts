import type { AccountId, JobId } from '../domain/ids.ts'
import type { AccountSecrets } from '../ports/accountSecrets.ts'
import type { AccountRegion } from '../ports/stores/accountStore.ts'
import { audit } from './audit.ts'
import { enqueueForPerson } from './enqueueJob.ts'
import { RequestError } from './requestError.ts'
import type { Actor, UseCaseContext } from './useCaseContext.ts'

export interface NewAccount {
  readonly region: AccountRegion
  readonly baseUrl: string
  readonly secrets: AccountSecrets
}

/** Stores an account that was found to work, and enqueues the reading of its locks. */
export function addAccount(context: UseCaseContext, actor: Actor, account: NewAccount): AccountId {
  const { store } = context
  const id = store.write(() => {
    const isKnown = store.accounts
      .list()
      .some((known) => known.baseUrl === account.baseUrl && known.username === account.secrets.username)
    if (isKnown) {
      throw new RequestError('validation_failed', { fields: [{ path: 'username', code: 'duplicate_name' }] })
    }
    const accountId = store.accounts.insert({
      name: account.secrets.username,
      region: account.region,
      baseUrl: account.baseUrl,
      secrets: account.secrets,
    })
    audit(context, actor, {
      entity: 'Account',
      id: accountId,
      action: 'create',
      before: null,
      after: {
        region: account.region,
        base_url: account.baseUrl,
        client_id: account.secrets.clientId,
        username: account.secrets.username,
      },
    })
    enqueueSync(context, actor, accountId, 'account connected')
    return accountId
  })
  context.wake.wake()
  return id
}

/** Reads the account's locks and gateways again. */
export function syncAccount(context: UseCaseContext, actor: Actor, accountId: AccountId): JobId {
  const jobId = context.store.write(() => {
    if (!context.store.accounts.get(accountId)) throw new RequestError('not_found')
    return enqueueSync(context, actor, accountId, 'sync asked')
  })
  context.wake.wake()
  return jobId
}

/**
 * Moves the account to the region the provider said it belongs to; waiting jobs look again. A command that is under way
 * still gets its answer.
 */
export function switchRegion(
  context: UseCaseContext,
  actor: Actor,
  request: { readonly accountId: AccountId; readonly region: AccountRegion; readonly baseUrl: string },
): void {
  const { store } = context
  store.write(() => {
    const before = store.accounts.get(request.accountId)
    if (!before) throw new RequestError('not_found')
    store.accounts.setRegion(request.accountId, request.region, request.baseUrl)
    store.accounts.setProblem(request.accountId, null)
    audit(context, actor, {
      entity: 'Account',
      id: request.accountId,
      action: 'switch_region',
      before: { region: before.region, base_url: before.baseUrl },
      after: { region: request.region, base_url: request.baseUrl },
    })
    enqueueSync(context, actor, request.accountId, 'region switched')
  })
  context.providers.replace(request.accountId)
  context.wake.wake()
}

/**
 * A new password after the provider refused the old one. The token is forgotten with it; a command that is under way with
 * it still gets its answer.
 */
export function replacePassword(
  context: UseCaseContext,
  actor: Actor,
  request: { readonly accountId: AccountId; readonly passwordMd5: string },
): void {
  const { store } = context
  store.write(() => {
    if (!store.accounts.get(request.accountId)) throw new RequestError('not_found')
    store.accounts.setPasswordMd5(request.accountId, request.passwordMd5)
    store.accounts.secrets(request.accountId).writeToken(null)
    store.accounts.setProblem(request.accountId, null)
    audit(context, actor, {
      entity: 'Account',
      id: request.accountId,
      action: 'replace_password',
      before: null,
      after: null,
    })
    enqueueSync(context, actor, request.accountId, 'signed in again')
  })
  context.wake.wake()
}

/**
 * TTLock let a test of the account in. Where its last sign-in was refused, the account is read now, and the answer to that
 * lets go on what waits for it.
 */
export function noteLetIn(context: UseCaseContext, actor: Actor, accountId: AccountId): void {
  const { store, providers } = context
  const isWaitedFor = store.jobs
    .waiting(['not_signed_in'])
    .some((job) => job.accountId === null || job.accountId === accountId)
  if (!isWaitedFor && store.accounts.get(accountId)?.problem !== 'not_signed_in') return
  providers.forAccount(accountId).forgetRefusedSignIn()
  store.write(() => enqueueSync(context, actor, accountId, 'let in again'))
  context.wake.wake()
}

function enqueueSync(context: UseCaseContext, actor: Actor, accountId: AccountId, what: string): JobId {
  return enqueueForPerson(context, actor, {
    type: 'device_sync',
    door: null,
    target: `account:${accountId}`,
    accountId,
    planId: null,
    reason: `${what} device_sync account:${accountId}`,
    source: 'account route',
  })
}
