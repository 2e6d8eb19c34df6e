import { accountFrom, addGateway, addLock, type EkeySeed, type Site, takeId } from './site.ts'
import { defaultSwitches } from './switches.ts'
import type { Ekey, World } from './world.ts'

export function createWorld(site: Site, at: { readonly seed: string; readonly now: number }): World {
  const world: World = {
    version: 1,
    seed: at.seed,
    accounts: [],
    locks: new Map(),
    gateways: new Map(),
    ekeys: [],
    accessTokens: new Map(),
    refreshTokens: new Map(),
    // Eight-digit code ids, as recorded (facts 3.5).
    counters: { keyboardPwdId: 51_000_000, recordId: 900_000_000, token: 0, keyId: 200_000_000 },
    monthCounts: new Map(),
    quota: { monthlyLimit: null, perMinuteLimit: null },
    region: site.accounts[0]?.region ?? 'eu',
    switches: { ...defaultSwitches },
    clockOffsetMs: 0,
  }
  populate(world, site, at.now)
  return world
}

/** Puts the site in place of whatever locks, gateways and accounts there were. */
export function populate(world: World, site: Site, now: number): void {
  world.accounts = site.accounts.map(accountFrom)
  world.locks.clear()
  world.gateways.clear()
  for (const gateway of site.gateways) addGateway(world, gateway, now)
  for (const lock of site.locks) addLock(world, lock, now)
  world.ekeys = (site.ekeys ?? []).map((ekey) => ekeyFrom(ekey, takeId(world, 'keyId')))
}

export function ekeyFrom(seed: EkeySeed, keyId: number): Ekey {
  return {
    keyId,
    lockId: seed.lockId,
    uid: seed.uid,
    keyName: seed.keyName ?? 'shared',
    keyRight: seed.keyRight ?? 0,
    remoteEnable: seed.remoteEnable ?? 2,
    keyStatus: seed.keyStatus ?? '110401',
    startDate: 0,
    endDate: 0,
  }
}
