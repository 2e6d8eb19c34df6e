import { createHash } from 'node:crypto'
import type { CorrelationId, DoorId, JobId, OperationId, VendorPinId } from '../../../src-main/domain/ids.ts'
import { AnswerMemory } from '../../../src-main/domain/redaction/answerMemory.ts'
import type {
  AccountSecretStore,
  AccountSecrets,
  AccountToken,
} from '../../../src-main/ports/accountSecrets.ts'
import type { Clock } from '../../../src-main/ports/clock.ts'
import type { CallContext } from '../../../src-main/ports/lockProvider.ts'
import type { IntegrationLogEntry, TraceRecorder } from '../../../src-main/ports/traceRecorder.ts'
import {
  createTtlockProvider,
  type TtlockClient,
  type TtlockProviderOptions,
} from '../../../src-main/ttlock/provider.ts'
import { simulatedLogin } from '../../support/simulator.ts'

export const systemClock: Clock = { nowMs: () => Date.now(), monotonicMs: () => performance.now() }

export const context: CallContext = {
  correlationId: 'c2165f3f52364e4db32d169654f4648f' as CorrelationId,
  jobId: 104 as JobId,
  doorId: 2 as DoorId,
  doorName: 'ttlock',
  operationId: 7 as OperationId,
  attempt: 1,
}

export function vendorPinId(text: string): VendorPinId {
  return text as VendorPinId
}

export const simulatedSecrets: AccountSecrets = {
  clientId: simulatedLogin.clientId,
  clientSecret: simulatedLogin.clientSecret,
  username: simulatedLogin.username,
  passwordMd5: createHash('md5').update(simulatedLogin.password).digest('hex'),
}

export interface MemorySecretStore extends AccountSecretStore {
  token: AccountToken | null
  secrets: AccountSecrets
}

export function memorySecretStore(secrets: AccountSecrets = simulatedSecrets): MemorySecretStore {
  return {
    token: null,
    secrets,
    readSecrets() {
      return this.secrets
    },
    readToken() {
      return this.token
    },
    writeToken(token) {
      this.token = token
    },
  }
}

export interface TestProvider {
  readonly provider: TtlockClient
  readonly entries: IntegrationLogEntry[]
  readonly store: MemorySecretStore
  /** Actions logged so far, in order. */
  actions(): readonly string[]
}

/** Puts in what the program's own recorder would store. */
export function createRedactingRecorder(entries: IntegrationLogEntry[]): TraceRecorder {
  const answers = new AnswerMemory()
  return {
    record(entry, secrets) {
      const { foreignBytes: _length, ...row } = entry
      const { response, ...own } = answers.redact(entry, secrets)
      entries.push({ ...row, ...own, response: response && JSON.parse(response.json) })
    },
  }
}

/** A client without spacing and with short timeouts, whose log rows can be looked at. */
export function createTestProvider(
  baseUrl: string,
  options: Partial<Omit<TtlockProviderOptions, 'baseUrl' | 'secrets' | 'recorder'>> & {
    readonly store?: MemorySecretStore
  } = {},
): TestProvider {
  const entries: IntegrationLogEntry[] = []
  const recorder = createRedactingRecorder(entries)
  const { store = memorySecretStore(), ...rest } = options
  const provider = createTtlockProvider({
    clock: systemClock,
    random: () => 0.5,
    timeouts: { cloudMs: 2_000, gatewayMs: 2_000, connectMs: 1_000 },
    spacingMs: 0,
    busyRestMs: 0,
    rateLimit: { calls: 1_000, perMs: 1_000 },
    ...rest,
    baseUrl,
    secrets: store,
    recorder,
  })
  return { provider, entries, store, actions: () => entries.map((entry) => entry.action) }
}
