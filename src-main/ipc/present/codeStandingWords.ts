import type { UnprovenBecause } from '../../domain/credential/codeStanding.ts'

const HOUR_MS = 3_600_000

/** What keeps an open job of a door waiting. */
export const WAITS: Readonly<Record<string, string>> = {
  awaiting_approval: 'A plan for this door awaits approval.',
  no_network: 'Waits for the network.',
  provider_down: 'Waits for the TTLock service.',
  gateway_offline: 'Waits for the gateway to come back.',
  lock_unreachable: 'Waits until the lock can be reached.',
  no_gateway: 'Waits for a gateway near the lock.',
  not_signed_in: 'Waits until the TTLock account is signed in.',
  quota: 'Waits for the calls of the next month.',
  freeze: 'Held: the site is frozen.',
  pause: 'Held: the door is paused.',
  hours: 'Waits for the hours in which things may be sent.',
  clock: 'Held: this PC’s clock is wrong.',
}

/** What the lock's last list says of a code that is not as decided; null where that is told by what it waits for. */
export const UNPROVEN: Readonly<Record<UnprovenBecause, string | null>> = {
  backwards_window: 'It ends before it begins.',
  not_put_yet: null,
  not_listed: 'The lock’s last list does not show it.',
  under_way: 'TTLock is still passing it on to the lock.',
  other_pin: 'The lock still holds another PIN.',
  other_times: 'The lock still holds other times.',
  listed_as_invalid: 'TTLock lists it as not valid.',
  unconfirmed: null,
}

export const PAUSED = 'An undo left it as it is: decide on the door’s page.'

export const OBSERVES = 'This site only observes: nothing is sent.'

/** The door's page names the reason, such as a PIN that somebody else's code holds. */
export const NOT_THERE = 'It is not on the lock: see the door’s page.'

export const UNREAD = 'Its lock could not be read: see the door’s page.'

/** A code that is over and stays on the lock. */
export const ON_LOCK_STILL = {
  never_delete: 'Marked never to be removed.',
  tolerated_until: 'Tolerated for now: see the door’s page.',
  device_lacks_remote_management: 'This device allows no removal from afar: see the door’s page.',
  device_out_of_reach: 'Only a phone at the door reaches this lock, by Bluetooth: see the door’s page.',
} as const

export const NOT_TRIED = 'The next check of this door takes it up again.'

/** A code that begins further ahead than the site's lead time. */
export function waitsUntilLead(leadMs: number): string {
  const hours = Math.round(leadMs / HOUR_MS)
  return hours > 0
    ? `It is put on the lock ${hours} h before it begins.`
    : 'It is put on the lock when it begins.'
}
