import type { ParsedRequest } from '../../../src-preload/contract/contract.ts'
import type { AccountView, ConnectionStep, DeviceView } from '../../../src-preload/contract/views/accounts.ts'
import { USUAL_CALLS_PER_MONTH } from '../../domain/device/callsPerMonth.ts'
import { capabilitiesOf, lackOf } from '../../domain/device/capabilities.ts'
import { resolveBaseUrl } from '../../domain/device/providerAddress.ts'
import { providerPasswordOf } from '../../domain/device/providerPassword.ts'
import type { AccountId, CorrelationId } from '../../domain/ids.ts'
import type { AccountSecrets } from '../../ports/accountSecrets.ts'
import type { ConnectionTestResult, TestConnection } from '../../ports/connectionTest.ts'
import type { AccountRecord, DeviceRecord } from '../../ports/stores/accountStore.ts'
import { addAccount, noteLetIn, replacePassword, switchRegion, syncAccount } from '../../useCases/accounts.ts'
import { setCallsPerMonth } from '../../useCases/callsPerMonth.ts'
import { RequestError } from '../../useCases/requestError.ts'
import type { Handlers, RequestContext } from '../handlerTypes.ts'
import { actorOf, type OpenProfile } from '../openProfile.ts'

type Routes =
  | 'accounts.list'
  | 'accounts.connect'
  | 'accounts.test'
  | 'accounts.testStored'
  | 'accounts.switchRegion'
  | 'accounts.signInAgain'
  | 'accounts.setCallsPerMonth'
  | 'accounts.sync'
  | 'devices.list'

/** Steps whose failing makes an account useless; the others are told and may be mended later. */
const NEEDED_STEPS: ReadonlySet<string> = new Set(['reach', 'clock', 'region', 'credentials'])

export function accountHandlers(
  profile: () => OpenProfile,
  testConnection: TestConnection,
): Pick<Handlers, Routes> {
  const test = (typed: TypedAccount, context: RequestContext) =>
    testConnection({
      baseUrl: baseUrlOf(typed),
      secrets: secretsOf(typed),
      context: callContextOf(context.correlationId),
    })
  return {
    'accounts.list': () => listViews(profile()),
    'accounts.connect': async (request, context) => {
      const open = profile()
      const result = await test(request, context)
      refuseUnusable(result)
      const id = addAccount(open.useCases, actorOf(context), {
        region: request.region,
        baseUrl: baseUrlOf(request),
        secrets: secretsOf(request),
      })
      return viewOf(open, id)
    },
    'accounts.test': async (request, context) => toSteps(await test(request, context)),
    'accounts.testStored': async ({ accountId }, context) => {
      const { store, useCases } = profile()
      const account = store.accounts.get(accountId as AccountId)
      if (!account) throw new RequestError('not_found')
      const secrets = store.accounts.secrets(account.id).readSecrets()
      const callContext = callContextOf(context.correlationId)
      const result = await testConnection({ baseUrl: account.baseUrl, secrets, context: callContext })
      if (isLetIn(result)) noteLetIn(useCases, actorOf(context), account.id)
      return toSteps(result)
    },
    'accounts.switchRegion': ({ accountId, region }, context) => {
      const open = profile()
      const address = resolveBaseUrl({ region, customBaseUrl: null })
      if (!address.ok) throw new RequestError('internal')
      const change = { accountId: accountId as AccountId, region, baseUrl: address.baseUrl }
      switchRegion(open.useCases, actorOf(context), change)
      return viewOf(open, accountId as AccountId)
    },
    'accounts.signInAgain': async ({ accountId, password }, context) => {
      const open = profile()
      replacePassword(open.useCases, actorOf(context), {
        accountId: accountId as AccountId,
        passwordMd5: providerPasswordOf(password),
      })
      return viewOf(open, accountId as AccountId)
    },
    'accounts.setCallsPerMonth': ({ accountId, calls }, context) => {
      const open = profile()
      const change = { accountId: accountId as AccountId, calls }
      setCallsPerMonth(open.useCases, actorOf(context), change)
      return listViews(open)
    },
    'accounts.sync': ({ accountId }, context) => ({
      jobId: syncAccount(profile().useCases, actorOf(context), accountId as AccountId),
    }),
    'devices.list': () => profile().store.accounts.listDevices().map(deviceView),
  }
}

type TypedAccount = ParsedRequest<'accounts.connect'>

function baseUrlOf(typed: TypedAccount): string {
  const address = resolveBaseUrl({ region: typed.region, customBaseUrl: typed.baseUrl })
  if (address.ok) return address.baseUrl
  throw new RequestError('validation_failed', {
    fields: [{ path: 'baseUrl', code: 'url_not_allowed', facts: { sentence: address.sentence } }],
  })
}

function secretsOf(typed: TypedAccount): AccountSecrets {
  return {
    clientId: typed.clientId,
    clientSecret: typed.clientSecret,
    username: typed.username,
    passwordMd5: providerPasswordOf(typed.password),
  }
}

function callContextOf(correlationId: CorrelationId) {
  return { correlationId, jobId: null, doorId: null, doorName: null, operationId: null, attempt: 1 }
}

/** An account that nobody could sign in to is not kept, whatever it was that kept them from it. */
function refuseUnusable(tested: ConnectionTestResult): void {
  const failed = tested.steps.find(
    ({ step, result }) => result === 'failed' && (!isLetIn(tested) || NEEDED_STEPS.has(step)),
  )
  if (failed)
    throw new RequestError('provider_refused', { facts: { step: failed.step, sentence: failed.sentence } })
}

function isLetIn({ steps }: ConnectionTestResult): boolean {
  return steps.some(({ step, result }) => step === 'credentials' && result === 'ok')
}

function toSteps(result: ConnectionTestResult): readonly ConnectionStep[] {
  return result.steps.map(({ step, result: state, sentence }) => ({ step, state, sentence }))
}

function listViews(open: OpenProfile): readonly AccountView[] {
  return open.store.accounts.list().map((account) => accountView(open, account))
}

function viewOf(open: OpenProfile, id: AccountId): AccountView {
  const account = open.store.accounts.get(id)
  if (!account) throw new RequestError('not_found')
  return accountView(open, account)
}

function accountView({ store }: OpenProfile, account: AccountRecord): AccountView {
  return {
    id: account.id,
    name: account.name,
    region: account.region,
    baseUrl: account.baseUrl,
    clientId: account.clientId,
    username: account.username,
    isSignedIn: account.problem === null && account.hasToken,
    problem: account.problem,
    deviceCount: store.accounts.deviceCounts().get(account.id) ?? 0,
    lastSyncedAt: account.lastSyncedAt,
    callsPerMonth: store.applications.find(account)?.callsPerMonth ?? USUAL_CALLS_PER_MONTH,
    sharesCallsWith: store.accounts
      .sharingApplication(account.id)
      .flatMap((id) => (id === account.id ? [] : (store.accounts.get(id)?.name ?? []))),
  }
}

function deviceView(device: DeviceRecord): DeviceView {
  return {
    id: device.id,
    externalId: device.externalId,
    name: device.alias ?? device.name ?? device.externalId,
    accountId: device.accountId,
    batteryPercent: device.batteryPercent,
    hasGateway: device.hasGateway,
    unusableBecause: unusableBecause(device),
    guardsDoorName: device.doorName,
    canStandOpen: capabilitiesOf(device)?.hasPassageMode ?? null,
  }
}

function unusableBecause(device: DeviceRecord): DeviceView['unusableBecause'] {
  if (device.doorId !== null) return 'guards_another_door'
  const lack = device.isUnverified ? null : lackOf(device)
  if (lack === 'no_passcodes') return 'lacks_passcodes'
  return lack === 'no_remote_management' ? 'lacks_remote_management' : null
}
