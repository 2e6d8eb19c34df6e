import type { Call, Core } from './core.ts'
import { type Answer, refuse } from './envelope.ts'
import { pickMs } from './latency.ts'
import type { GatewayLink, SimulatedGateway, SimulatedLock, World } from './world.ts'

/** The cloud keeps a gateway-lock pair 30 minutes after the gateway last heard the lock (facts 4.5). */
const linkLifeMs = 30 * 60_000
/** An unplugged gateway counts as online until its heartbeat times out (facts 4.5). */
const heartbeatLagMs = 8 * 60_000

/** How a command reaches a lock, or the errcode when the cloud knows at once that it cannot. */
type Route =
  | { readonly kind: 'gateway'; readonly gateway: SimulatedGateway; readonly alive: boolean }
  | { readonly kind: 'wifi' }
  | { readonly kind: 'none'; readonly errcode: number }

/** What the cloud believes, which lags behind the truth. */
export function believedOnline(gateway: SimulatedGateway, now: number): boolean {
  return gateway.online || now - gateway.offlineSince < heartbeatLagMs
}

/** When the gateway last heard the lock, as far as it could tell the cloud. */
export function lastSeenAt(gateway: SimulatedGateway, link: GatewayLink, now: number): number {
  if (!link.inReach) return link.lastSeenAt
  return gateway.online ? now : gateway.offlineSince
}

/** The gateways the cloud pairs with the lock, best signal first. */
export function gatewaysOf(
  world: World,
  lock: SimulatedLock,
  now: number,
): readonly { readonly gateway: SimulatedGateway; readonly link: GatewayLink }[] {
  const pairs: { readonly gateway: SimulatedGateway; readonly link: GatewayLink }[] = []
  for (const gateway of world.gateways.values()) {
    const link = gateway.links.get(lock.lockId)
    if (link === undefined || gateway.adminUid !== lock.adminUid) continue
    if (now - lastSeenAt(gateway, link, now) <= linkLifeMs) pairs.push({ gateway, link })
  }
  return pairs.sort((a, b) => b.link.rssi - a.link.rssi)
}

/** Whether the lock can tell the cloud anything now. */
export function canReport(core: Core, lock: SimulatedLock): boolean {
  if (!lock.answers) return false
  if (lock.wifi !== null) return lock.wifi.configured && lock.wifi.online
  return gatewaysOf(core.world, lock, core.now()).some(({ gateway, link }) => gateway.online && link.inReach)
}

/**
 * Carries a command to the lock and back: picks the gateway, takes its only slot, waits, lets `effect` happen
 * at the lock. A second command on the slot is refused at once with -3003 (gateway) or -3037 (Wi-Fi lock).
 */
export async function sendCommand(call: Call, lock: SimulatedLock, effect: () => Answer): Promise<Answer> {
  const { core, entry } = call
  if (lock.isFrozen) return refuse(-2025)
  const route = routeTo(core, lock)
  if (route.kind === 'none') return refuse(route.errcode)
  const slot = route.kind === 'wifi' ? `lock:${lock.lockId}` : gatewaySlot(route.gateway.gatewayId)
  if (core.takenSlots.has(slot)) return refuse(route.kind === 'wifi' ? -3037 : -3003)
  if (route.kind === 'gateway') entry.gatewayId = route.gateway.gatewayId
  core.takenSlots.add(slot)
  entry.commandStartedAt = core.now()
  try {
    const silent = !lock.answers || (route.kind === 'gateway' && !route.alive)
    await core.wait(silent ? core.latency.giveUpMs : pickMs(core.latency.commandMs, core.random))
    if (silent) return unanswered(core, route)
    return effect()
  } finally {
    core.takenSlots.delete(slot)
    entry.commandEndedAt = core.now()
  }
}

export function gatewaySlot(gatewayId: number): string {
  return `gateway:${gatewayId}`
}

function routeTo(core: Core, lock: SimulatedLock): Route {
  const now = core.now()
  if (lock.wifi !== null) {
    if (!lock.wifi.configured) return { kind: 'none', errcode: -3034 }
    if (!lock.wifi.online) return { kind: 'none', errcode: -3036 }
    if (lock.wifi.powerSaving) return { kind: 'none', errcode: -3035 }
    return { kind: 'wifi' }
  }
  const pairs = gatewaysOf(core.world, lock, now)
  if (pairs.length === 0) return { kind: 'none', errcode: -2012 }
  const best = pairs.find(({ gateway }) => believedOnline(gateway, now))
  if (best === undefined) return { kind: 'none', errcode: -3002 }
  return { kind: 'gateway', gateway: best.gateway, alive: best.gateway.online && best.link.inReach }
}

/** No code for a time-out is documented: errcode 1, or a call that hangs (facts 5). */
function unanswered(core: Core, route: Route): Answer {
  if (route.kind === 'wifi') return refuse(-3036)
  return core.world.switches.deadGateway === 'hang' ? { kind: 'hang' } : refuse(1)
}
