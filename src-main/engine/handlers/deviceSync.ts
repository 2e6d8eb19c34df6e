import { capabilitiesOf } from '../../domain/device/capabilities.ts'
import type { AccountId, DoorId } from '../../domain/ids.ts'
import { toIso } from '../../domain/instant.ts'
import { JOB_PRIORITIES } from '../../domain/job/job.ts'
import type { JobOutcome } from '../../domain/job/transitions.ts'
import type { ProviderError } from '../../domain/providerError/providerError.ts'
import type { EngineContext } from '../engineContext.ts'
import { callContext, type JobRun } from '../jobRun.ts'
import { accountProblemOf, outcomeOfError } from '../outcomeOfError.ts'

/**
 * Reads an account's locks, its gateways, how many calls it used, and which Wi-Fi locks sleep; for a person also which
 * gateways hear which lock, a call for each. Before a command that is asked for the lock alone.
 */
export async function deviceSync(context: EngineContext, run: JobRun): Promise<JobOutcome> {
  const accountId = run.job.accountId
  if (accountId === null || !context.store.accounts.get(accountId)) {
    return { kind: 'failed', error: 'This account no longer exists.' }
  }
  return syncAccount(context, run, accountId)
}

/** Doors whose lock no list has: its id was typed in, or its account lost it. */
function doorsWithoutLock({ store }: EngineContext): readonly DoorId[] {
  const missing = new Set(
    store.accounts.listDevices().flatMap((device) => (device.missingSince === null ? [] : [device.id])),
  )
  return store.doors.allIds().filter((id) => {
    const door = store.doors.get(id)
    return door !== null && (door.integrationCustomerId === null || missing.has(door.integrationDeviceId))
  })
}

/** A door whose lock was just found is brought in step. */
function enqueueIfFound(context: EngineContext, run: JobRun, doorId: DoorId): void {
  const door = context.store.doors.get(doorId)
  if (door?.integrationCustomerId == null) return
  if (context.store.accounts.getDevice(door.integrationDeviceId)?.missingSince !== null) return
  context.store.jobs.enqueue({
    type: 'drift_enforce_lock_truth',
    target: `door:${door.id}`,
    doorId: door.id,
    accountId: door.integrationCustomerId,
    planId: null,
    reason: `lock found drift_enforce ${door.deviceType} ${door.externalId} door:${door.id} device:${door.integrationDeviceId}`,
    correlationId: run.job.correlationId,
    userId: run.job.userId,
    priority: JOB_PRIORITIES.click,
    dueAt: toIso(context.clock.nowMs()),
  })
}

/** While a gateway is down the account is read each hour: what changes by hand alone is asked once a day. */
function wasReadToday({ store, clock }: EngineContext, accountId: AccountId): boolean {
  return store.accounts.get(accountId)?.lastSyncedAt?.slice(0, 10) === toIso(clock.nowMs()).slice(0, 10)
}

/** What is refused for one lock, or by one that is not reached, says nothing of the others. */
function isOfThisLock({ kind, cause }: ProviderError): boolean {
  return kind === 'fix_the_data' || cause === 'lock_unreachable'
}

async function syncAccount(context: EngineContext, run: JobRun, accountId: AccountId): Promise<JobOutcome> {
  const { store, clock } = context
  const provider = context.providers.forAccount(accountId)
  const isForPerson = run.job.priority === JOB_PRIORITIES.click
  const isReadAgain = !isForPerson && wasReadToday(context, accountId)
  const devices = await provider.listDevices(callContext(run, null))
  const problem = accountProblemOf(devices.ok ? null : devices.error)
  if (problem !== undefined) store.accounts.setProblem(accountId, problem)
  if (!devices.ok) return outcomeOfError(devices.error, clock.nowMs())
  const gateways = await provider.listGateways(callContext(run, null))
  if (!gateways.ok) return outcomeOfError(gateways.error, clock.nowMs())
  // Not counted by the provider itself; without it the budget starts from what this program sent.
  await provider.monthRequestCount(callContext(run, null))
  const withoutLock = doorsWithoutLock(context)
  store.write(() => {
    const atIso = toIso(clock.nowMs())
    store.accounts.recordDevices(accountId, devices.value, atIso)
    store.accounts.recordGateways(accountId, gateways.value, atIso)
    for (const doorId of withoutLock) enqueueIfFound(context, run, doorId)
  })
  for (const device of devices.value) {
    const record = store.accounts.findDevice(device.externalId)
    if (!record || capabilitiesOf(device)?.isWifi !== true) continue
    if (isReadAgain && record.savesPower !== null) continue
    if (run.signal.aborted || run.isCancelRequested()) return { kind: 'cancelled' }
    const wifi = await provider.readWifiDetail(device.externalId, callContext(run, null))
    if (!wifi.ok && isOfThisLock(wifi.error)) continue
    if (!wifi.ok) return outcomeOfError(wifi.error, clock.nowMs())
    store.accounts.recordSavesPower(record.id, wifi.value.savesPower)
  }
  for (const device of isForPerson ? devices.value : []) {
    if (!device.hasGateway) continue
    if (run.signal.aborted || run.isCancelRequested()) return { kind: 'cancelled' }
    const heardBy = await provider.listGatewaysOfLock(device.externalId, callContext(run, null))
    if (!heardBy.ok && isOfThisLock(heardBy.error)) continue
    if (!heardBy.ok) return outcomeOfError(heardBy.error, clock.nowMs())
    const record = store.accounts.findDevice(device.externalId)
    if (record) store.accounts.recordDeviceGateways(record.id, heardBy.value, toIso(clock.nowMs()))
  }
  return {
    kind: 'done',
    result: {
      ok: true,
      devices: devices.value.length,
      gateways: gateways.value.length,
      account_id: accountId,
    },
  }
}
