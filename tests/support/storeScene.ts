import type { ActualCode } from '../../src-main/domain/code/actualCode.ts'
import { PERMANENT } from '../../src-main/domain/code/codeWindow.ts'
import {
  type AccountId,
  type CorrelationId,
  type CredentialId,
  type DeviceId,
  type DoorId,
  type JobId,
  type SiteId,
  SYSTEM_OPERATOR_ID,
  type VendorPinId,
} from '../../src-main/domain/ids.ts'
import { USUAL_SITE_RULES } from '../../src-main/domain/plan/siteRules.ts'
import type { Store } from '../../src-main/ports/store.ts'
import type { JobRecord, NewJob } from '../../src-main/ports/stores/jobStore.ts'
import type { NewOperation } from '../../src-main/ports/stores/operationStore.ts'
import type { LogRecord } from '../../src-main/ports/stores/traceStore.ts'

export const correlation = (text: string) => text as CorrelationId
export const vendorPin = (text: string) => text as VendorPinId

export const SECRETS = {
  clientId: 'client-id',
  clientSecret: 'planted-client-secret-0123456789',
  username: 'owner@example.com',
  passwordMd5: '5f4dcc3b5aa765d61d8327deb882cf99',
}

export interface DoorScene {
  readonly siteId: SiteId
  readonly accountId: AccountId
  readonly deviceId: DeviceId
  readonly doorId: DoorId
}

export function addSite(store: Store, name = 'Harbour House'): SiteId {
  return store.sites.insert({
    name,
    timezone: 'Europe/Berlin',
    mode: 'strict',
    policy: 'approve',
    graceWindowSeconds: 3_600,
    leadTimeSeconds: 86_400,
    allowFirstRunUnattended: false,
    allowEmptyExpectedUnattended: false,
    ...USUAL_SITE_RULES,
  })
}

export function addAccount(store: Store, name = 'Main account'): AccountId {
  return store.accounts.insert({
    name,
    region: 'global',
    baseUrl: 'https://euapi.ttlock.com',
    secrets: SECRETS,
  })
}

/** The next due job alone. */
export function claimOne(
  store: Store,
  claim: { readonly nowIso: string; readonly leaseToken: string; readonly leaseExpiresAt: string },
): JobRecord | null {
  const { leaseToken, ...when } = claim
  return store.jobs.claimDue({ ...when, newLeaseToken: () => leaseToken, limit: 1 })[0] ?? null
}

/** A site with one door on one listed lock. */
export function addDoor(store: Store, externalId = '28991110', into?: { siteId: SiteId }): DoorScene {
  const siteId = into?.siteId ?? addSite(store, `Site of ${externalId}`)
  const accountId = addAccount(store, `Account of ${externalId}`)
  store.accounts.recordDevices(
    accountId,
    [
      {
        externalId,
        name: `S31_${externalId}`,
        alias: `Lock ${externalId}`,
        mac: null,
        batteryPercent: 88,
        featureValue: 'F44354CD5F3',
        hasGateway: true,
        timezoneRawOffsetMs: 3_600_000,
      },
    ],
    '2026-02-05T16:00:00.000Z',
  )
  const device = store.accounts.findDevice(externalId)
  if (!device) throw new Error('the device was not recorded')
  const door = store.doors.insert({
    siteId,
    doorGroupId: null,
    accountId,
    deviceId: device.id,
    externalId,
    name: `Door ${externalId}`,
    description: null,
    location: null,
  })
  return { siteId, accountId, deviceId: device.id, doorId: door.id }
}

export function addCredential(store: Store, doorId: DoorId, pin: string, name = 'Ada'): CredentialId {
  const personId = store.people.insert({ name, note: null })
  const credentialId = store.people.insertCredential({ personId, pin, startsAt: null, endsAt: null })
  store.people.insertGrant({ credentialId, doorId, doorGroupId: null, startsAt: null, endsAt: null })
  return credentialId
}

export function newJob(change: Partial<NewJob> = {}): NewJob {
  return {
    type: 'drift_enforce_lock_truth',
    target: 'door:1',
    doorId: 1 as DoorId,
    accountId: null,
    planId: null,
    reason: 'door provisioned',
    correlationId: correlation('corr-1'),
    userId: SYSTEM_OPERATOR_ID,
    priority: 0,
    dueAt: '2026-02-05T16:28:59.888Z',
    ...change,
  }
}

export function newOperation(
  jobId: JobId,
  scene: DoorScene,
  change: Partial<NewOperation> = {},
): NewOperation {
  return {
    jobId,
    correlationId: correlation('corr-1'),
    planId: null,
    lineId: 'line-1',
    doorId: scene.doorId,
    deviceId: scene.deviceId,
    kind: 'delete',
    credentialId: null,
    vendorPinId: vendorPin('50957532'),
    codeName: 'AB U9 C6',
    pin: null,
    window: null,
    schedule: null,
    attempt: 1,
    reason: 'stray_unmanaged',
    countsTowardLimits: true,
    ...change,
  }
}

export function listedCode(change: Partial<ActualCode> = {}): ActualCode {
  return {
    vendorPinId: vendorPin('50957532'),
    name: 'AB U9 C6',
    pin: '482915',
    window: PERMANENT,
    codeType: 2,
    isCustom: true,
    status: 'settled',
    createdAtMs: null,
    senderUsername: null,
    ...change,
  }
}

export function logRow(change: Partial<Omit<LogRecord, 'id'>> = {}): Omit<LogRecord, 'id'> {
  return {
    createdAt: '2026-02-05T16:29:01.000Z',
    startedAt: '2026-02-05T16:29:00.500Z',
    durationMs: 500,
    action: 'PASSCODE_LIST',
    ok: true,
    providerType: 'TTLOCK',
    lockKey: 'TTLOCK:28991110',
    doorId: 1,
    doorName: 'Front door',
    externalId: '28991110',
    reconcileJobId: null,
    operationId: null,
    correlationId: correlation('corr-1'),
    debugSessionId: null,
    attempt: 1,
    httpStatus: 200,
    errorMessage: null,
    request: { pageNo: 1 },
    response: { total: 0 },
    ...change,
  }
}
