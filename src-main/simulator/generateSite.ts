import { createRandom, type Random } from './random.ts'
import { type CodeSeed, defaultAccount, type GatewaySeed, type LockSeed, type Site } from './site.ts'

const dayMs = 86_400_000
const locksPerGateway = 12

/**
 * A site of any size: `doors` locks of one account with `codesPerDoor` codes each, every 12 locks behind a gateway
 * and one lock in three heard by the next gateway too. The same arguments give the same site.
 */
export function generateSite(wanted: {
  readonly seed: string
  readonly doors: number
  readonly codesPerDoor: number
  readonly now: number
}): Site {
  const random = createRandom(`${wanted.seed}:site`)
  const gatewayCount = Math.max(1, Math.ceil(wanted.doors / locksPerGateway))
  const gateways: GatewaySeed[] = Array.from({ length: gatewayCount }, (_, index) => ({
    gatewayId: 3_400_001 + index,
    gatewayName: `Gateway ${index + 1}`,
  }))
  const locks: LockSeed[] = Array.from({ length: wanted.doors }, (_, index) => {
    const own = Math.floor(index / locksPerGateway)
    const heard = index % 3 === 0 && own + 1 < gatewayCount ? [own, own + 1] : [own]
    return {
      lockId: 28_991_110 + index,
      lockAlias: `Door ${String(index + 1).padStart(String(wanted.doors).length, '0')}`,
      electricQuantity: random.integer(15, 100),
      customCapacity: Math.max(250, wanted.codesPerDoor + 50),
      gateways: heard.map((gateway, place) => ({
        gatewayId: 3_400_001 + gateway,
        rssi: -random.integer(45, 70) - place * 12,
      })),
      codes: codesFor(random, wanted.codesPerDoor, wanted.now),
    }
  })
  return { accounts: [defaultAccount], gateways, locks }
}

function codesFor(random: Random, count: number, now: number): CodeSeed[] {
  const pins = new Set<string>()
  while (pins.size < count) pins.add(String(random.integer(100_000, 999_999)))
  return [...pins].map((keyboardPwd, index) => {
    const isPermanent = index % 4 === 0
    const sendDate = now - random.integer(1, 60) * dayMs
    return {
      keyboardPwd,
      keyboardPwdName: `AB U${index + 1} C${index + 1}`,
      keyboardPwdType: isPermanent ? 2 : 3,
      sendDate,
      startDate: sendDate,
      endDate: isPermanent ? 0 : now + random.integer(1, 365) * dayMs,
    }
  })
}
