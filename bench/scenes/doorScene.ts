import { createHmac, createSecretKey, randomBytes } from 'node:crypto'
import type { ActualCode } from '../../src-main/domain/code/actualCode.ts'
import { formatCodeName } from '../../src-main/domain/code/codeName.ts'
import type { CodeWindow } from '../../src-main/domain/code/codeWindow.ts'
import type {
  CredentialId,
  DeviceId,
  DoorId,
  GrantId,
  OperationId,
  PersonId,
  ReceiptId,
  SiteId,
  VendorPinId,
} from '../../src-main/domain/ids.ts'
import type { PlanFilters } from '../../src-main/domain/plan/doorPlan.ts'
import type {
  CodeSighting,
  CredentialOnDoor,
  DoorPlanInput,
  Hmac,
  ReceiptOnDoor,
} from '../../src-main/domain/plan/doorPlanInput.ts'

/**
 * Doors as the planner gets them. Of 200 codes on each, 13 need a line (6.5 %, the share that the measured anchor of
 * 13,348 lines in 200,000 has): 4 missing, 3 with another window, 2 with other digits, 4 strays.
 */
const NOW_MS = Date.UTC(2026, 1, 5, 9, 0)
const DAY_MS = 86_400_000
const MISSING = new Set([11, 63, 127, 181])
const OTHER_WINDOW = new Set([5, 90, 150])
const OTHER_PIN = new Set([42, 166])
const STRAYS = 4

const key = createSecretKey(randomBytes(32))

/** As the vault makes it. */
export const fingerprintHmac: Hmac = (text) => createHmac('sha256', key).update(text, 'utf8').digest('hex')

const NO_FILTERS: PlanFilters = {
  doorId: null,
  siteId: null,
  doorGroupId: null,
  integrationDeviceId: null,
  providerType: 'TTLOCK',
}

export const SCOPE = { generatedAtMs: NOW_MS, filters: NO_FILTERS, hmac: fingerprintHmac } as const

/** What a difference needs at least, in the form that is quickest to compare. */
export interface FlatRow {
  readonly doorId: number
  readonly codeId: number
  readonly pin: string
  readonly startMs: number
  readonly endMs: number
}

export interface DoorScene {
  readonly inputs: readonly DoorPlanInput[]
  readonly desired: readonly FlatRow[]
  readonly actual: readonly FlatRow[]
}

export function makeDoors(doors: number, codesPerDoor: number): DoorScene {
  const known = {
    personIds: new Set(Array.from({ length: codesPerDoor }, (_, index) => personOf(index))),
    credentialIds: new Set(Array.from({ length: codesPerDoor }, (_, index) => credentialOf(index))),
  }
  const inputs = Array.from({ length: doors }, (_, door) => makeDoor(door + 1, codesPerDoor, known))
  return { inputs, desired: inputs.flatMap(desiredRows), actual: inputs.flatMap(actualRows) }
}

/** The same door after its last code was deleted behind our back. */
export function withOneCodeLess(input: DoorPlanInput): DoorPlanInput {
  if (input.reading.kind === 'unreadable') throw new Error('doors of this scene can be read')
  return { ...input, reading: { ...input.reading, codes: input.reading.codes.slice(0, -1) } }
}

function credentialOf(index: number): CredentialId {
  return (index + 1) as CredentialId
}

function personOf(index: number): PersonId {
  return (1_000 + index) as PersonId
}

/** Six digits that no rule refuses, another one for each index of a door. */
function pinOf(door: number, index: number): string {
  return String(200_000 + ((index * 3_967 + door * 13) % 799_999))
}

function windowOf(index: number): CodeWindow {
  if (index % 4 === 0) return { kind: 'permanent' }
  const startMs = NOW_MS - (1 + (index % 60)) * DAY_MS
  return { kind: 'period', startMs, endMs: NOW_MS + (1 + (index % 365)) * DAY_MS }
}

function makeDoor(
  door: number,
  codesPerDoor: number,
  known: { readonly personIds: ReadonlySet<PersonId>; readonly credentialIds: ReadonlySet<CredentialId> },
): DoorPlanInput {
  const credentials: CredentialOnDoor[] = []
  const codes: ActualCode[] = []
  const receipts: ReceiptOnDoor[] = []
  for (let index = 0; index < codesPerDoor; index++) {
    credentials.push(credentialAt(door, index))
    const place = index % 200
    if (MISSING.has(place)) continue
    const code = codeAt(door, index, place)
    codes.push(code)
    receipts.push({
      receiptId: (door * codesPerDoor + index) as ReceiptId,
      credentialId: credentialOf(index),
      personId: personOf(index),
      vendorPinId: code.vendorPinId,
      receivedAtMs: NOW_MS - 30 * DAY_MS,
      operationId: (door * codesPerDoor + index) as OperationId,
    })
  }
  for (let stray = 0; stray < STRAYS; stray++) codes.push(strayAt(door, codesPerDoor + stray))
  return {
    doorId: door as DoorId,
    doorName: `Door ${door}`,
    integrationDeviceId: door as DeviceId,
    externalDeviceId: String(28_991_110 + door),
    providerType: 'TTLOCK',
    capabilities: {
      supportsPasscodes: true,
      supportsRemoteManagement: true,
      supportsOpenSchedule: true,
      reach: 'gateway',
      keypadDigits: null,
      capacity: 250,
      powerSavingChangesProven: false,
    },
    site: {
      siteId: 1 as SiteId,
      timezone: 'Europe/Berlin',
      mode: 'strict',
      policy: 'approve',
      graceWindowSeconds: 3_600,
      leadTimeSeconds: 86_400,
      allowFirstRunUnattended: false,
      allowEmptyExpectedUnattended: false,
    },
    nowMs: NOW_MS,
    openSchedule: null,
    isFirstRun: false,
    isAfterRestore: false,
    credentials,
    reading: { kind: 'known', codes, readAtMs: NOW_MS },
    receipts,
    sightings: new Map(codes.map(({ vendorPinId }) => [vendorPinId, sightingAt(vendorPinId)])),
    revocations: [],
    knownPersonIds: known.personIds,
    knownCredentialIds: known.credentialIds,
    marks: [],
    unsettledAdds: [],
    pausedCredentials: [],
    removalsAsked: [],
    unfinishedReplaces: new Set(),
    usedVendorPinIds: new Set(),
    clockOffsetMs: 0,
  }
}

function credentialAt(door: number, index: number): CredentialOnDoor {
  const window = windowOf(index)
  return {
    credentialId: credentialOf(index),
    personId: personOf(index),
    pin: pinOf(door, index),
    isActive: true,
    window: window.kind === 'permanent' ? null : { startMs: window.startMs, endMs: window.endMs },
    grants: [{ grantId: (door * 1_000 + index) as GrantId, window: null }],
  }
}

function codeAt(door: number, index: number, place: number): ActualCode {
  const right = windowOf(index)
  const window: CodeWindow =
    OTHER_WINDOW.has(place) && right.kind === 'period' ? { ...right, endMs: right.endMs + DAY_MS } : right
  return {
    vendorPinId: vendorPinIdOf(door, index),
    name: formatCodeName({ personId: personOf(index), credentialId: credentialOf(index) }),
    pin: OTHER_PIN.has(place) ? `1${pinOf(door, index)}` : pinOf(door, index),
    window,
    codeType: window.kind === 'permanent' ? 2 : 3,
    isCustom: true,
    status: 'settled',
    createdAtMs: NOW_MS - 30 * DAY_MS,
    senderUsername: 'owner@example.com',
  }
}

function sightingAt(vendorPinId: VendorPinId): CodeSighting {
  return {
    vendorPinId,
    firstSeenAtMs: NOW_MS - 2 * DAY_MS,
    changedBehindAtMs: null,
    unreadableExtensionMs: 0,
  }
}

function strayAt(door: number, index: number): ActualCode {
  return {
    ...codeAt(door, index, -1),
    name: 'cleaner',
    pin: `18${pinOf(door, index)}`,
    window: { kind: 'permanent' },
    codeType: 2,
  }
}

function vendorPinIdOf(door: number, index: number): VendorPinId {
  return String(50_000_000 + door * 1_000 + index) as VendorPinId
}

function desiredRows(input: DoorPlanInput): FlatRow[] {
  return input.credentials.map((credential) => ({
    doorId: input.doorId,
    codeId: credential.credentialId,
    pin: credential.pin,
    startMs: credential.window?.startMs ?? 0,
    endMs: credential.window?.endMs ?? 0,
  }))
}

function actualRows(input: DoorPlanInput): FlatRow[] {
  if (input.reading.kind === 'unreadable') return []
  const credentialOfCode = new Map(
    input.receipts.map((receipt) => [receipt.vendorPinId, receipt.credentialId]),
  )
  return input.reading.codes.map((code) => ({
    doorId: input.doorId,
    codeId: credentialOfCode.get(code.vendorPinId) ?? Number(code.vendorPinId),
    pin: code.pin,
    startMs: code.window.kind === 'period' ? code.window.startMs : 0,
    endMs: code.window.kind === 'period' ? code.window.endMs : 0,
  }))
}
