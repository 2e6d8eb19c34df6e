import type { CodeOnDoorView } from '../../../src-preload/contract/views/people.ts'
import { type CodeStanding, codeStanding, type StandingFacts } from '../../domain/credential/codeStanding.ts'
import { windowOnLock } from '../../domain/credential/expectedAt.ts'
import { effectiveWindowAt } from '../../domain/grant/effectiveWindow.ts'
import type { DoorId, SiteId } from '../../domain/ids.ts'
import { msOrNull, toIso } from '../../domain/instant.ts'
import { keptByDevice } from '../../domain/plan/decideRemoval.ts'
import { marksOnDoor } from '../../planning/decidedCodes.ts'
import { lockCapabilities } from '../../planning/lockCapabilities.ts'
import { observingSince } from '../../planning/observation.ts'
import type { DoorListRecord } from '../../ports/stores/doorStore.ts'
import type { ProvenCode } from '../../ports/stores/lockCodeStore.ts'
import type { CredentialRecord, GrantRecord } from '../../ports/stores/personStore.ts'
import type { SiteRecord } from '../../ports/stores/siteStore.ts'
import type { OpenProfile } from '../openProfile.ts'
import {
  NOT_THERE,
  NOT_TRIED,
  OBSERVES,
  ON_LOCK_STILL,
  PAUSED,
  UNPROVEN,
  UNREAD,
  WAITS,
  waitsUntilLead,
} from './codeStandingWords.ts'

type Parts = Pick<OpenProfile, 'store' | 'vault'> & { readonly nowMs: number }

/**
 * How sure it is that a credential opens each of its doors, as a manager reads it. Made for one answer: what many credentials
 * share is read once, and each costs a few statements however many doors it has.
 * @param doorOf the doors where they were read already
 */
export function codesOnDoors(
  parts: Parts,
  doorOf: (id: DoorId) => DoorListRecord | null = remembered((id) => parts.store.doors.getListRecord(id)),
): (credential: CredentialRecord) => readonly CodeOnDoorView[] {
  const { store } = parts
  const isObserving = observingSince(store) !== null
  const siteOf = remembered((id: SiteId) => store.sites.get(id))
  return (credential) => {
    const doorIds = store.people.doorsOfCredential(credential.id)
    const person = store.people.get(credential.personId)
    const isActive = credential.revokedAt === null && person?.blockedAt === null && person.removedAt === null
    const grants = store.people.grantsOf(credential.id)
    const codes = new Map(
      store.codes.codesOfCredential(credential.id, doorIds).map((code) => [code.doorId, code]),
    )
    return doorIds.flatMap((doorId) => {
      const record = doorOf(doorId)
      const site = record && siteOf(record.door.siteId)
      if (!record || !site) return []
      const code = codes.get(doorId) ?? null
      const mode = isObserving ? 'observe' : site.mode
      return [viewOf(parts, { record, site: { ...site, mode }, credential, isActive, grants, code })]
    })
  }
}

interface CodeOnDoor {
  readonly record: DoorListRecord
  /** With the mode in force. */
  readonly site: SiteRecord
  readonly credential: CredentialRecord
  readonly isActive: boolean
  readonly grants: readonly GrantRecord[]
  readonly code: ProvenCode | null
}

function viewOf(parts: Parts, on: CodeOnDoor): CodeOnDoorView {
  const { record, code } = on
  const standing = codeStanding({
    wanted: on.isActive ? wantedWindows(on, parts.nowMs) : 'over',
    onLock: code?.onLock ?? null,
    receipt: receiptOf(code),
    nowMs: parts.nowMs,
  })
  const isToldByCode =
    standing.kind !== 'ended' && (standing.kind !== 'not_proven' || standing.because === 'unconfirmed')
  return {
    doorId: record.door.id,
    doorName: record.door.name,
    timezone: record.timezone,
    from: standing.kind === 'will_work_from' ? toIso(standing.fromMs) : null,
    evidence: isToldByCode ? (code?.evidenceGrade ?? 'none') : 'none',
    evidenceAt: isToldByCode ? (code?.evidenceAt ?? null) : null,
    ...toldOf(parts, on, standing),
  }
}

/** Proof of the same code in an earlier shape proves nothing of what is decided now; its list is what tells. */
function receiptOf(code: ProvenCode | null): StandingFacts['receipt'] {
  if (code === null) return 'none'
  return code.evidenceGrade === 'sent_unconfirmed' || code.evidenceGrade === 'none' ? 'unconfirmed' : 'proven'
}

function wantedWindows(
  { record, site, credential, grants }: CodeOnDoor,
  nowMs: number,
): StandingFacts['wanted'] {
  const { id, doorGroupId } = record.door
  const covering = grants.filter(
    (grant) =>
      grant.revokedAt === null &&
      (grant.doorId === id || (grant.doorGroupId !== null && grant.doorGroupId === doorGroupId)),
  )
  const effective = effectiveWindowAt(
    windowOf(credential),
    covering.map((grant) => ({ window: windowOf(grant) })),
    nowMs,
  )
  if (effective.kind === 'backwards') return null
  if (effective.kind !== 'running') return 'over'
  const { window, alternativeWindow } = windowOnLock(effective.span, { nowMs, timezone: site.timezone })
  return alternativeWindow ? [window, alternativeWindow] : [window]
}

function windowOf({ startsAt, endsAt }: Pick<CredentialRecord, 'startsAt' | 'endsAt'>) {
  return startsAt === null && endsAt === null
    ? null
    : { startMs: msOrNull(startsAt), endMs: msOrNull(endsAt) }
}

type Told = Pick<CodeOnDoorView, 'standing' | 'waitsBecause'>

function toldOf(parts: Parts, on: CodeOnDoor, standing: CodeStanding): Told {
  switch (standing.kind) {
    case 'not_proven':
      return { standing: 'not_proven', waitsBecause: whyNotProven(parts, on, standing.because) }
    case 'on_lock_still':
      return removalOf(parts, on)
    default:
      return { standing: standing.kind, waitsBecause: null }
  }
}

function whyNotProven(
  { store, nowMs }: Parts,
  { record, site, credential }: CodeOnDoor,
  because: Extract<CodeStanding, { kind: 'not_proven' }>['because'],
): string | null {
  const fact = UNPROVEN[because]
  const isPaused = store.decisions
    .pauses(record.door.id)
    .some(({ credentialId }) => credentialId === credential.id)
  const leadMs = site.leadTimeSeconds * 1_000
  const isLater = because === 'not_put_yet' && (msOrNull(credential.startsAt) ?? 0) > nowMs + leadMs
  const wait = isPaused
    ? PAUSED
    : isLater && site.mode !== 'observe'
      ? waitsUntilLead(leadMs)
      : (waitOf(record) ??
        (site.mode === 'observe' ? OBSERVES : because === 'not_put_yet' ? unreadOf(record) : null))
  return [fact, wait].flatMap((sentence) => sentence ?? []).join(' ') || null
}

/** What is still there is being removed only where something is under way that nobody and nothing holds up. */
function removalOf(parts: Parts, { record, site, code }: CodeOnDoor): Told {
  const mark = code ? marksOnDoor(parts, record.door).get(code.vendorPinId) : undefined
  const isKept = mark?.kind === 'never_delete' || mark?.kind === 'tolerated_until'
  if (isKept) return { standing: 'still_on_lock', waitsBecause: ON_LOCK_STILL[mark.kind] }
  const device = parts.store.accounts.getDevice(record.door.integrationDeviceId)
  const kept = device && keptByDevice(lockCapabilities(parts.store, device))
  if (kept) return { standing: 'still_on_lock', waitsBecause: ON_LOCK_STILL[kept] }
  const wait = waitOf(record) ?? (site.mode === 'observe' ? OBSERVES : null)
  if (wait !== null) return { standing: 'still_on_lock', waitsBecause: wait }
  if (record.openJob === null) return { standing: 'still_on_lock', waitsBecause: NOT_TRIED }
  return { standing: 'being_removed', waitsBecause: null }
}

/** Nothing waits, and yet it is not there. */
function unreadOf({ state, openJob }: DoorListRecord): string | null {
  if (state.readingKind === 'unreadable') return UNREAD
  return openJob === null ? NOT_THERE : null
}

function waitOf({ openJob }: DoorListRecord): string | null {
  if (openJob === null) return null
  const reason =
    openJob.status === 'awaiting_approval' ? openJob.status : (openJob.waitReason ?? openJob.heldBy)
  return reason === null ? null : (WAITS[reason] ?? null)
}

function remembered<Key, Value>(read: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, { readonly value: Value }>()
  return (key) => {
    const found = known.get(key) ?? { value: read(key) }
    known.set(key, found)
    return found.value
  }
}
