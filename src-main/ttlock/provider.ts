import { USUAL_CALLS_PER_MONTH } from '../domain/device/callsPerMonth.ts'
import type { ProviderError } from '../domain/providerError/providerError.ts'
import type { AccountSecretStore, AccountSecrets, AccountToken } from '../ports/accountSecrets.ts'
import type { Clock } from '../ports/clock.ts'
import type { CallContext, LockProvider, LockServices } from '../ports/lockProvider.ts'
import type { CommandOnLock } from '../ports/providers.ts'
import type { TraceRecorder } from '../ports/traceRecorder.ts'
import { createAuth } from './auth.ts'
import { type BreakerSettings, createBreakers, DEFAULT_BREAKERS } from './breakers.ts'
import { createCaller } from './caller.ts'
import { createClockSkew } from './clockSkew.ts'
import { type ConnectionTestResult, runConnectionTest } from './connectionTest.ts'
import { readMonthRequestCount } from './endpoints/account.ts'
import { addCode, changeCode, deleteCode, deleteCodeByPin, renameCode } from './endpoints/codeCommands.ts'
import { listCodes } from './endpoints/codeList.ts'
import { listDevices, listSharedDevices, readDevice } from './endpoints/devices.ts'
import { listGateways, listGatewaysOfLock, listLocksOfGateway, readGateway } from './endpoints/gateways.ts'
import { generateCode } from './endpoints/generatedCodes.ts'
import {
  readBattery,
  readLockClock,
  readOpenState,
  readWifiDetail,
  renameDevice,
  setLockClock,
} from './endpoints/lockState.ts'
import {
  NEW_PASSAGE_MODE,
  OLD_PASSAGE_MODE,
  readPassageMode,
  setPassageMode,
} from './endpoints/passageMode.ts'
import { listRecords } from './endpoints/records.ts'
import { createGatewayMap, type GatewaySighting } from './gatewayMap.ts'
import { createLanes } from './lanes.ts'
import { createMonthCount, type MonthCount, type MonthMemory } from './monthCount.ts'
import { createPinMemory } from './pinMemory.ts'
import { type CallsLeft, createQuota, type Quota } from './quota.ts'
import { createPacer, DEFAULT_RATE_LIMIT, type RateLimit } from './rateLimit.ts'
import { createSender } from './sender.ts'
import { createTransport, type Exchange } from './transport.ts'

export { type CallsLeft, createMonthCount, createQuota, type MonthCount, type MonthMemory, type Quota }

interface TtlockTimeouts {
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
  /** Of the account's application, whose accounts have it in common; one of its own unless told. */
  readonly quota?: Quota
  readonly breakers?: BreakerSettings
  /** Whether this account's power-saving locks take queued changes and deletes (4), which nobody verified yet. */
  readonly queuesChangeAndDelete?: boolean
  /** When the client that this one replaces has its last answer: a command waits for it, a read does not. */
  readonly after?: Promise<unknown>
}

/** What the client knows besides: for meters, and for those who know more than it. */
export interface TtlockClient extends LockProvider, LockServices {
  quota(): CallsLeft
  /** Our clock minus the provider's in ms; null before the first answer. */
  clockOffsetMs(): number | null
  /** Epoch ms of the last answer that only an account in working order gets, be it a refusal; null before the first. */
  answeredAtMs(): number | null
  /** Gateways known from earlier readings, so that lanes are right from the first command on. */
  rememberGateways(externalId: string, sightings: readonly GatewaySighting[]): void
  /** A person said that the application has more calls: a month that was refused as used up is tried again. */
  forgetUsedUpMonth(): void
  /** A test of the account was let in: a sign-in that was refused is tried again at once. */
  forgetRefusedSignIn(): void
  /** Why a command would not be sent at this moment: its code, its lock or its gateway failed too often. Else null. */
  resting(command: CommandOnLock): ProviderError | null
  /** A person said to try again: suspensions of this lock, of its codes and of the gateways that hear it end. */
  endSuspension(externalId: string): void
  /** Begins nothing more, and is closed when what was sent has its answer. */
  retire(): Promise<void>
}

/** Nobody said how many calls it has, and nothing of them is kept. */
const UNKNOWN_APPLICATION: MonthMemory = {
  limit: () => USUAL_CALLS_PER_MONTH,
  read: () => null,
  keep: () => undefined,
}
const DEFAULT_TIMEOUTS: TtlockTimeouts = { cloudMs: 15_000, gatewayMs: 70_000, connectMs: 5_000 }

export function createTtlockProvider(options: TtlockProviderOptions): TtlockClient {
  const { probe: _forTheConnectionTest, ...client } = createClient(options)
  return client
}

interface ProbingClient extends TtlockClient {
  probe(context: CallContext): Promise<Exchange>
}

function createClient(options: TtlockProviderOptions): ProbingClient {
  const { baseUrl, clock, random, recorder } = options
  const timeouts: TtlockTimeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts }
  const transport = createTransport({
    baseUrl,
    connectTimeoutMs: Math.min(timeouts.connectMs, timeouts.cloudMs / 2),
  })
  const pacer = createPacer(options.rateLimit ?? DEFAULT_RATE_LIMIT)
  const quota = options.quota ?? createQuota(clock, createMonthCount(clock, UNKNOWN_APPLICATION))
  const skew = createClockSkew(clock)
  const lanes = createLanes(options.after)
  const gatewayMap = createGatewayMap(clock, () => lanes.lookAgain())
  const breakers = createBreakers(options.breakers ?? DEFAULT_BREAKERS, { clock, random })
  const pinMemory = createPinMemory()
  const sender = createSender({
    ...{ baseUrl, transport, pacer, quota, skew, clock, recorder, pinMemory },
    cloudTimeoutMs: timeouts.cloudMs,
  })
  const auth = createAuth({ sender, store: options.secrets, clock, timeoutMs: timeouts.cloudMs })
  const caller = createCaller({
    ...{ sender, auth, lanes, breakers, gatewayMap, pinMemory, random },
    cloudTimeoutMs: timeouts.cloudMs,
    gatewayTimeoutMs: timeouts.gatewayMs,
    spacingMs: options.spacingMs ?? 2_000,
    busyRestMs: options.busyRestMs ?? 30_000,
  })
  const codes = { caller, clock, queuesChangeAndDelete: options.queuesChangeAndDelete ?? false }

  const gateways = { caller, gatewayMap }
  const lockState = { caller, clock, skew }
  const lockProvider: Omit<LockProvider, 'close'> = {
    listDevices: (context) => listDevices(caller, context),
    readDevice: (externalId, context) => readDevice(caller, externalId, context),
    listGateways: (context) => listGateways(caller, context),
    listGatewaysOfLock: (externalId, context) => listGatewaysOfLock(gateways, externalId, context),
    listCodes: (externalId, context) => listCodes(codes, { externalId, searchStr: null }, context),
    addCode: (command, context) => addCode(codes, command, context),
    changeCode: (command, context) => changeCode(codes, command, context),
    deleteCode: (command, context) => deleteCode(codes, command, context),
    async monthRequestCount(context) {
      const result = await readMonthRequestCount({ sender, auth, timeoutMs: timeouts.cloudMs }, context)
      if (result.ok) quota.setCount(result.value)
      return result
    },
  }
  const lockServices: LockServices = {
    renameDevice: (externalId, alias, context) => renameDevice(caller, { externalId, alias }, context),
    readLockClock: (externalId, context) => readLockClock(lockState, externalId, context),
    setLockClock: (externalId, context) => setLockClock(lockState, externalId, context),
    readOpenState: (externalId, context) => readOpenState(caller, externalId, context),
    readBattery: (externalId, context) => readBattery(caller, externalId, context),
    readWifiDetail: (externalId, context) => readWifiDetail(caller, externalId, context),
    readGateway: (gatewayExternalId, context) => readGateway(caller, gatewayExternalId, context),
    listLocksOfGateway: (gatewayExternalId, context) =>
      listLocksOfGateway(gateways, gatewayExternalId, context),
    listSharedDevices: (context) => listSharedDevices(caller, context),
    listRecords: (externalId, range, context) => listRecords(caller, { externalId, ...range }, context),
    findCodes: (externalId, searchText, context) =>
      listCodes(codes, { externalId, searchStr: searchText }, context),
    renameCode: (command, context) => renameCode(codes, command, context),
    generateCode: (command, context) => generateCode(codes, command, context),
    deleteCodeByPin: (command, context) => deleteCodeByPin(codes, command, context),
    readPassageMode: (externalId, context) =>
      readPassageMode(caller, { generation: NEW_PASSAGE_MODE, externalId }, context),
    setPassageMode: (externalId, mode, context) =>
      setPassageMode(caller, { generation: NEW_PASSAGE_MODE, externalId, mode }, context),
    readOldPassageMode: (externalId, context) =>
      readPassageMode(caller, { generation: OLD_PASSAGE_MODE, externalId }, context),
    setOldPassageMode: (externalId, mode, context) =>
      setPassageMode(caller, { generation: OLD_PASSAGE_MODE, externalId, mode }, context),
  }

  return {
    ...lockProvider,
    ...lockServices,
    probe: (context) => sender.probe(context),
    quota: () => quota.state(),
    clockOffsetMs: () => skew.offsetMs(),
    answeredAtMs: () => sender.answeredAtMs(),
    rememberGateways: (externalId, sightings) => gatewayMap.learn(externalId, sightings),
    forgetRefusedSignIn: () => auth.forgetRefusal(),
    forgetUsedUpMonth: () => quota.forgetRefusal(),
    resting: ({ externalId, pin, vendorPinId }) => caller.resting(externalId, vendorPinId ?? pin),
    endSuspension(externalId) {
      for (const id of [externalId, ...gatewayMap.gatewaysOf(externalId)]) breakers.forgive(id)
    },
    async retire() {
      lanes.close()
      pacer.close()
      await transport.closeWhenAnswered()
    },
    async close() {
      lanes.close()
      pacer.close()
      await transport.close()
    },
  }
}

export interface ConnectionTestOptions {
  readonly baseUrl: string
  /** As typed, before they are kept anywhere; no stored sign-in is used or replaced. */
  readonly secrets: AccountSecrets
  readonly recorder: TraceRecorder
  readonly clock: Clock
  readonly context: CallContext
  readonly random?: () => number
  readonly timeouts?: Partial<TtlockTimeouts>
  /** Where the application is known: these calls are its calls. A pause of its accounts does not keep a test from trying. */
  readonly month?: MonthCount
  /** True where TTLock refuses its calls as used up, whatever single calls of the test bring. */
  readonly isUsedUp?: boolean
}

/** Tries an account step by step and says of each step in a sentence how it went. Changes nothing. */
export function testConnection(options: ConnectionTestOptions): Promise<ConnectionTestResult> {
  const { context, secrets, month, isUsedUp = false, ...rest } = options
  let token: AccountToken | null = null
  const store: AccountSecretStore = {
    readSecrets: () => secrets,
    readToken: () => token,
    writeToken: (newToken) => {
      token = newToken
    },
  }
  const quota = month && { quota: createQuota(options.clock, month) }
  const client = createClient({ random: () => 0, ...rest, ...quota, secrets: store })
  const tested = {
    ...client,
    isSignedIn: () => token !== null,
    isUsedUp: () => isUsedUp || client.quota().isUsedUp,
  }
  return runConnectionTest(tested, context).finally(() => client.close())
}
