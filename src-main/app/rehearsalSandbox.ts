import type { ActualCode, ActualCodeStatus, LockReading } from '../domain/code/actualCode.ts'
import { systemClock } from '../platform/systemClock.ts'
import { systemRandom } from '../platform/systemRandom.ts'
import type { AccountSecrets, AccountToken } from '../ports/accountSecrets.ts'
import type { ReadInSandbox, SandboxLock } from '../ports/rehearsalSandbox.ts'
import { defaultAccount, type Site } from '../simulator/site.ts'
import { createTtlockProvider } from '../ttlock/provider.ts'

/** A simulator that holds this site and nothing else. */
export type StartSandbox = (site: Site) => Promise<{ readonly url: string; close(): Promise<void> }>

/** The provider's numbers for what a row's status means. */
const STATUS_NUMBERS: Readonly<Record<ActualCodeStatus, number>> = {
  settled: 1,
  expired_or_invalid: 2,
  under_way: 3,
  not_on_lock: 5,
  as_before: 7,
  unknown: 99,
}
const GATEWAY_ID = 1

export function createRehearsalSandbox(start: StartSandbox): ReadInSandbox {
  return async (locks) => {
    // Good for this one rehearsal, of an account that nobody else has.
    const login = { ...LOGIN, passwordMd5: systemRandom.correlationId() }
    const simulator = await start(siteOf(locks, login))
    try {
      return await readAll(simulator.url, login, locks)
    } finally {
      await simulator.close()
    }
  }
}

async function readAll(
  baseUrl: string,
  login: AccountSecrets,
  locks: readonly SandboxLock[],
): Promise<ReadonlyMap<string, LockReading>> {
  let token: AccountToken | null = null
  const client = createTtlockProvider({
    baseUrl,
    secrets: {
      readSecrets: () => login,
      readToken: () => token,
      writeToken: (next) => {
        token = next
      },
    },
    // Nothing of a rehearsal enters a trace.
    recorder: { record: () => undefined },
    clock: systemClock,
    random: () => 0,
  })
  const context = {
    ...{ correlationId: systemRandom.correlationId(), jobId: null, doorId: null, doorName: null },
    ...{ operationId: null, attempt: 1 },
  }
  try {
    const readings = new Map<string, LockReading>()
    for (const { externalId } of locks) {
      const { reading } = await client.listCodes(externalId, context)
      readings.set(externalId, reading)
    }
    return readings
  } finally {
    await client.close()
  }
}

const LOGIN = {
  clientId: defaultAccount.clientId,
  clientSecret: defaultAccount.clientSecret,
  username: defaultAccount.username,
}

function siteOf(locks: readonly SandboxLock[], login: AccountSecrets): Site {
  return {
    accounts: [{ ...login, uid: defaultAccount.uid }],
    gateways: [{ gatewayId: GATEWAY_ID, gatewayName: 'Rehearsal' }],
    locks: locks.map(({ externalId, codes }) => ({
      lockId: Number(externalId),
      lockAlias: `Lock ${externalId}`,
      gateways: [{ gatewayId: GATEWAY_ID, rssi: -60 }],
      codes: codes.map(codeSeed),
    })),
  }
}

function codeSeed(code: ActualCode) {
  const { window } = code
  return {
    keyboardPwdId: Number(code.vendorPinId),
    keyboardPwd: code.pin,
    keyboardPwdName: code.name,
    keyboardPwdType: code.codeType,
    ...(window.kind === 'period' ? { startDate: window.startMs, endDate: window.endMs } : {}),
    ...(code.createdAtMs === null ? {} : { sendDate: code.createdAtMs }),
    isCustom: code.isCustom ? (1 as const) : (0 as const),
    status: STATUS_NUMBERS[code.status],
  }
}
