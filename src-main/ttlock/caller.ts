import type { z } from 'zod'
import type { ProviderError, ProviderResult } from '../domain/providerError/providerError.ts'
import type { CallContext } from '../ports/lockProvider.ts'
import type { Auth, Credentials } from './auth.ts'
import type { BreakerKey, Breakers } from './breakers.ts'
import { type CallEffect, isTokenDead, TRIED_AGAIN } from './errorTable.ts'
import { stoppedBeforeSending } from './failures.ts'
import type { GatewayMap } from './gatewayMap.ts'
import type { LaneRest, Lanes } from './lanes.ts'
import type { PinMemory } from './pinMemory.ts'
import { rankOf, type Sender, turnSignalOf } from './sender.ts'

/** A call below `/v3`. */
export interface Call<Value> {
  readonly action: string
  readonly path: string
  readonly params: Readonly<Record<string, string | number>>
  readonly effect: CallEffect
  readonly answer: z.ZodType<Value>
  /** Given when the answer is mostly the one before: what to remember it by. */
  readonly rememberAs?: string
  /** Null for calls of the account. */
  readonly externalId: string | null
  /** True when the gateway has to talk to the lock: slow, and one at a time. */
  readonly isGatewayCommand: boolean
  /** What names the code in question among those of the lock, for its breaker. */
  readonly codeKey?: string
  /** PINs among the parameters. */
  readonly secrets?: readonly string[]
}

export interface Caller {
  call<Value>(call: Call<Value>, context: CallContext): Promise<ProviderResult<Value>>
  /** Why a command about this code of the lock, or about none, would not be sent now: something of it rests. Else null. */
  resting(externalId: string, codeKey: string | null): ProviderError | null
  /** PINs that an answer about this lock held; later rows about it are searched for them. */
  learnPins(externalId: string, pins: readonly string[]): void
}

export interface CallerParts {
  readonly sender: Sender
  readonly auth: Auth
  readonly lanes: Lanes
  readonly breakers: Breakers
  readonly gatewayMap: GatewayMap
  readonly pinMemory: PinMemory
  readonly random: () => number
  readonly cloudTimeoutMs: number
  readonly gatewayTimeoutMs: number
  readonly spacingMs: number
  readonly busyRestMs: number
}

export function createCaller(parts: CallerParts): Caller {
  const { sender, auth, lanes, breakers, gatewayMap, pinMemory } = parts

  function call<Value>(asked: Call<Value>, context: CallContext): Promise<ProviderResult<Value>> {
    const { isGatewayCommand, externalId } = asked
    return isGatewayCommand && externalId !== null
      ? inLanes(asked, externalId, context)
      : exchange(asked, context).then(({ result }) => result)
  }

  async function inLanes<Value>(
    asked: Call<Value>,
    lockId: string,
    context: CallContext,
  ): Promise<ProviderResult<Value>> {
    const turn = await lanes.run(
      () => [lockLane(lockId), ...gatewayMap.gatewaysOf(lockId).map(gatewayLane)],
      async (laneKeys) => {
        const breakerKeys = breakerKeysOf(lockId, asked.codeKey ?? null, gatewayMap.gatewaysOf(lockId))
        const suspended = breakers.admit(breakerKeys)
        if (suspended !== null) return { value: { ok: false, error: suspended } as const, rests: [] }
        const { result, isOfSignIn } = await exchange(asked, context).catch((bug: unknown) => {
          // The probe must not stay out for ever because of a fault of ours.
          breakers.report(breakerKeys, stoppedBeforeSending())
          throw bug
        })
        const error = result.ok ? null : result.error
        // A sign-in that fails says nothing of the lock, whose command was not run.
        breakers.report(breakerKeys, isOfSignIn ? stoppedBeforeSending() : error)
        return { value: result, rests: restsAfter(laneKeys, lockId, error) }
      },
      { signal: turnSignalOf(context), rank: rankOf(context) },
    )
    return turn.ran ? turn.value : { ok: false, error: stoppedBeforeSending() }
  }

  /** With a token. A read is asked once more when the token was dead; a write never: it tells that it was not run. */
  async function exchange<Value>(asked: Call<Value>, context: CallContext): Promise<Exchanged<Value>> {
    const credentials = await auth.credentials(context)
    if (!credentials.ok) return { result: credentials, isOfSignIn: true }
    const first = await sendWith(credentials.value, asked, context)
    if (first.ok || first.error.errcode === null || !isTokenDead(first.error.errcode))
      return { result: first, isOfSignIn: false }
    const renewed = await auth.renew(credentials.value.accessToken, context)
    if (!renewed.ok) return { result: renewed, isOfSignIn: true }
    if (asked.effect === 'read')
      return { result: await sendWith(renewed.value, asked, context), isOfSignIn: false }
    return { result: { ok: false, error: notRunForSignIn(first.error) }, isOfSignIn: true }
  }

  function sendWith<Value>(credentials: Credentials, asked: Call<Value>, context: CallContext) {
    if (asked.externalId !== null && asked.secrets !== undefined)
      pinMemory.learn(asked.externalId, asked.secrets)
    return sender.send(
      {
        action: asked.action,
        path: asked.path,
        payload: { clientId: credentials.clientId, accessToken: credentials.accessToken, ...asked.params },
        effect: asked.effect,
        answer: asked.answer,
        timeoutMs: asked.isGatewayCommand ? parts.gatewayTimeoutMs : parts.cloudTimeoutMs,
        externalId: asked.externalId,
        secrets: credentials.secrets,
        isDated: true,
        holdsLanes: asked.isGatewayCommand,
        ...(asked.rememberAs === undefined ? {} : { rememberAs: asked.rememberAs }),
        ...(context.maySend === undefined ? {} : { maySend: context.maySend }),
      },
      context,
    )
  }

  /** -3037 says that this lock is busy, -3003 that a gateway is, and not which: all that were held rest. */
  function restsAfter(
    laneKeys: readonly string[],
    lockId: string,
    error: ProviderError | null,
  ): readonly LaneRest[] {
    const spacing = laneKeys.map((key): LaneRest => ({ key, ms: parts.spacingMs, isBusyRest: false }))
    if (error === null || (error.errcode !== -3003 && error.errcode !== -3037)) return spacing
    const ms = Math.round(parts.busyRestMs * (1 + parts.random() * 0.2))
    const busy = error.errcode === -3037 ? [lockLane(lockId)] : laneKeys
    return [...spacing, ...busy.map((key): LaneRest => ({ key, ms, isBusyRest: true }))]
  }

  function resting(lockId: string, codeKey: string | null): ProviderError | null {
    return breakers.resting(breakerKeysOf(lockId, codeKey, gatewayMap.gatewaysOf(lockId)))
  }

  return { call, resting, learnPins: pinMemory.learn }
}

/** What came of a call, and whether that is what came of its sign-in. */
interface Exchanged<Value> {
  readonly result: ProviderResult<Value>
  readonly isOfSignIn: boolean
}

function lockLane(lockId: string): string {
  return `lock:${lockId}`
}
function gatewayLane(gatewayId: string): string {
  return `gateway:${gatewayId}`
}

function breakerKeysOf(
  lockId: string,
  codeKey: string | null,
  gateways: readonly string[],
): readonly BreakerKey[] {
  return [
    ...(codeKey === null ? [] : [{ kind: 'code', id: `${lockId}:${codeKey}` } as const]),
    { kind: 'lock', id: lockId },
    // Of several gateways nobody knows which one failed.
    ...(gateways.length === 1 ? gateways.map((id) => ({ kind: 'gateway', id }) as const) : []),
  ]
}

function notRunForSignIn(error: ProviderError): ProviderError {
  return {
    ...error,
    kind: 'busy',
    sentence: `The sign-in to TTLock had ended and was renewed. The command was not run. ${TRIED_AGAIN}`,
  }
}
