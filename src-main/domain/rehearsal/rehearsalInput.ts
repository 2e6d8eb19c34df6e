import { ACTUAL_CODE_STATUSES, type ActualCode, type ListedWindow } from '../code/actualCode.ts'
import { parseCodeName } from '../code/codeName.ts'
import type { ValidityWindow } from '../grant/validityWindow.ts'
import type {
  CredentialId,
  DeviceId,
  DoorId,
  GrantId,
  PersonId,
  ReceiptId,
  SiteId,
  VendorPinId,
} from '../ids.ts'
import {
  type CodeSighting,
  type CredentialOnDoor,
  CUSTOM_CODE_CAPACITY,
  DEFAULT_LEAD_TIME_SECONDS,
  type DoorPlanInput,
  type LockCapabilities,
} from '../plan/doorPlanInput.ts'
import type { RecordedDoor, RecordedExpected, RecordedLine } from './recordedDoor.ts'
import { type StandInPins, standInPins } from './standInPins.ts'

const CODE_TYPES = { permanent: 2, period: 3 } as const
/** Seen by no line: a code that was in step, whose age decides nothing. */
const NOT_ASKED = null
const HOUR_MS = 3_600_000

/** What a record would have to tell for its door to be rehearsed, and does not. */
export const MISSING_FACTS = ['equal_digits', 'keypad', 'room_on_lock'] as const
export type MissingFact = (typeof MISSING_FACTS)[number]

const NEEDED_FACT: Readonly<Record<string, MissingFact>> = {
  same_pin_twice: 'equal_digits',
  pin_still_held: 'equal_digits',
  pin_not_on_keypad: 'keypad',
  lock_full: 'room_on_lock',
}

/** Digits are not recorded. Where a decision hung on which of them were equal, nothing truthful can be said. */
export function missingFacts(door: RecordedDoor): readonly MissingFact[] {
  const facts = door.lines.flatMap((line) =>
    line.isPinHeldByOther ? ['equal_digits' as const] : (NEEDED_FACT[line.reason ?? ''] ?? []),
  )
  return [...new Set(facts)]
}

/** A line names its credential by id, and older ones by the code's name alone. */
function ownerOf(line: Pick<RecordedLine, 'credentialId' | 'personId' | 'codeName'>) {
  const named = parseCodeName(line.codeName)
  return {
    credentialId: (line.credentialId ?? named?.credentialId ?? null) as CredentialId | null,
    personId: (line.personId ?? named?.personId ?? null) as PersonId | null,
  }
}

/** The recorded list as a lock of today would have it, with invented digits. */
export function recordedCodes(door: RecordedDoor): readonly ActualCode[] {
  const pins = standInPins(door)
  const lineOf = linesByCode(door)
  return door.actual.map((code) => {
    const window: ListedWindow = code.window === 'unknown' ? { kind: 'permanent' } : code.window
    const line = lineOf.get(code.vendorPinId)
    return {
      vendorPinId: code.vendorPinId as VendorPinId,
      name: code.codeName,
      pin: pins.ofCode(code.vendorPinId),
      window,
      codeType: window.kind === 'other' ? window.codeType : CODE_TYPES[window.kind],
      isCustom: code.isCustom,
      status: ACTUAL_CODE_STATUSES.find((status) => status === code.status) ?? 'settled',
      createdAtMs: line === undefined || line.isFirstSeenByReceipt ? NOT_ASKED : line.firstSeenAtMs,
      senderUsername: null,
    }
  })
}

/**
 * What the planner knew of a door, rebuilt from what it wrote down, as of then. `reading` is the list as it was read
 * again. What a record does not tell (first run, the lock's abilities) is taken as it usually is.
 */
export function rehearsalInput(door: RecordedDoor, reading: DoorPlanInput['reading']): DoorPlanInput {
  const pins = standInPins(door)
  const reasons = new Set(door.lines.map((line) => line.reason))
  const foreign = new Set(
    door.lines.map((line) => (line.isForeign ? line.vendorPinId : line.takenByVendorPinId)),
  )
  const listed = door.actual.filter((code) => code.receiptId === null && !foreign.has(code.vendorPinId))
  const owned = [
    ...door.lines.filter((line) => !line.isForeign),
    ...listed.map(asLine),
    ...door.expected.map(asLine),
  ]
  const ids = owned.map(ownerOf)
  return {
    doorId: door.doorId as DoorId,
    doorName: door.doorName ?? '',
    integrationDeviceId: 1 as DeviceId,
    externalDeviceId: door.externalId,
    providerType: 'TTLOCK',
    capabilities: capabilitiesOf(reasons),
    site: {
      siteId: 1 as SiteId,
      timezone: door.timezone,
      mode: door.mode,
      policy: door.policy,
      graceWindowSeconds: door.graceWindowSeconds,
      leadTimeSeconds: leadTimeOf(door),
      allowFirstRunUnattended: true,
      allowEmptyExpectedUnattended: true,
    },
    nowMs: door.plannedAtMs,
    isFirstRun: false,
    isAfterRestore: reasons.has('after_restore'),
    credentials: credentialsOf(door, pins),
    openSchedule: door.openSchedule?.decided ?? null,
    reading,
    receipts: receiptsOf(door),
    sightings: new Map(door.lines.flatMap((line) => sightingOf(line, door))),
    revocations: door.lines.flatMap((line) => {
      const { credentialId, personId } = ownerOf(line)
      if (line.revocation === null || credentialId === null) return []
      return [
        {
          kind: line.revocation.kind,
          credentialId,
          personId,
          revokedAtMs: line.revocation.atMs,
          revokedBy: '',
        },
      ]
    }),
    knownPersonIds: new Set(ids.flatMap((owner) => owner.personId ?? [])),
    knownCredentialIds: new Set(ids.flatMap((owner) => owner.credentialId ?? [])),
    marks: door.lines.flatMap(({ mark, vendorPinId }) =>
      mark === null
        ? []
        : [
            {
              ...mark,
              vendorPinId: vendorPinId as VendorPinId | null,
              pinHash: null,
              setBy: '',
              reason: '',
              undoPlanId: null,
            },
          ],
    ),
    unsettledAdds: door.lines.flatMap((line) => {
      const { credentialId } = ownerOf(line)
      if (!line.isOfUnsettledAdd || line.vendorPinId === null || credentialId === null) return []
      return [{ credentialId, pin: pins.ofCode(line.vendorPinId), intentAtMs: door.plannedAtMs }]
    }),
    pausedCredentials: door.lines.flatMap((line) =>
      line.reason === 'paused_on_door' && line.credentialId !== null
        ? [{ credentialId: line.credentialId as CredentialId, untilMs: null }]
        : [],
    ),
    removalsAsked: [],
    unfinishedReplaces: new Set(),
    usedVendorPinIds: new Set(),
    clockOffsetMs: 0,
  }
}

/** A refusal for what the lock cannot do tells what it could not. */
function capabilitiesOf(reasons: ReadonlySet<string | null>): LockCapabilities {
  return {
    supportsPasscodes: !reasons.has('device_lacks_passcodes'),
    supportsOpenSchedule: !reasons.has('device_lacks_open_schedule'),
    supportsRemoteManagement: !reasons.has('device_lacks_remote_management'),
    reach: reasons.has('device_out_of_reach') ? 'none' : 'gateway',
    keypadDigits: null,
    capacity: CUSTOM_CODE_CAPACITY,
    powerSavingChangesProven: false,
  }
}

/** The usual one, unless what was put on the lock early or not yet says otherwise. */
function leadTimeOf(door: RecordedDoor): number {
  let seconds = DEFAULT_LEAD_TIME_SECONDS
  for (const { window, isLater } of door.expected) {
    if (window === null || window === 'unknown' || window.kind !== 'period') continue
    const ahead = (window.startMs - door.plannedAtMs) / 1_000
    if (isLater) seconds = Math.min(seconds, Math.max(0, Math.ceil(ahead) - 1))
    else seconds = Math.max(seconds, Math.ceil(ahead))
  }
  return seconds
}

function credentialsOf(door: RecordedDoor, pins: StandInPins): readonly CredentialOnDoor[] {
  const expected = door.expected.map((one) =>
    credential(one.credentialId, one.personId, pins, windowOf(one, door.plannedAtMs)),
  )
  const known = new Set(door.expected.map((one) => one.credentialId))
  const listedWindows = new Map(door.actual.map((code) => [code.vendorPinId, code.window]))
  // Codes that had ended by their credential's own window were expected no more, and still explain a delete.
  const ended = door.lines.flatMap((line) => {
    const { credentialId, personId } = ownerOf(line)
    const listed = listedWindows.get(line.vendorPinId ?? '')
    const isByItsOwn =
      listed !== undefined &&
      listed !== 'unknown' &&
      listed.kind === 'period' &&
      listed.endMs === line.endedAtMs
    if (
      line.endedAtMs === null ||
      isByItsOwn ||
      credentialId === null ||
      personId === null ||
      known.has(credentialId)
    )
      return []
    known.add(credentialId)
    return [credential(credentialId, personId, pins, { startMs: null, endMs: line.endedAtMs })]
  })
  const backwards = door.lines.flatMap(({ reason, credentialId, personId }) =>
    reason === 'backwards_window' && credentialId !== null && personId !== null && !known.has(credentialId)
      ? [credential(credentialId, personId, pins, backwardsAt(door.plannedAtMs))]
      : [],
  )
  return [...expected, ...ended, ...backwards]
}

function credential(
  id: number,
  personId: number,
  pins: StandInPins,
  window: ValidityWindow | null,
): CredentialOnDoor {
  return {
    credentialId: id as CredentialId,
    personId: personId as PersonId,
    pin: pins.ofCredential(id),
    isActive: true,
    window,
    grants: [{ grantId: id as GrantId, window: null }],
  }
}

function windowOf({ window }: RecordedExpected, nowMs: number): ValidityWindow | null {
  if (window === null) return backwardsAt(nowMs)
  return window !== 'unknown' && window.kind === 'period'
    ? { startMs: window.startMs, endMs: window.endMs }
    : null
}

/** Not ended yet: that would be judged first. */
function backwardsAt(nowMs: number): ValidityWindow {
  return { startMs: nowMs + 2 * HOUR_MS, endMs: nowMs + HOUR_MS }
}

function receiptsOf(door: RecordedDoor): DoorPlanInput['receipts'] {
  const lineOf = linesByCode(door)
  const agreedOf = new Map(door.agreed.map((pair) => [pair.vendorPinId, pair.credentialId]))
  return door.actual.flatMap((code) => {
    const line = lineOf.get(code.vendorPinId)
    const owner = ownerOf({ ...asLine(code), ...(line === undefined ? {} : ownerOf(line)) })
    const credentialId = (agreedOf.get(code.vendorPinId) ?? owner.credentialId) as CredentialId | null
    if (code.receiptId === null || credentialId === null) return []
    return [
      {
        receiptId: code.receiptId as ReceiptId,
        credentialId,
        personId: owner.personId,
        vendorPinId: code.vendorPinId as VendorPinId,
        receivedAtMs: (line?.isFirstSeenByReceipt ? line.firstSeenAtMs : null) ?? door.plannedAtMs,
        operationId: null,
      },
    ]
  })
}

/** The time a door was unreadable lengthens the grace; the record tells it by the moment the grace ends. */
function sightingOf(line: RecordedLine, door: RecordedDoor): [VendorPinId, CodeSighting][] {
  const { firstSeenAtMs, eligibleAtMs, vendorPinId } = line
  if (firstSeenAtMs === null || vendorPinId === null) return []
  const graceMs = door.graceWindowSeconds * 1_000
  const extensionMs = eligibleAtMs === null ? 0 : Math.max(0, eligibleAtMs - firstSeenAtMs - graceMs)
  const id = vendorPinId as VendorPinId
  return [
    [
      id,
      {
        vendorPinId: id,
        firstSeenAtMs,
        changedBehindAtMs: null,
        unreadableExtensionMs: extensionMs,
      },
    ],
  ]
}

function linesByCode(door: RecordedDoor): ReadonlyMap<string, RecordedLine> {
  // A line about the code's removal comes last, so that its age is the one that counts.
  return new Map(
    door.lines.flatMap((line) => (line.vendorPinId === null ? [] : [[line.vendorPinId, line] as const])),
  )
}

function asLine(record: {
  readonly credentialId?: number
  readonly personId?: number
  readonly codeName?: string | null
}) {
  const { credentialId = null, personId = null, codeName = null } = record
  return { credentialId, personId, codeName }
}
