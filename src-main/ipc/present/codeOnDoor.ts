import type { CodeOnDoorView } from '../../../src-preload/contract/views/people.ts'
import type { DoorId } from '../../domain/ids.ts'
import type { Store } from '../../ports/store.ts'
import type { CredentialRecord } from '../../ports/stores/personStore.ts'

const WAITS: Readonly<Record<string, string>> = {
  awaiting_approval: 'A plan for this door awaits approval.',
  no_network: 'Waits for the network.',
  provider_down: 'Waits for the TTLock service.',
  gateway_offline: 'Waits for the gateway to come back.',
  lock_unreachable: 'Waits until the lock can be reached.',
  no_gateway: 'Waits for a gateway near the lock.',
  not_signed_in: 'Waits until the TTLock account is signed in.',
  quota: 'Waits for the monthly quota.',
  freeze: 'Held: the site is frozen.',
  pause: 'Held: the door is paused.',
  clock: "Held: this computer's clock is wrong.",
}

/** How sure it is that a credential opens a door, as a manager reads it. */
export function codeOnDoor(
  store: Store,
  credential: CredentialRecord,
  doorId: DoorId,
  nowIso: string,
): CodeOnDoorView | null {
  const record = store.doors.getListRecord(doorId)
  if (!record) return null
  const receipt = store.codes.receipts(doorId).find((entry) => entry.credentialId === credential.id)
  const isProven =
    receipt !== undefined && receipt.evidenceGrade !== 'sent_unconfirmed' && receipt.evidenceGrade !== 'none'
  const isLater = credential.startsAt !== null && credential.startsAt > nowIso
  const isOver = credential.revokedAt !== null || (credential.endsAt !== null && credential.endsAt <= nowIso)
  const waiting = record.openJob
  const reason =
    waiting?.status === 'awaiting_approval'
      ? 'awaiting_approval'
      : (waiting?.waitReason ?? waiting?.heldBy ?? '')
  return {
    doorId,
    doorName: record.door.name,
    timezone: record.timezone,
    standing: standing(isOver, isProven, isLater),
    from: isLater ? credential.startsAt : null,
    evidence: receipt?.evidenceGrade ?? 'none',
    evidenceAt: receipt?.evidenceAt ?? null,
    waitsBecause: isProven && !isOver ? null : (WAITS[reason] ?? null),
  }
}

function standing(isOver: boolean, isProven: boolean, isLater: boolean): CodeOnDoorView['standing'] {
  if (isOver) return isProven ? 'being_removed' : 'ended'
  if (!isProven) return 'not_proven'
  return isLater ? 'will_work_from' : 'works_now'
}
