import { createHmac } from 'node:crypto'
import type { ActualCode } from '../../code/actualCode.ts'
import { formatCodeName } from '../../code/codeName.ts'
import { type CodeWindow, PERMANENT } from '../../code/codeWindow.ts'
import type { CodeMark } from '../../code/mark.ts'
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
} from '../../ids.ts'
import type { DoorPlan, EnforcePlan, ReadableDoorPlan } from '../doorPlan.ts'
import type {
  CodeSighting,
  CredentialOnDoor,
  DoorPlanInput,
  LockCapabilities,
  ReceiptOnDoor,
  Revocation,
  SitePolicy,
} from '../doorPlanInput.ts'
import { planDoor } from '../planDoor.ts'
import type { LineKind, PlanLine } from '../planLine.ts'
import { gatherPlans } from '../planScope.ts'

/** A Thursday morning in Berlin: 10:00 local, 09:00 UTC. */
export const NOW_MS = Date.UTC(2026, 1, 5, 9, 0)
export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

export function testHmac(text: string): string {
  return createHmac('sha256', 'a key of the tests').update(text).digest('hex')
}

const CAPABLE_LOCK: LockCapabilities = {
  supportsPasscodes: true,
  supportsRemoteManagement: true,
  supportsOpenSchedule: true,
  reach: 'gateway',
  keypadDigits: null,
  capacity: 250,
  powerSavingChangesProven: false,
}

const STRICT_SITE: SitePolicy = {
  siteId: 1 as SiteId,
  timezone: 'Europe/Berlin',
  mode: 'strict',
  policy: 'auto',
  graceWindowSeconds: 3_600,
  leadTimeSeconds: 86_400,
  allowFirstRunUnattended: false,
  allowEmptyExpectedUnattended: false,
}

export function period(startMs: number, endMs: number): CodeWindow {
  return { kind: 'period', startMs, endMs }
}

/** Person 100 + id, one grant at any time. */
export function credential(id: number, changes: Partial<CredentialOnDoor> = {}): CredentialOnDoor {
  return {
    credentialId: id as CredentialId,
    personId: personOf(id),
    pin: pinOf(id),
    isActive: true,
    window: null,
    grants: [{ grantId: id as GrantId, window: null }],
    ...changes,
  }
}

export function personOf(credentialId: number): PersonId {
  return (100 + credentialId) as PersonId
}

/** A PIN that no rule refuses, another for each id. */
export function pinOf(id: number): string {
  return `7${String(id).padStart(3, '0')}29`
}

export function nameOf(credentialId: number): string {
  return formatCodeName({ personId: personOf(credentialId), credentialId: credentialId as CredentialId })
}

export function vendorPinId(id: number | string): VendorPinId {
  return String(id) as VendorPinId
}

/** A settled custom permanent code, made two days ago, with the name and PIN of credential `id`. */
export function listed(vendorId: number, id: number, changes: Partial<ActualCode> = {}): ActualCode {
  const window = changes.window ?? PERMANENT
  return {
    vendorPinId: vendorPinId(vendorId),
    name: nameOf(id),
    pin: pinOf(id),
    window,
    codeType: window.kind === 'permanent' ? 2 : window.kind === 'period' ? 3 : window.codeType,
    isCustom: true,
    status: 'settled',
    createdAtMs: NOW_MS - 2 * DAY_MS,
    senderUsername: null,
    ...changes,
  }
}

/** A code somebody made by hand. */
export function stray(vendorId: number, changes: Partial<ActualCode> = {}): ActualCode {
  return listed(vendorId, 900, {
    name: 'cleaner',
    pin: `48${vendorId}`,
    senderUsername: 'owner@example.com',
    ...changes,
  })
}

export function receipt(vendorId: number, id: number, changes: Partial<ReceiptOnDoor> = {}): ReceiptOnDoor {
  return {
    receiptId: (1_000 + vendorId) as ReceiptId,
    credentialId: id as CredentialId,
    personId: personOf(id),
    vendorPinId: vendorPinId(vendorId),
    receivedAtMs: NOW_MS - 2 * DAY_MS,
    operationId: vendorId as OperationId,
    ...changes,
  }
}

export function sighting(vendorId: number, changes: Partial<CodeSighting> = {}): CodeSighting {
  return {
    vendorPinId: vendorPinId(vendorId),
    firstSeenAtMs: NOW_MS - DAY_MS,
    changedBehindAtMs: null,
    unreadableExtensionMs: 0,
    ...changes,
  }
}

export function revocation(credentialId: number, changes: Partial<Revocation> = {}): Revocation {
  return {
    kind: 'credential_revoked',
    credentialId: credentialId as CredentialId,
    personId: null,
    revokedAtMs: NOW_MS - MINUTE_MS,
    revokedBy: 'Maria',
    ...changes,
  }
}

export function mark(changes: Partial<CodeMark> = {}): CodeMark {
  return {
    kind: 'never_delete',
    vendorPinId: null,
    pinHash: null,
    untilMs: null,
    setBy: 'Maria',
    reason: 'fire brigade',
    undoPlanId: null,
    ...changes,
  }
}

export interface DoorInputChanges extends Partial<Omit<DoorPlanInput, 'site' | 'capabilities' | 'reading'>> {
  readonly site?: Partial<SitePolicy>
  readonly capabilities?: Partial<LockCapabilities>
  /** What the lock lists; left out, nothing. */
  readonly codes?: readonly ActualCode[]
  readonly reading?: DoorPlanInput['reading']
}

/** Door 2 in Berlin, mode `strict`, nothing expected, nothing listed. Known ids follow from the credentials and 1 to 99. */
export function doorInput(changes: DoorInputChanges = {}): DoorPlanInput {
  const { site, capabilities, codes, reading, ...rest } = changes
  const nowMs = rest.nowMs ?? NOW_MS
  const ids = [...Array(99).keys()].map((index) => index + 1)
  const credentials = rest.credentials ?? []
  return {
    doorId: 2 as DoorId,
    doorName: 'Front door',
    integrationDeviceId: 1 as DeviceId,
    externalDeviceId: '28991110',
    providerType: 'TTLOCK',
    capabilities: { ...CAPABLE_LOCK, ...capabilities },
    site: { ...STRICT_SITE, ...site },
    nowMs,
    isFirstRun: false,
    isAfterRestore: false,
    credentials,
    openSchedule: null,
    reading: reading ?? { kind: 'known', codes: codes ?? [], readAtMs: nowMs },
    receipts: [],
    sightings: new Map(),
    revocations: [],
    knownPersonIds: new Set([...ids.map(personOf), ...credentials.map((item) => item.personId)]),
    knownCredentialIds: new Set([
      ...ids.map((id) => id as CredentialId),
      ...credentials.map((item) => item.credentialId),
    ]),
    marks: [],
    unsettledAdds: [],
    pausedCredentials: [],
    removalsAsked: [],
    unfinishedReplaces: new Set(),
    usedVendorPinIds: new Set(),
    clockOffsetMs: 0,
    ...rest,
  }
}

/** Plans a door that can be read; throws when it cannot, which no such test means. */
export function planOf(input: DoorPlanInput | DoorInputChanges): ReadableDoorPlan {
  const plan = planDoor(
    'doorId' in input && 'reading' in input ? (input as DoorPlanInput) : doorInput(input),
    testHmac,
  )
  if (plan.kind !== 'planned') throw new Error('the door of this test must be readable')
  return plan
}

export function linesOfKind<K extends LineKind>(
  plan: ReadableDoorPlan,
  kind: K,
): Extract<PlanLine, { kind: K }>[] {
  return plan.lines.filter((line): line is Extract<PlanLine, { kind: K }> => line.kind === kind)
}

/** The only line of a plan; throws when there is not exactly one. */
export function onlyLine(plan: ReadableDoorPlan): PlanLine {
  const [line, ...others] = plan.lines
  if (!line || others.length > 0) throw new Error(`expected one line, found ${plan.lines.length}`)
  return line
}

export function scopeOf(doors: readonly DoorPlan[], generatedAtMs: number = NOW_MS): EnforcePlan {
  const filters = {
    doorId: null,
    siteId: null,
    doorGroupId: null,
    integrationDeviceId: null,
    providerType: 'TTLOCK',
  } as const
  return gatherPlans(doors, { generatedAtMs, filters })
}
