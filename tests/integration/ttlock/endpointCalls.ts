import { PERMANENT } from '../../../src-main/domain/code/codeWindow.ts'
import type { TtlockClient } from '../../../src-main/ttlock/provider.ts'
import { context, vendorPinId } from './testProvider.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** When the table's calls are made. */
export const NOW_MS = Date.UTC(2026, 1, 5, 16, 28, 59, 888)

export const code = { externalId: '101', vendorPinId: vendorPinId('77') } as const
export const period = { kind: 'period', startMs: NOW_MS, endMs: NOW_MS + DAY_MS } as const
const schedule = {
  isOn: true,
  unlocksByItself: true,
  periods: [{ startMinute: 480, endMinute: 1080, weekDays: [1, 2] }],
}
const ofCode = { lockId: '101', keyboardPwdId: '77' }
const firstPage = { pageNo: '1', pageSize: '200' }
const dates = { startDate: String(period.startMs), endDate: String(period.endMs) }

/** Awaited for its requests; what comes of each is told by the tests of its own file. */
export type Ask = (provider: TtlockClient) => Promise<unknown>

/** Path, exact parameters beside those of every call, and whether a gateway talks to the lock. */
type Sent = readonly [path: string, params: Readonly<Record<string, string>>, by: 'cloud' | 'gateway']

export const READS: readonly (readonly [string, Ask, Sent])[] = [
  ['listDevices', (own) => own.listDevices(context), ['/v3/lock/list', firstPage, 'cloud']],
  ['readDevice', (own) => own.readDevice('101', context), ['/v3/lock/detail', { lockId: '101' }, 'cloud']],
  ['listSharedDevices', (own) => own.listSharedDevices(context), ['/v3/key/list', firstPage, 'cloud']],
  [
    'readLockClock',
    (own) => own.readLockClock('101', context),
    ['/v3/lock/queryDate', { lockId: '101' }, 'gateway'],
  ],
  [
    'readOpenState',
    (own) => own.readOpenState('101', context),
    ['/v3/lock/queryOpenState', { lockId: '101' }, 'gateway'],
  ],
  [
    'readBattery',
    (own) => own.readBattery('101', context),
    ['/v3/lock/queryElectricQuantity', { lockId: '101' }, 'gateway'],
  ],
  [
    'readWifiDetail',
    (own) => own.readWifiDetail('101', context),
    ['/v3/wifiLock/detail', { lockId: '101' }, 'cloud'],
  ],
  ['listGateways', (own) => own.listGateways(context), ['/v3/gateway/list', firstPage, 'cloud']],
  [
    'readGateway',
    (own) => own.readGateway('5', context),
    ['/v3/gateway/detail', { gatewayId: '5' }, 'cloud'],
  ],
  [
    'listGatewaysOfLock',
    (own) => own.listGatewaysOfLock('101', context),
    ['/v3/gateway/listByLock', { lockId: '101' }, 'cloud'],
  ],
  [
    'listLocksOfGateway',
    (own) => own.listLocksOfGateway('5', context),
    ['/v3/gateway/listLock', { gatewayId: '5' }, 'cloud'],
  ],
  [
    'listCodes',
    (own) => own.listCodes('101', context),
    ['/v3/lock/listKeyboardPwd', { lockId: '101', ...firstPage }, 'cloud'],
  ],
  [
    'findCodes',
    (own) => own.findCodes('101', 'AB U9', context),
    ['/v3/lock/listKeyboardPwd', { lockId: '101', searchStr: 'AB U9', ...firstPage }, 'cloud'],
  ],
  [
    'listRecords',
    (own) => own.listRecords('101', { fromMs: 1_000, toMs: 2_000 }, context),
    ['/v3/lockRecord/list', { lockId: '101', startDate: '1000', endDate: '2000', ...firstPage }, 'cloud'],
  ],
  [
    'readPassageMode',
    (own) => own.readPassageMode('101', context),
    ['/v3/lock/getPassageModeConfiguration', { lockId: '101' }, 'cloud'],
  ],
  [
    'readOldPassageMode',
    (own) => own.readOldPassageMode('101', context),
    ['/v3/lock/getPassageModeConfig', { lockId: '101' }, 'cloud'],
  ],
]

export const WRITES: readonly (readonly [string, Ask, Sent])[] = [
  [
    'addCode, permanent',
    (own) =>
      own.addCode(
        { externalId: '101', pin: '0482', name: 'AB U1 C2', window: PERMANENT, route: 'gateway' },
        context,
      ),
    [
      '/v3/keyboardPwd/add',
      { lockId: '101', keyboardPwd: '0482', keyboardPwdName: 'AB U1 C2', keyboardPwdType: '2', addType: '2' },
      'gateway',
    ],
  ],
  [
    'addCode, for a time',
    (own) =>
      own.addCode(
        { externalId: '101', pin: '0482', name: 'AB U1 C2', window: period, route: 'wifi_power_saving' },
        context,
      ),
    [
      '/v3/keyboardPwd/add',
      {
        lockId: '101',
        keyboardPwd: '0482',
        keyboardPwdName: 'AB U1 C2',
        keyboardPwdType: '3',
        ...dates,
        addType: '4',
      },
      'gateway',
    ],
  ],
  [
    'changeCode, to a time and other digits',
    (own) =>
      own.changeCode(
        { ...code, newPin: '0482', window: period, name: 'AB U1 C2', route: 'gateway' },
        context,
      ),
    [
      '/v3/keyboardPwd/change',
      { ...ofCode, keyboardPwdName: 'AB U1 C2', newKeyboardPwd: '0482', ...dates, changeType: '2' },
      'gateway',
    ],
  ],
  [
    // A start that has passed in every zone, at the minute; an end of 0 keeps it permanent.
    'changeCode, permanent with its digits',
    (own) =>
      own.changeCode(
        { ...code, newPin: null, window: PERMANENT, name: 'AB U1 C2', route: 'wifi_power_saving' },
        context,
      ),
    [
      '/v3/keyboardPwd/change',
      {
        ...ofCode,
        keyboardPwdName: 'AB U1 C2',
        startDate: String(Date.UTC(2026, 1, 4, 16, 28)),
        endDate: '0',
        changeType: '2',
      },
      'gateway',
    ],
  ],
  [
    'renameCode',
    (own) => own.renameCode({ ...code, name: 'AB U1 C2' }, context),
    ['/v3/keyboardPwd/change', { ...ofCode, keyboardPwdName: 'AB U1 C2', changeType: '2' }, 'gateway'],
  ],
  [
    'deleteCode',
    (own) => own.deleteCode({ ...code, route: 'gateway' }, context),
    ['/v3/keyboardPwd/delete', { ...ofCode, deleteType: '2' }, 'gateway'],
  ],
  [
    'deleteCodeByPin',
    (own) => own.deleteCodeByPin({ externalId: '101', pin: '0482', route: 'gateway' }, context),
    ['/v3/keyboardPwd/deleteByCode', { lockId: '101', keyboardPwd: '0482', deleteType: '2' }, 'gateway'],
  ],
  [
    'generateCode, for a time',
    (own) =>
      own.generateCode(
        { externalId: '101', name: 'AB U1 C2', kind: 'period', startMs: NOW_MS, endMs: NOW_MS + HOUR_MS },
        context,
      ),
    [
      '/v3/keyboardPwd/get',
      {
        lockId: '101',
        keyboardPwdType: '3',
        keyboardPwdName: 'AB U1 C2',
        startDate: String(Date.UTC(2026, 1, 5, 16)),
        endDate: String(Date.UTC(2026, 1, 5, 18)),
      },
      'cloud',
    ],
  ],
  [
    'generateCode, for once',
    (own) =>
      own.generateCode(
        { externalId: '101', name: 'AB U1 C2', kind: 'one_time', startMs: NOW_MS, endMs: null },
        context,
      ),
    [
      '/v3/keyboardPwd/get',
      {
        lockId: '101',
        keyboardPwdType: '1',
        keyboardPwdName: 'AB U1 C2',
        startDate: String(Date.UTC(2026, 1, 5, 16)),
      },
      'cloud',
    ],
  ],
  [
    'renameDevice',
    (own) => own.renameDevice('101', ' Suite ', context),
    ['/v3/lock/rename', { lockId: '101', lockAlias: 'Suite' }, 'cloud'],
  ],
  [
    'setLockClock',
    (own) => own.setLockClock('101', context),
    ['/v3/lock/updateDate', { lockId: '101' }, 'gateway'],
  ],
  [
    'setPassageMode',
    (own) => own.setPassageMode('101', schedule, context),
    [
      '/v3/lock/configurePassageMode',
      {
        lockId: '101',
        passageMode: '1',
        autoUnlock: '1',
        cyclicConfig: '[{"isAllDay":2,"startTime":480,"endTime":1080,"weekDays":[1,2]}]',
        type: '2',
      },
      'gateway',
    ],
  ],
  [
    'setOldPassageMode',
    (own) => own.setOldPassageMode('101', schedule, context),
    [
      '/v3/lock/configPassageMode',
      {
        lockId: '101',
        passageMode: '1',
        autoUnlock: '1',
        isAllDay: '2',
        startDate: '480',
        endDate: '1080',
        weekDays: '[1,2]',
        type: '2',
      },
      'gateway',
    ],
  ],
]
