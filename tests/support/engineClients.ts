import { createApplicationQuotas } from '../../src-main/app/applicationQuotas.ts'
import type { AccountId } from '../../src-main/domain/ids.ts'
import type { Clock } from '../../src-main/ports/clock.ts'
import type { AccountClient, Providers } from '../../src-main/ports/providers.ts'
import type { Store } from '../../src-main/ports/store.ts'
import type { TraceRecorder } from '../../src-main/ports/traceRecorder.ts'
import {
  createTtlockProvider,
  type TtlockClient,
  type TtlockProviderOptions,
} from '../../src-main/ttlock/provider.ts'

export type EngineClientOptions = Partial<
  Pick<TtlockProviderOptions, 'timeouts' | 'breakers' | 'busyRestMs' | 'spacingMs' | 'rateLimit'>
>

/** The product's client for each account, with rests and time-outs short enough for a test. */
export function createEngineClients(
  parts: { readonly store: Store; readonly recorder: TraceRecorder; readonly clock: Clock },
  options: EngineClientOptions = {},
): Providers {
  const clients = new Map<AccountId, TtlockClient>()
  const applications = createApplicationQuotas(parts.store, parts.clock)

  function forAccount(id: AccountId): AccountClient {
    const known = clients.get(id)
    if (known) return known
    const account = parts.store.accounts.get(id)
    if (!account) throw new Error('no such account')
    const client = createTtlockProvider({
      baseUrl: account.baseUrl,
      secrets: parts.store.accounts.secrets(id),
      recorder: parts.recorder,
      clock: parts.clock,
      random: () => 0.5,
      quota: applications.quotaOf(account),
      spacingMs: 0,
      busyRestMs: 10,
      rateLimit: { calls: 100_000, perMs: 1_000 },
      timeouts: { cloudMs: 2_000, gatewayMs: 2_000, connectMs: 1_000 },
      ...options,
    })
    clients.set(id, client)
    return client
  }

  return {
    forAccount,
    replace(id) {
      const client = clients.get(id)
      clients.delete(id)
      void client?.retire()
    },
    async closeAll() {
      const open = [...clients.values()]
      clients.clear()
      await Promise.all(open.map((client) => client.close()))
    },
  }
}
