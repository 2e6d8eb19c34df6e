import { defaultAccount, type LockSeed, type Site } from '../../src-main/simulator/site.ts'

export const SEED_LOCK_ID = 28_991_110
export const SEED_PIN = '58201111'
export const SEED_VENDOR_PIN_ID = '50957532'

const MINUTE_MS = 60_000

export const OFFICE_LOCK = SEED_LOCK_ID - 1

/** The seed's world: an office lock without codes, and lock 28991110 with one code this database does not know. */
export function seedSite(codeAgeMinutes: number): Site {
  const sendDate = Date.now() - codeAgeMinutes * MINUTE_MS
  return {
    accounts: [defaultAccount],
    gateways: [{ gatewayId: 1, gatewayName: 'Lobby' }],
    locks: [
      lock(OFFICE_LOCK, 'Office lock', []),
      lock(SEED_LOCK_ID, 'Seed lock', [
        {
          keyboardPwdId: Number(SEED_VENDOR_PIN_ID),
          keyboardPwd: SEED_PIN,
          keyboardPwdName: 'AB U9 C6',
          sendDate,
          startDate: sendDate,
          endDate: sendDate + 365 * 24 * 60 * MINUTE_MS,
        },
      ]),
    ],
  }
}

function lock(lockId: number, lockAlias: string, codes: LockSeed['codes']): LockSeed {
  return { lockId, lockAlias, gateways: [{ gatewayId: 1, rssi: -60 }], codes }
}
