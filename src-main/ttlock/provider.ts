import { createHash } from 'node:crypto'
import type { ProviderResult } from '../domain/providerError/providerError.ts'
import type { AccountSecretStore } from '../ports/accountSecrets.ts'
import type { Clock } from '../ports/clock.ts'
import type { CallContext, LockProvider } from '../ports/lockProvider.ts'
import type { TraceRecorder } from '../ports/traceRecorder.ts'
import { createAuth } from './auth.ts'
import { type BreakerSettings, createBreakers, DEFAULT_BREAKERS } from './breakers.ts'
import { createCaller } from './caller.ts'
import { createClockSkew } from './clockSkew.ts'
import { addCode, changeCode, deleteCode, listCodes } from './endpoints/codes.ts'
import { listDevices, listGateways, listGatewaysOfLock, monthCount, readDevice } from './endpoints/devices.ts'
import { createGatewayMap, type GatewaySighting } from './gatewayMap.ts'
import { createLanes } from './lanes.ts'
import { createQuota, type QuotaState } from './quota.ts'
import { createPacer, DEFAULT_RATE_LIMIT, type RateLimit } from './rateLimit.ts'
import { createSender, type Sender } from './sender.ts'
import { createTransport } from './transport.ts'

export interface TtlockTimeouts {
  /** Reads from the cloud, and sign-in. */
  readonly cloudMs: number
  /** Commands for which a gateway talks to the lock. */
  readonly gatewayMs: number
  readonly connectMs: number
}

export interface TtlockProviderOptions {
  /** As `resolveBaseUrl` returned it. */
  readonly baseUrl: string
  readonly secrets: AccountSecretStore
  readonly recorder: TraceRecorder
  readonly clock: Clock
  /** 0 up to 1. */
  readonly random: () => number
  readonly timeouts?: Partial<TtlockTimeouts>
  /** Rest of a lane between two commands; 2 s unless told. */
  readonly spacingMs?: number
  /** Rest of a lane after a busy answer; 30 s and up to a fifth more unless told. */
  readonly busyRestMs?: number
  readonly rateLimit?: RateLimit
  /** Calls a month of the application; 30,000 unless told. */
  readonly monthlyQuota?: number
  readonly breakers?: BreakerSettings
  /** Whether this account's power-saving locks take queued changes and deletes (4), which nobody verified yet. */
  readonly queuesChangeAndDelete?: boolean
}

/** What the client knows besides: for meters, and for those who know more than it. */
export interface TtlockClient extends LockProvider {
  quota(): QuotaState
  /** Our clock minus the provider's in ms; null before the first answer. */
  clockOffsetMs(): number | null
  /** Gateways known from earlier readings, so that lanes are right from the first command on. */
  rememberGateways(externalId: string, sightings: readonly GatewaySighting[]): void
  /** A person said to try again: suspensions of this lock or gateway end. */
  endSuspension(externalId: string): void
}

const DEFAULT_TIMEOUTS: TtlockTimeouts = { cloudMs: 15_000, gatewayMs: 70_000, connectMs: 5_000 }
const DEFAULT_MONTHLY_QUOTA = 30_000

/** The form in which TTLock takes a password; the typed one is kept nowhere. */
export function passwordMd5Of(password: string): string {
  return createHash('md5').update(password, 'utf8').digest('hex')
}

export function createTtlockProvider(options: TtlockProviderOptions): TtlockClient {
  const { baseUrl, clock, random, recorder } = options
  const timeouts: TtlockTimeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts }
  const transport = createTransport({
    baseUrl,
    connectTimeoutMs: Math.min(timeouts.connectMs, timeouts.cloudMs / 2),
  })
  const pacer = createPacer(options.rateLimit ?? DEFAULT_RATE_LIMIT)
  const quota = createQuota(clock, options.monthlyQuota ?? DEFAULT_MONTHLY_QUOTA)
  const skew = createClockSkew(clock)
  const lanes = createLanes()
  const gatewayMap = createGatewayMap(clock)
  const breakers = createBreakers(options.breakers ?? DEFAULT_BREAKERS, random)
  const sender = createSender({
    ...{ baseUrl, transport, pacer, quota, skew, clock, recorder },
    cloudTimeoutMs: timeouts.cloudMs,
  })
  const auth = createAuth({ sender, store: options.secrets, clock, timeoutMs: timeouts.cloudMs })
  const caller = createCaller({
    ...{ sender, auth, lanes, breakers, gatewayMap, random },
    cloudTimeoutMs: timeouts.cloudMs,
    gatewayTimeoutMs: timeouts.gatewayMs,
    spacingMs: options.spacingMs ?? 2_000,
    busyRestMs: options.busyRestMs ?? 30_000,
  })
  const codes = { caller, clock, queuesChangeAndDelete: options.queuesChangeAndDelete ?? false }

  return {
    listDevices: (context) => listDevices(caller, context),
    readDevice: (externalId, context) => readDevice(caller, externalId, context),
    listGateways: (context) => listGateways(caller, context),
    listGatewaysOfLock: (externalId, context) =>
      listGatewaysOfLock({ caller, gatewayMap }, externalId, context),
    listCodes: (externalId, context) => listCodes(codes, { externalId, searchStr: null }, context),
    addCode: (command, context) => addCode(codes, command, context),
    changeCode: (command, context) => changeCode(codes, command, context),
    deleteCode: (command, context) => deleteCode(codes, command, context),
    async monthRequestCount(context) {
      const result = await askMonthCount(sender, options.secrets, timeouts.cloudMs, context)
      if (result.ok) quota.setCount(result.value)
      return result
    },
    quota: () => quota.state(),
    clockOffsetMs: () => skew.offsetMs(),
    rememberGateways: (externalId, sightings) => gatewayMap.learn(externalId, sightings),
    endSuspension: (externalId) => breakers.forgive(externalId),
    async close() {
      lanes.close()
      pacer.close()
      await transport.close()
    },
  }
}

async function askMonthCount(
  sender: Sender,
  store: AccountSecretStore,
  timeoutMs: number,
  context: CallContext,
): Promise<ProviderResult<number>> {
  const { clientId, clientSecret } = store.readSecrets()
  const result = await sender.send(
    {
      action: 'MONTH_REQUEST_COUNT',
      path: '/app/getMonthRequestCount',
      payload: { clientId, clientSecret },
      effect: 'read',
      answer: monthCount,
      timeoutMs,
      externalId: null,
      secrets: [clientSecret],
      isDated: false,
      isQuotaQuestion: true,
    },
    context,
  )
  return result.ok ? { ok: true, value: result.value.monthRequestCount } : result
}
