import type { Call, Core } from './core.ts'
import type { Answer } from './envelope.ts'
import { lockDataOf } from './locks.ts'
import { answerPage } from './paging.ts'
import { integerOf, textOf } from './parameters.ts'
import type { Ekey, SimulatedLock } from './world.ts'

interface HeldKey {
  readonly lock: SimulatedLock
  /** null for the administrator's own key. */
  readonly ekey: Ekey | null
}

/** `/v3/key/list` (facts 4.3): every lock the user holds a key of, so also those that are only shared. */
export function listEkeys(call: Call): Answer {
  const { core, account, parameters } = call
  const alias = textOf(parameters, 'lockAlias')?.toLowerCase()
  const groupId = integerOf(parameters, 'groupId')
  const held = keysOf(core, account.uid).filter(
    ({ lock }) =>
      (alias === undefined || lock.lockAlias.toLowerCase().includes(alias)) &&
      (groupId === null || lock.groupId === groupId),
  )
  return answerPage({
    rows: held,
    parameters,
    caps: { defaultSize: 20, maxSize: 1000 },
    switches: core.world.switches,
    view: (key) => viewKey(core, key),
  })
}

function keysOf(core: Core, uid: number): HeldKey[] {
  const held: HeldKey[] = []
  for (const lock of core.world.locks.values()) if (lock.adminUid === uid) held.push({ lock, ekey: null })
  for (const ekey of core.world.ekeys) {
    const lock = core.world.locks.get(ekey.lockId)
    if (ekey.uid === uid && lock !== undefined) held.push({ lock, ekey })
  }
  return held
}

function viewKey(core: Core, { lock, ekey }: HeldKey): Readonly<Record<string, unknown>> {
  return {
    keyId: ekey?.keyId ?? lock.lockId + 100_000_000,
    lockData: lockDataOf(core, lock),
    lockId: lock.lockId,
    userType: ekey === null ? '110301' : '110302',
    keyStatus: ekey?.keyStatus ?? '110401',
    lockName: lock.lockName,
    lockAlias: lock.lockAlias,
    lockMac: lock.lockMac,
    ...(ekey === null ? { noKeyPwd: lock.noKeyPwd } : {}),
    electricQuantity: lock.electricQuantity,
    startDate: ekey?.startDate ?? 0,
    endDate: ekey?.endDate ?? 0,
    remarks: '',
    keyRight: ekey?.keyRight ?? 0,
    featureValue: lock.featureValue,
    remoteEnable: ekey?.remoteEnable ?? 1,
    passageMode: lock.passage.cloud.passageMode,
    timezoneRawOffset: lock.timezoneRawOffset,
    ...(lock.groupId === null ? {} : { groupId: lock.groupId, groupName: lock.groupName }),
  }
}
