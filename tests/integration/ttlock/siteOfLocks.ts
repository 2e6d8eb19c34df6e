import { defaultAccount, type LockSeed, type Site } from '../../../src-main/simulator/site.ts'

export const otherAccount = {
  ...defaultAccount,
  uid: 7_301_002,
  username: 'other@lockstep.example',
}

/** Gateways 5 and 6; locks as given, each on gateway 5 unless it says otherwise. */
export function siteOf(locks: readonly Partial<LockSeed>[]): Site {
  return {
    accounts: [defaultAccount, otherAccount],
    gateways: [
      { gatewayId: 5, gatewayName: 'Lobby' },
      { gatewayId: 6, gatewayName: 'Attic' },
    ],
    locks: locks.map((lock, index) => ({
      lockId: 101 + index,
      lockAlias: `Room ${index + 1}`,
      ...(lock.wifi === undefined ? { gateways: [{ gatewayId: 5, rssi: -60 }] } : {}),
      ...lock,
    })),
  }
}
