import type { Call } from './core.ts'
import { listEkeys } from './ekeys.ts'
import type { Answer } from './envelope.ts'
import { gatewayDetail, listGateways, listGatewaysOfLock, listLocksOfGateway } from './gateways.ts'
import {
  listLocks,
  lockDetail,
  queryBattery,
  queryDate,
  queryOpenState,
  renameLock,
  updateDate,
  wifiDetail,
} from './locks.ts'
import {
  configOldPassageMode,
  configureNewPassageMode,
  getNewPassageMode,
  getOldPassageMode,
} from './passageMode.ts'
import { addPasscode } from './passcodeAdd.ts'
import { changePasscode } from './passcodeChange.ts'
import { deletePasscode, deletePasscodeByCode } from './passcodeDelete.ts'
import { generatePasscode } from './passcodeGenerate.ts'
import { listPasscodes } from './passcodeList.ts'
import { listRecords } from './records.ts'

export type Endpoint = (call: Call) => Answer | Promise<Answer>

/** Everything below `/v3`. Unlock commands are left out on purpose: the product never sends one. */
export const endpoints: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  ['/v3/lock/list', listLocks],
  ['/v3/lock/detail', lockDetail],
  ['/v3/lock/rename', renameLock],
  ['/v3/lock/queryOpenState', queryOpenState],
  ['/v3/lock/queryDate', queryDate],
  ['/v3/lock/updateDate', updateDate],
  ['/v3/lock/queryElectricQuantity', queryBattery],
  ['/v3/wifiLock/detail', wifiDetail],
  ['/v3/lock/configPassageMode', configOldPassageMode],
  ['/v3/lock/getPassageModeConfig', getOldPassageMode],
  ['/v3/lock/configurePassageMode', configureNewPassageMode],
  ['/v3/lock/getPassageModeConfiguration', getNewPassageMode],
  ['/v3/lock/listKeyboardPwd', listPasscodes],
  ['/v3/keyboardPwd/add', addPasscode],
  ['/v3/keyboardPwd/get', generatePasscode],
  ['/v3/keyboardPwd/change', changePasscode],
  ['/v3/keyboardPwd/delete', deletePasscode],
  ['/v3/keyboardPwd/deleteByCode', deletePasscodeByCode],
  ['/v3/gateway/list', listGateways],
  ['/v3/gateway/detail', gatewayDetail],
  ['/v3/gateway/listByLock', listGatewaysOfLock],
  ['/v3/gateway/listLock', listLocksOfGateway],
  ['/v3/lockRecord/list', listRecords],
  ['/v3/key/list', listEkeys],
])
