import { z } from 'zod'
import type { ProviderError, ProviderResult } from '../domain/providerError/providerError.ts'
import type { AccountSecretStore, AccountSecrets, AccountToken } from '../ports/accountSecrets.ts'
import type { Clock } from '../ports/clock.ts'
import type { CallContext } from '../ports/lockProvider.ts'
import { failure } from './failures.ts'
import { looseInt } from './schemas.ts'
import type { Sender } from './sender.ts'

/** Renewed this long before its end, so that no command meets a token that dies under way. */
const RENEW_BEFORE_END_MS = 10 * 60_000
/** A refused sign-in is not repeated for this long unless the secrets change: repeating it may lock the account. */
const REFUSED_SIGN_IN_REST_MS = 15 * 60_000

const tokenAnswer = z.looseObject({
  access_token: z.string().min(8),
  refresh_token: z.string().nullish(),
  expires_in: looseInt.pipe(z.int().positive()),
})
type TokenAnswer = z.infer<typeof tokenAnswer>

export interface Credentials {
  readonly clientId: string
  readonly accessToken: string
  /** Everything that must not be written down, for redaction. */
  readonly secrets: readonly string[]
}

export interface Auth {
  /** A token that should be good; signs in or renews only when there is none. */
  credentials(context: CallContext): Promise<ProviderResult<Credentials>>
  /** The provider called this token dead: renews it, once for all callers that hold the same one. */
  renew(deadAccessToken: string, context: CallContext): Promise<ProviderResult<Credentials>>
  /** The account was let in elsewhere: a refusal that is remembered no longer counts. */
  forgetRefusal(): void
  /** The application, for the calls that need no sign-in. */
  application(): ProviderResult<Pick<AccountSecrets, 'clientId' | 'clientSecret'>>
}

export interface AuthParts {
  readonly sender: Sender
  readonly store: AccountSecretStore
  readonly clock: Clock
  readonly timeoutMs: number
}

export function createAuth(parts: AuthParts): Auth {
  const { sender, store, clock } = parts
  let flight: { readonly secrets: string; readonly obtained: Promise<ProviderResult<AccountToken>> } | null =
    null
  let refused: {
    readonly secrets: string
    readonly atMonotonicMs: number
    readonly error: ProviderError
  } | null = null

  /** The store throws only while the vault is locked; nothing can be sent then. */
  function open<Value>(read: () => Value): ProviderResult<Value> {
    try {
      return { ok: true, value: read() }
    } catch {
      return { ok: false, error: vaultLocked() }
    }
  }

  /** Once for all who ask meanwhile; who asks with new secrets does not share the answer to the old ones. */
  function singleFlight(context: CallContext): Promise<ProviderResult<AccountToken>> {
    const opened = open(() => ({ secrets: store.readSecrets(), token: store.readToken() }))
    if (!opened.ok) return Promise.resolve(opened)
    const secrets = fingerprintOf(opened.value.secrets)
    if (flight?.secrets === secrets) return flight.obtained
    const mine = { secrets, obtained: obtain(opened.value, context) }
    flight = mine
    return mine.obtained.finally(() => {
      if (flight === mine) flight = null
    })
  }

  async function obtain(
    { secrets, token }: { readonly secrets: AccountSecrets; readonly token: AccountToken | null },
    context: CallContext,
  ): Promise<ProviderResult<AccountToken>> {
    const resting = restingRefusal(secrets)
    if (resting !== null) return { ok: false, error: resting }
    // The caller's own wish to stop must not end the sign-in that others wait for.
    const { signal: _ownSignal, turnSignal: _ownTurn, ...shared } = context
    const obtained = await refreshOrSignIn(secrets, token, shared)
    if (obtained.ok) refused = null
    else if (obtained.error.cause === 'not_signed_in') {
      // Somebody replaced the password while the old one was refused: that says nothing of the new one.
      if (isOutdated(secrets)) return withNewSecrets(context)
      refused = { secrets: fingerprintOf(secrets), atMonotonicMs: clock.monotonicMs(), error: obtained.error }
    }
    return obtained
  }

  /** The token of who was faster with them, or one of our own. */
  function withNewSecrets(context: CallContext): Promise<ProviderResult<AccountToken>> {
    const kept = open(() => store.readToken())
    return kept.ok && kept.value !== null
      ? Promise.resolve({ ok: true, value: kept.value })
      : singleFlight(context)
  }

  function isOutdated(secrets: AccountSecrets): boolean {
    const now = open(() => store.readSecrets())
    return now.ok && fingerprintOf(now.value) !== fingerprintOf(secrets)
  }

  function restingRefusal(secrets: AccountSecrets): ProviderError | null {
    if (refused === null || refused.secrets !== fingerprintOf(secrets)) return null
    const remainingMs = refused.atMonotonicMs + REFUSED_SIGN_IN_REST_MS - clock.monotonicMs()
    return remainingMs <= 0 ? null : { ...refused.error, retryAfterMs: remainingMs }
  }

  async function refreshOrSignIn(
    secrets: AccountSecrets,
    token: AccountToken | null,
    context: CallContext,
  ): Promise<ProviderResult<AccountToken>> {
    if (token !== null && token.refreshToken !== '') {
      const refreshed = await refresh(secrets, token, context)
      if (refreshed.ok || refreshed.error.cause !== 'not_signed_in') return refreshed
    }
    return signIn(secrets, context)
  }

  async function refresh(secrets: AccountSecrets, token: AccountToken, context: CallContext) {
    const payload = {
      clientId: secrets.clientId,
      clientSecret: secrets.clientSecret,
      grant_type: 'refresh_token',
      refresh_token: token.refreshToken,
    }
    const answer = await ask('TOKEN_REFRESH', payload, [...hiddenOf(secrets), token.refreshToken], context)
    return answer.ok ? keep(answer.value, token.refreshToken) : answer
  }

  async function signIn(secrets: AccountSecrets, context: CallContext) {
    const payload = {
      clientId: secrets.clientId,
      clientSecret: secrets.clientSecret,
      grant_type: 'password',
      username: secrets.username,
      password: secrets.passwordMd5,
    }
    const answer = await ask('TOKEN', payload, hiddenOf(secrets), context)
    return answer.ok ? keep(answer.value, '') : answer
  }

  function ask(
    action: string,
    payload: Readonly<Record<string, string>>,
    secrets: readonly string[],
    context: CallContext,
  ): Promise<ProviderResult<TokenAnswer>> {
    return sender.send(
      {
        action,
        path: '/oauth2/token',
        payload,
        effect: 'sign_in',
        answer: tokenAnswer,
        timeoutMs: parts.timeoutMs,
        externalId: null,
        secrets,
        isDated: false,
      },
      context,
    )
  }

  /** Whether a refresh rotates the refresh token is undocumented: the newest one that came is kept. */
  function keep(answer: TokenAnswer, olderRefreshToken: string): ProviderResult<AccountToken> {
    const token: AccountToken = {
      accessToken: answer.access_token,
      refreshToken: answer.refresh_token ?? olderRefreshToken,
      expiresAtMs: clock.nowMs() + answer.expires_in * 1000,
    }
    const written = open(() => store.writeToken(token))
    return written.ok ? { ok: true, value: token } : written
  }

  function withToken(token: AccountToken): ProviderResult<Credentials> {
    const opened = open(() => store.readSecrets())
    if (!opened.ok) return opened
    return {
      ok: true,
      value: {
        clientId: opened.value.clientId,
        accessToken: token.accessToken,
        secrets: [...hiddenOf(opened.value), token.accessToken, token.refreshToken],
      },
    }
  }

  async function obtained(context: CallContext): Promise<ProviderResult<Credentials>> {
    const token = await singleFlight(context)
    return token.ok ? withToken(token.value) : token
  }

  return {
    async credentials(context) {
      const stored = open(() => store.readToken())
      if (!stored.ok) return stored
      const isGood = stored.value !== null && stored.value.expiresAtMs - clock.nowMs() > RENEW_BEFORE_END_MS
      return isGood && stored.value !== null ? withToken(stored.value) : obtained(context)
    },
    async renew(deadAccessToken, context) {
      const stored = open(() => store.readToken())
      if (!stored.ok) return stored
      // Somebody else renewed it while this caller's answer was on its way.
      if (stored.value !== null && stored.value.accessToken !== deadAccessToken)
        return withToken(stored.value)
      return obtained(context)
    },
    forgetRefusal() {
      refused = null
    },
    application: () => open(() => store.readSecrets()),
  }
}

function hiddenOf(secrets: AccountSecrets): readonly string[] {
  return [secrets.clientSecret, secrets.passwordMd5]
}

function fingerprintOf(secrets: AccountSecrets): string {
  return JSON.stringify([secrets.clientId, secrets.clientSecret, secrets.username, secrets.passwordMd5])
}

function vaultLocked(): ProviderError {
  const sentence = 'The account’s secrets are locked. Unlock the vault, then it goes on by itself.'
  return failure({ kind: 'stop_the_account', cause: 'not_signed_in', sentence })
}
