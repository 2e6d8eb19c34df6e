import type { ActualCode, LockReading } from '../domain/code/actualCode.ts'
import type { CodeMark } from '../domain/code/mark.ts'
import type { ValidityWindow } from '../domain/grant/validityWindow.ts'
import type { CredentialId, DoorId, PersonId, SiteId, VendorPinId } from '../domain/ids.ts'
import { fromIso, fromStoredIso, msOrNull } from '../domain/instant.ts'
import type {
  AskedRemoval,
  CodeSighting,
  CredentialOnDoor,
  DoorPlanInput,
  Revocation,
} from '../domain/plan/doorPlanInput.ts'
import { expectedText } from '../domain/plan/fingerprint.ts'
import { expectedOf } from '../domain/plan/planDoor.ts'
import type { Store } from '../ports/store.ts'
import type { CodeMarkRecord } from '../ports/stores/codeDecisionStore.ts'
import type { DoorRecord } from '../ports/stores/doorStore.ts'
import type { PinsByHash, ReceiptRecord } from '../ports/stores/lockCodeStore.ts'
import type { DoorCredentialRecord, GrantRecord } from '../ports/stores/personStore.ts'
import type { SiteRecord } from '../ports/stores/siteStore.ts'
import type { Vault } from '../ports/vault.ts'
import { type ExpectedLooks, expectedLooks } from './codesInStep.ts'
import { lockCapabilities } from './lockCapabilities.ts'
import { observingSince } from './observation.ts'
import { unfinishedReplacesOf } from './unfinishedReplaces.ts'

const RECENT_OPERATIONS = 100

type PeopleOnDoor = Pick<DoorPlanInput, 'credentials' | 'revocations'> & {
  readonly personOf: ReadonlyMap<CredentialId, PersonId>
  readonly pins: PinsByHash
  readonly pinHashOf: ReadonlyMap<CredentialId, string>
}

/** What many doors have in common. Read once for a run over them without a pause, and not kept over one. */
export interface SharedFacts {
  readonly personIds: DoorPlanInput['knownPersonIds']
  readonly credentialIds: DoorPlanInput['knownCredentialIds']
  readonly isAfterRestore: boolean
  siteOf(id: SiteId): SiteRecord | null
  peopleOn(door: DoorRecord): PeopleOnDoor
  /** What should be on the door at `nowMs`; worked out once for doors on which it is the same. Null for a site that went. */
  expectedOn(
    door: DoorRecord,
    nowMs: number,
    vault: Vault,
  ): { readonly looks: ExpectedLooks; readonly digest: string } | null
  /** What its last complete reading listed. */
  lastCodesOf(door: DoorRecord): readonly ActualCode[]
}

export function sharedFacts(store: Store): SharedFacts {
  const credentialsOf = store.people.credentialsOfDoors()
  const sites = new Map<SiteId, SiteRecord | null>()
  // Doors with the same grants have the same records.
  const known = new Map<readonly DoorCredentialRecord[], PeopleOnDoor>()
  // A door is asked for several times in a row.
  let last: { readonly doorId: DoorId; readonly people: PeopleOnDoor } | null = null
  const peopleOn = (door: DoorRecord): PeopleOnDoor => {
    if (last?.doorId === door.id) return last.people
    const records = credentialsOf(door)
    const people = known.get(records) ?? peopleOf(store, records)
    known.set(records, people)
    last = { doorId: door.id, people }
    return people
  }
  const siteOf = (id: SiteId): SiteRecord | null => {
    const site = sites.get(id) ?? store.sites.get(id)
    sites.set(id, site)
    return site
  }
  const expectedOn = createExpectedFinder()
  return {
    personIds: store.people.knownPersonIds(),
    credentialIds: store.people.knownCredentialIds(),
    isAfterRestore: observingSince(store) !== null,
    siteOf,
    peopleOn,
    expectedOn: (door, nowMs, vault) => {
      const site = siteOf(door.siteId)
      return site && expectedOn(peopleOn(door), { site, nowMs }, vault)
    },
    lastCodesOf: (door) => store.codes.actualCodes(door.integrationDeviceId, peopleOn(door).pins),
  }
}

function createExpectedFinder() {
  const found = new Map<PeopleOnDoor, Map<string, NonNullable<ReturnType<SharedFacts['expectedOn']>>>>()
  return (people: PeopleOnDoor, rules: { site: SiteRecord; nowMs: number }, vault: Vault) => {
    const { leadTimeSeconds, timezone } = rules.site
    const ofPeople = found.get(people) ?? new Map()
    found.set(people, ofPeople)
    const key = `${rules.nowMs} ${leadTimeSeconds} ${timezone}`
    const known = ofPeople.get(key)
    if (known) return known
    const at = expectedOf({ ...rules, credentials: people.credentials })
    const made = {
      looks: expectedLooks(at, (id) => people.pinHashOf.get(id) ?? ''),
      digest: vault.hmac('fingerprint', expectedText(at.codes)),
    }
    ofPeople.set(key, made)
    return made
  }
}

function peopleOf(store: Store, records: readonly DoorCredentialRecord[]): PeopleOnDoor {
  return {
    credentials: records.map(credentialOnDoor),
    revocations: records.flatMap((record) => revocationsOf(store, record)),
    personOf: new Map(records.map(({ credential, person }) => [credential.id, person.id])),
    pins: new Map(records.map(({ pinHash, pin }) => [pinHash, pin])),
    pinHashOf: new Map(records.map(({ credential, pinHash }) => [credential.id, pinHash])),
  }
}

/** Everything the planner may know of one door, gathered from the store. Throws `VaultLockedError` while it is locked. */
export function doorFacts(
  store: Store,
  target: {
    readonly door: DoorRecord
    readonly reading: LockReading
    readonly shared: SharedFacts
    /** Where they were read: at least those of the codes in the reading. */
    readonly receipts?: readonly ReceiptRecord[]
  },
  now: { readonly nowMs: number; readonly clockOffsetMs: number },
): DoorPlanInput {
  const { door, reading, shared, receipts = store.codes.receipts(door.id) } = target
  const site = shared.siteOf(door.siteId)
  const device = store.accounts.getDevice(door.integrationDeviceId)
  if (!site || !device) throw new Error('A door refers to a site or device that does not exist')
  const state = store.doors.state(door.id)
  const { credentials, revocations, personOf } = shared.peopleOn(door)
  const marks = store.decisions.marks(door.integrationDeviceId)
  const operations = store.operations.ofDoor(door.id, RECENT_OPERATIONS)
  const unsettled = operations.filter(
    (operation) =>
      operation.kind === 'add' && (operation.state === 'sent' || operation.state === 'unconfirmed'),
  )
  return {
    doorId: door.id,
    doorName: door.name,
    integrationDeviceId: door.integrationDeviceId,
    externalDeviceId: door.externalId,
    providerType: 'TTLOCK',
    capabilities: lockCapabilities(store, device),
    site: {
      siteId: site.id,
      timezone: site.timezone,
      mode: site.mode,
      policy: site.policy,
      graceWindowSeconds: site.graceWindowSeconds,
      leadTimeSeconds: site.leadTimeSeconds,
      allowFirstRunUnattended: site.allowFirstRunUnattended,
      allowEmptyExpectedUnattended: site.allowEmptyExpectedUnattended,
    },
    nowMs: now.nowMs,
    isFirstRun: !state.isFirstRunDone,
    isAfterRestore: shared.isAfterRestore,
    credentials,
    openSchedule: store.schedules.decidedOf(door),
    reading,
    receipts: receipts.map((receipt) => ({
      receiptId: receipt.id,
      credentialId: receipt.credentialId,
      personId:
        personOf.get(receipt.credentialId) ??
        store.people.getCredential(receipt.credentialId)?.personId ??
        null,
      vendorPinId: receipt.vendorPinId,
      receivedAtMs: fromStoredIso(receipt.createdAt),
      operationId: receipt.operationId,
    })),
    sightings: { get: (vendorPinId) => codeSighting(store, door, vendorPinId) },
    revocations,
    knownPersonIds: shared.personIds,
    knownCredentialIds: shared.credentialIds,
    marks: codeMarks(store, marks),
    unsettledAdds: unsettled.flatMap((operation) =>
      operation.credentialId === null || operation.pin === null
        ? []
        : [
            {
              credentialId: operation.credentialId,
              pin: operation.pin,
              intentAtMs: fromIso(operation.intentAt),
            },
          ],
    ),
    removalsAsked: askedRemovals(store, marks),
    pausedCredentials: store.decisions
      .pauses(door.id)
      .map(({ credentialId }) => ({ credentialId, untilMs: null })),
    unfinishedReplaces: unfinishedReplacesOf(operations),
    usedVendorPinIds: usedCodes(store, target),
    clockOffsetMs: now.clockOffsetMs,
  }
}

function codeSighting(store: Store, door: DoorRecord, vendorPinId: VendorPinId): CodeSighting | undefined {
  const sighting = store.codes.sightingOf(door.integrationDeviceId, vendorPinId)
  if (!sighting) return undefined
  return {
    vendorPinId,
    firstSeenAtMs: fromIso(sighting.firstSeenAt),
    changedBehindAtMs: msOrNull(sighting.changedAt),
    unreadableExtensionMs: sighting.unreadableMs,
  }
}

/** Only what the provider generated must be used before it can be changed: nothing is looked up for other codes. */
function usedCodes(
  store: Store,
  { door, reading }: { readonly door: DoorRecord; readonly reading: LockReading },
): ReadonlySet<VendorPinId> {
  const isAsked = reading.kind === 'known' && reading.codes.some((code) => !code.isCustom)
  return new Set(isAsked ? store.doorUse.lastUses(door.integrationDeviceId).keys() : [])
}

export function credentialOnDoor(entry: Omit<DoorCredentialRecord, 'pinHash'>): CredentialOnDoor {
  const { person, credential } = entry
  return {
    credentialId: credential.id,
    personId: person.id,
    pin: entry.pin,
    isActive: credential.revokedAt === null && person.blockedAt === null && person.removedAt === null,
    window: windowOf(credential),
    grants: entry.grants
      .filter((grant) => grant.revokedAt === null)
      .map((grant) => ({ grantId: grant.id, window: windowOf(grant) })),
  }
}

function windowOf(record: { startsAt: string | null; endsAt: string | null }): ValidityWindow | null {
  if (record.startsAt === null && record.endsAt === null) return null
  return { startMs: msOrNull(record.startsAt), endMs: msOrNull(record.endsAt) }
}

function revocationsOf(store: Store, entry: DoorCredentialRecord): Revocation[] {
  const { person, credential } = entry
  const about = { credentialId: credential.id, personId: person.id }
  const revocations: Revocation[] = []
  if (credential.revokedAt !== null) {
    revocations.push({
      ...about,
      kind: 'credential_revoked',
      revokedAtMs: fromIso(credential.revokedAt),
      revokedBy: nameOf(store, credential.revokedByOperatorId),
    })
  }
  if (person.blockedAt !== null) {
    revocations.push({
      ...about,
      kind: 'person_blocked',
      revokedAtMs: fromIso(person.blockedAt),
      revokedBy: '',
    })
  }
  if (person.removedAt !== null) {
    revocations.push({
      ...about,
      kind: 'person_removed',
      revokedAtMs: fromIso(person.removedAt),
      revokedBy: '',
    })
  }
  const isCovered = entry.grants.some((grant) => grant.revokedAt === null)
  const lastRevoked = isCovered ? null : latestRevoked(entry.grants)
  if (lastRevoked?.revokedAt) {
    revocations.push({
      ...about,
      kind: 'grant_removed',
      revokedAtMs: fromIso(lastRevoked.revokedAt),
      revokedBy: nameOf(store, lastRevoked.revokedByOperatorId),
    })
  }
  return revocations
}

function nameOf(store: Store, operatorId: GrantRecord['revokedByOperatorId']): string {
  return operatorId === null ? '' : store.operators.nameOf(operatorId)
}

function latestRevoked(grants: readonly GrantRecord[]): GrantRecord | null {
  return grants.reduce<GrantRecord | null>(
    (latest, grant) =>
      grant.revokedAt !== null && (latest?.revokedAt ?? '') < grant.revokedAt ? grant : latest,
    null,
  )
}

function askedRemovals(store: Store, records: readonly CodeMarkRecord[]): readonly AskedRemoval[] {
  return records.flatMap(({ mark, vendorPinId, pinHash, operatorId, createdAt }) =>
    mark === 'remove' && vendorPinId !== null
      ? [{ vendorPinId, pinHash, askedBy: store.operators.nameOf(operatorId), askedAtMs: fromIso(createdAt) }]
      : [],
  )
}

/** The marks that protect a code; what a person asked to be removed is no protection. */
export function codeMarks(store: Store, records: readonly CodeMarkRecord[]): readonly CodeMark[] {
  return records.flatMap((record): CodeMark[] => {
    const { mark, vendorPinId, pinHash, reason, undoPlanId } = record
    if (mark === 'remove') return []
    return [
      {
        kind: mark === 'tolerated' ? 'tolerated_until' : mark,
        vendorPinId,
        pinHash,
        untilMs: msOrNull(record.until),
        setBy: store.operators.nameOf(record.operatorId),
        reason,
        undoPlanId,
      },
    ]
  })
}
