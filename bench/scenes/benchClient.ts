import { createHash } from 'node:crypto'
import type { CorrelationId } from '../../src-main/domain/ids.ts'
import { AnswerMemory } from '../../src-main/domain/redaction/answerMemory.ts'
import { systemClock } from '../../src-main/platform/systemClock.ts'
import type { AccountSecretStore, AccountToken } from '../../src-main/ports/accountSecrets.ts'
import type { CallContext } from '../../src-main/ports/lockProvider.ts'
import type { TraceRecorder } from '../../src-main/ports/traceRecorder.ts'
import { defaultAccount } from '../../src-main/simulator/site.ts'
import {
  createTtlockProvider,
  type TtlockClient,
  type TtlockProviderOptions,
} from '../../src-main/ttlock/provider.ts'

/** Never reached by a benchmark, so that only what a row is about holds calls back. */
const NO_LIMIT = { calls: 1_000_000, perMs: 0 }

export const LOCK_ID = '28991110'

export function callContext(correlationId: string): CallContext {
  return {
    // A made-up id; nothing looks it up.
    correlationId: correlationId as CorrelationId,
    jobId: null,
    doorId: null,
    doorName: null,
    operationId: null,
    attempt: 1,
  }
}

/** The program's client with the account that every simulated site has. */
export function openClient(
  baseUrl: string,
  options: { readonly recorder: TraceRecorder } & Partial<TtlockProviderOptions>,
): TtlockClient {
  return createTtlockProvider({
    baseUrl,
    secrets: secretsInMemory(),
    clock: systemClock,
    random: Math.random,
    rateLimit: NO_LIMIT,
    spacingMs: 0,
    ...options,
  })
}

/** Makes rows as ever, redacted and all, and drops them. */
export function createForgetfulRecorder(): TraceRecorder {
  const answers = new AnswerMemory()
  return { record: (entry, secrets) => void answers.redact(entry, secrets) }
}

function secretsInMemory(): AccountSecretStore {
  let token: AccountToken | null = null
  const secrets = {
    clientId: defaultAccount.clientId,
    clientSecret: defaultAccount.clientSecret,
    username: defaultAccount.username,
    passwordMd5: createHash('md5')
      .update(defaultAccount.password ?? '')
      .digest('hex'),
  }
  return {
    readSecrets: () => secrets,
    readToken: () => token,
    writeToken: (newToken) => {
      token = newToken
    },
  }
}

/** Runs `work` `times` times, never more than `atOnce` at a time. */
export async function runAtOnce(
  times: number,
  atOnce: number,
  work: (turn: number) => Promise<void>,
): Promise<void> {
  let next = 0
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < times) {
        const turn = next
        next += 1
        await work(turn)
      }
    }),
  )
}
