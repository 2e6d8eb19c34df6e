import type { AccountId } from '../domain/ids.ts'
import { fromIso, toIso } from '../domain/instant.ts'
import type { Clock } from '../ports/clock.ts'
import type { AccountClient, Providers } from '../ports/providers.ts'
import type { Random } from '../ports/random.ts'
import type { Store } from '../ports/store.ts'
import type { TraceRecorder } from '../ports/traceRecorder.ts'
import { createTtlockProvider, type TtlockClient } from '../ttlock/provider.ts'
import type { ApplicationQuotas } from './applicationQuotas.ts'

const GATEWAY_PAIR_LIFE_MS = 30 * 60_000

/** One TTLock client for each account, made when first asked for and told what the store knows of its gateways. */
export function createAccountClients(options: {
  readonly store: Store
  readonly recorder: TraceRecorder
  readonly clock: Clock
  readonly random: Random
  /** Rest of a lane between two commands, in ms. */
  readonly spacingMs?: number
  readonly applications: ApplicationQuotas
}): Providers {
  const { store, clock } = options
  const clients = new Map<AccountId, TtlockClient>()
  /** Replaced, with something still under way. */
  const retired = new Set<TtlockClient>()
  /** When what was replaced has its last answer: until then a gateway may be busy with a command of it. */
  const answered = new Map<AccountId, Promise<unknown>>()

  function forAccount(id: AccountId): AccountClient {
    const known = clients.get(id)
    if (known) return known
    const account = store.accounts.get(id)
    if (!account) throw new Error('A client was asked for an account that does not exist')
    const before = answered.get(id)
    const client = createTtlockProvider({
      baseUrl: account.baseUrl,
      secrets: store.accounts.secrets(id),
      quota: options.applications.quotaOf(account),
      recorder: options.recorder,
      clock,
      random: () => options.random.fraction(),
      ...(options.spacingMs === undefined ? {} : { spacingMs: options.spacingMs }),
      ...(before && { after: before }),
    })
    const sinceIso = toIso(clock.nowMs() - GATEWAY_PAIR_LIFE_MS)
    for (const device of store.accounts.listDevices()) {
      if (device.accountId !== id) continue
      const seen = store.accounts.gatewaysOfDevice(device.id, sinceIso)
      client.rememberGateways(
        device.externalId,
        seen.map(({ gatewayId, seenAt }) => ({ gatewayId, seenAtMs: fromIso(seenAt) })),
      )
    }
    clients.set(id, client)
    return client
  }

  return {
    forAccount,
    replace(id) {
      const client = clients.get(id)
      if (!client) return
      clients.delete(id)
      retired.add(client)
      const ended = Promise.allSettled([answered.get(id), client.retire()])
      answered.set(
        id,
        ended.then(() => retired.delete(client)),
      )
    },
    async closeAll() {
      const open = [...clients.values(), ...retired]
      clients.clear()
      await Promise.all(open.map((client) => client.close()))
    },
  }
}
