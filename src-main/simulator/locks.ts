import { lockFor } from './access.ts'
import { gatewaysOf, sendCommand } from './commands.ts'
import type { Call, Core } from './core.ts'
import { type Answer, data, done, refuse } from './envelope.ts'
import { feature, hasFeature } from './features.ts'
import { answerPage, sortRows } from './paging.ts'
import { integerOf, textOf } from './parameters.ts'
import { isPassageOpen } from './passageMode.ts'
import { digestOf } from './random.ts'
import { lockTimeAt, type SimulatedLock } from './world.ts'

/** `/v3/lock/list` (facts 2.1): only locks of which the user is top administrator. */
export function listLocks(call: Call): Answer {
  const { core, parameters } = call
  const alias = textOf(parameters, 'lockAlias')?.toLowerCase()
  const groupId = integerOf(parameters, 'groupId')
  const rows = [...core.world.locks.values()].filter(
    (lock) =>
      lock.adminUid === call.account.uid &&
      (alias === undefined || lock.lockAlias.toLowerCase().includes(alias)) &&
      (groupId === null || lock.groupId === groupId),
  )
  return answerPage({
    rows: sortRows(rows, integerOf(parameters, 'orderBy'), {
      name: (lock) => lock.lockAlias,
      time: (lock) => lock.date,
    }),
    parameters,
    caps: { defaultSize: 20, maxSize: 1000 },
    switches: core.world.switches,
    view: (lock) => viewLockRow(core, lock),
  })
}

/** `/v3/lock/detail` (facts 2.2): admins only; settings the lock lacks are left out. Holds secrets, as the real one does. */
export function lockDetail(call: Call): Answer {
  const found = lockFor(call, 'admin', 'authorised')
  if ('errcode' in found) return found
  const { lock } = found
  const hasPassage = hasFeature(lock.featureValue, feature.passageMode)
  const { date, ...row } = viewLockRow(call.core, lock)
  return data({
    ...row,
    noKeyPwd: lock.noKeyPwd,
    timezoneRawOffset: lock.timezoneRawOffset,
    modelNum: lock.modelNum,
    hardwareRevision: '1.6',
    firmwareRevision: '4.1.18.0131',
    autoLockTime: lock.autoLockTime,
    lockSound: 1,
    privacyLock: 0,
    tamperAlert: 0,
    resetButton: 1,
    ...(hasPassage ? { passageMode: lock.passage.cloud.passageMode } : {}),
    ...(hasPassage && hasFeature(lock.featureValue, feature.passageAutoUnlock)
      ? { passageModeAutoUnlock: lock.passage.cloud.autoUnlock }
      : {}),
    isFrozen: lock.isFrozen ? 1 : 2,
    lockKey: secretOf(call.core, lock, 'lockKey', 24),
    adminPwd: secretOf(call.core, lock, 'adminPwd', 24),
    aesKeyStr: secretOf(call.core, lock, 'aesKeyStr', 47),
    deletePwd: '',
    lockFlagPos: 0,
    lockUpdateDate: lock.date,
    displayPasscode: 0,
    sensitivity: -1,
    wirelessKeypadFeatureValue: '0',
    date,
  })
}

/** `/v3/lock/rename` (facts 2.4): the cloud alone. */
export function renameLock(call: Call): Answer {
  const found = lockFor(call, 'admin')
  if ('errcode' in found) return found
  const alias = textOf(call.parameters, 'lockAlias')
  if (alias === null) return refuse(-3)
  found.lock.lockAlias = alias
  call.entry.effect = 'cloud only'
  call.core.changed()
  return done()
}

/** `/v3/lock/queryOpenState` (facts 2.6): 0 locked, 1 unlocked, through gateway or Wi-Fi. */
export function queryOpenState(call: Call): Answer | Promise<Answer> {
  const found = lockFor(call, 'admin', 'authorised', 'ekey')
  if ('errcode' in found) return found
  const { lock } = found
  return sendCommand(call, lock, () => {
    const lockTime = lockTimeAt(lock, call.core.now())
    const open = lock.unlockedUntil > call.core.now() || isPassageOpen(lock, lockTime)
    return data({
      state: open ? 1 : 0,
      electricQuantity: lock.electricQuantity,
      lockTime,
      ...(hasFeature(lock.featureValue, feature.doorSensor) ? { sensorState: open ? 0 : 1 } : {}),
    })
  })
}

/** `/v3/lock/queryDate` (facts 2.7): the lock's own clock. A lock without a clock chip has none (bit 20). */
export function queryDate(call: Call): Answer | Promise<Answer> {
  return onClock(call, (lock) => data({ date: lockTimeAt(lock, call.core.now()) }))
}

/** `/v3/lock/updateDate` (facts 2.7): sets the lock's clock to the server's time. */
export function updateDate(call: Call): Answer | Promise<Answer> {
  return onClock(call, (lock) => {
    lock.clock.offsetMs = 0
    lock.clock.setAt = call.core.now()
    call.entry.effect = 'applied'
    call.core.changed()
    return data({ date: lockTimeAt(lock, call.core.now()) })
  })
}

/** `/v3/lock/queryElectricQuantity` (facts 2.8). */
export function queryBattery(call: Call): Answer | Promise<Answer> {
  const found = lockFor(call, 'admin', 'authorised', 'ekey')
  if ('errcode' in found) return found
  return sendCommand(call, found.lock, () => data({ electricQuantity: found.lock.electricQuantity }))
}

/** `/v3/wifiLock/detail` (facts 2.9): what the cloud knows of a lock with its own Wi-Fi; `isOnline` is a boolean there. */
export function wifiDetail(call: Call): Answer {
  const found = lockFor(call, 'admin', 'authorised')
  if ('errcode' in found) return found
  const { lockId, wifi, lockMac } = found.lock
  if (wifi === null || !wifi.configured) return refuse(-3034)
  return data({
    lockId,
    networkName: 'Hotel',
    wifiMac: lockMac.toLowerCase(),
    rssiGrade: 3,
    isOnline: wifi.online,
    powerSavingMode: wifi.powerSaving ? 1 : 2,
  })
}

/** The fields that lock list and detail share. */
function viewLockRow(core: Core, lock: SimulatedLock): Readonly<Record<string, unknown>> {
  return {
    lockId: lock.lockId,
    lockName: lock.lockName,
    lockAlias: lock.lockAlias,
    lockMac: lock.lockMac,
    electricQuantity: lock.electricQuantity,
    featureValue: lock.featureValue,
    hasGateway: lock.wifi === null && gatewaysOf(core.world, lock, core.now()).length > 0 ? 1 : 0,
    lockData: lockDataOf(core, lock),
    keyboardPwdVersion: 4,
    specialValue: -1,
    ...(lock.groupId === null ? {} : { groupId: lock.groupId, groupName: lock.groupName }),
    lockVersion: { groupId: 1, protocolVersion: 3, protocolType: 5, orgId: 1, scene: 2 },
    date: lock.date,
  }
}

export function lockDataOf(core: Core, lock: SimulatedLock): string {
  return Buffer.from(secretOf(core, lock, 'lockData', 64)).toString('base64')
}

function onClock(call: Call, act: (lock: SimulatedLock) => Answer): Answer | Promise<Answer> {
  const found = lockFor(call, 'admin', 'authorised')
  if ('errcode' in found) return found
  if (hasFeature(found.lock.featureValue, feature.noClockChip)) return refuse(-4043)
  return sendCommand(call, found.lock, () => act(found.lock))
}

function secretOf(core: Core, lock: SimulatedLock, name: string, length: number): string {
  return digestOf(`${core.world.seed}:${lock.lockId}:${name}`).slice(0, length)
}
