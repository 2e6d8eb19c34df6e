import type { Core } from './core.ts'
import { type Answer, data, refuse } from './envelope.ts'
import { type Parameters, textOf } from './parameters.ts'
import { digestOf } from './random.ts'
import { takeId } from './site.ts'
import type { AccessToken, SimulatedAccount } from './world.ts'

const accessLifeSeconds = 7_776_000
const refreshLifeMs = 10 * 365 * 86_400_000

/** `/oauth2/token` (facts 1): password login or refresh; names in camelCase or snake_case. */
export function answerToken(core: Core, parameters: Parameters): Answer {
  const clientId = textOf(parameters, 'clientId', 'client_id')
  const secret = textOf(parameters, 'clientSecret', 'client_secret')
  const application = core.world.accounts.find((account) => account.clientId === clientId)
  if (application === undefined) return refuse(10000)
  if (application.region !== core.world.region) return refuse(30008)
  if (application.clientSecret !== secret) return refuse(10001)
  const grantType = textOf(parameters, 'grant_type', 'grantType') ?? 'password'
  if (grantType === 'password') return logIn(core, parameters, application.clientId)
  if (grantType === 'refresh_token') return refresh(core, parameters, application.clientId)
  return refuse(10010)
}

/** Who a token speaks for, or the errcode that refuses it: 10003 unknown, 10004 expired or revoked. */
export function accountOfToken(
  core: Core,
  token: string | null,
  clientId: string,
): SimulatedAccount | 10003 | 10004 {
  const access = token === null ? undefined : core.world.accessTokens.get(token)
  if (access === undefined || access.clientId !== clientId) return 10003
  if (access.revoked || access.expiresAt <= core.now()) return 10004
  return core.world.accounts.find((account) => account.uid === access.uid) ?? 10004
}

/** Ends every access token of the user, or of all; refresh tokens too when asked. Returns how many it ended. */
export function revokeTokens(
  core: Core,
  which: { readonly uid?: number | undefined; readonly refresh?: boolean | undefined },
): number {
  let ended = 0
  const stores =
    which.refresh === true ? [core.world.accessTokens, core.world.refreshTokens] : [core.world.accessTokens]
  for (const store of stores) {
    for (const token of store.values()) {
      if (token.revoked || (which.uid !== undefined && token.uid !== which.uid)) continue
      token.revoked = true
      ended += 1
    }
  }
  core.changed()
  return ended
}

function logIn(core: Core, parameters: Parameters, clientId: string): Answer {
  const username = textOf(parameters, 'username')
  const password = textOf(parameters, 'password') ?? ''
  if (!/^[0-9a-f]{32}$/.test(password)) return refuse(30005)
  const account = core.world.accounts.find(
    (candidate) => candidate.clientId === clientId && candidate.username === username,
  )
  if (account === undefined || account.passwordMd5 !== password) return refuse(10007)
  if (core.world.switches.secondLogin === 'same') {
    const access = liveTokenOf(core, core.world.accessTokens, account.uid)
    const refreshing = liveTokenOf(core, core.world.refreshTokens, account.uid)
    if (access !== undefined && refreshing !== undefined) return tokenAnswer(core, access, refreshing)
  }
  if (core.world.switches.secondLogin === 'ends-first')
    revokeTokens(core, { uid: account.uid, refresh: true })
  return tokenAnswer(core, issueAccess(core, account), issueRefresh(core, account))
}

function refresh(core: Core, parameters: Parameters, clientId: string): Answer {
  const token = textOf(parameters, 'refresh_token', 'refreshToken')
  const known = token === null ? undefined : core.world.refreshTokens.get(token)
  if (known === undefined || known.clientId !== clientId || known.revoked || known.expiresAt <= core.now()) {
    return refuse(10011)
  }
  const account = core.world.accounts.find((candidate) => candidate.uid === known.uid)
  if (account === undefined) return refuse(10011)
  if (core.world.switches.refreshEndsOldToken) revokeTokens(core, { uid: account.uid })
  const access = issueAccess(core, account)
  if (!core.world.switches.refreshRotates) return tokenAnswer(core, access, known)
  known.revoked = true
  return tokenAnswer(core, access, issueRefresh(core, account))
}

function tokenAnswer(core: Core, access: AccessToken, refreshing: AccessToken): Answer {
  return data({
    access_token: access.token,
    refresh_token: refreshing.token,
    uid: access.uid,
    openid: access.uid + 1_000_000_000,
    scope: 'user,key,room',
    token_type: 'Bearer',
    expires_in: Math.floor((access.expiresAt - core.now()) / 1000),
  })
}

function issueAccess(core: Core, account: SimulatedAccount): AccessToken {
  return issue(core, core.world.accessTokens, account, accessLifeSeconds * 1000)
}

function issueRefresh(core: Core, account: SimulatedAccount): AccessToken {
  return issue(core, core.world.refreshTokens, account, refreshLifeMs)
}

function issue(
  core: Core,
  store: Map<string, AccessToken>,
  account: SimulatedAccount,
  lifeMs: number,
): AccessToken {
  const number = takeId(core.world, 'token')
  const access: AccessToken = {
    token: digestOf(`${core.world.seed}:token:${number}`).slice(0, 32),
    uid: account.uid,
    clientId: account.clientId,
    expiresAt: core.now() + lifeMs,
    revoked: false,
  }
  store.set(access.token, access)
  core.changed()
  return access
}

function liveTokenOf(core: Core, store: Map<string, AccessToken>, uid: number): AccessToken | undefined {
  return [...store.values()].find(
    (token) => token.uid === uid && !token.revoked && token.expiresAt > core.now(),
  )
}
