import type { LockReading } from '../domain/code/actualCode.ts'
import type { CodeWindow } from '../domain/code/codeWindow.ts'
import type { CorrelationId, DoorId, JobId, OperationId, VendorPinId } from '../domain/ids.ts'
import type { JobPriority } from '../domain/job/job.ts'
import type { ProviderError, ProviderResult } from '../domain/providerError/providerError.ts'
import type { OpenSchedule } from '../domain/schedule/openSchedule.ts'

/** Who asks, so that each call's log row stands in the right trace. All fields but the correlation id may be unknown. */
export interface CallContext {
  readonly correlationId: CorrelationId
  readonly jobId: JobId | null
  readonly doorId: DoorId | null
  readonly doorName: string | null
  readonly operationId: OperationId | null
  /** 1 for the first try of the job this call belongs to. */
  readonly attempt: number
  /** Of its job: where calls wait for the account's rate, those of urgent work go first. */
  readonly priority?: JobPriority
  /** Ends the call wherever it is, also on its way. */
  readonly signal?: AbortSignal
  /** Ends the waiting for a turn. What was sent goes on to its answer. */
  readonly turnSignal?: AbortSignal
  /** For a command: asked once, at the last moment before it leaves. On false it is not sent. */
  readonly maySend?: () => boolean
}

export interface ListedDevice {
  readonly externalId: string
  /** Factory name, e.g. `S31_c401cc`. */
  readonly name: string
  /** The name a person gave it, or null. */
  readonly alias: string | null
  readonly mac: string | null
  readonly batteryPercent: number | null
  /** Hex bit mask as the provider sends it; see featureValue. */
  readonly featureValue: string | null
  readonly hasGateway: boolean
  /** Offset of the lock's clock zone in ms, or null where only the detail tells it. */
  readonly timezoneRawOffsetMs: number | null
}

export interface ListedGateway {
  readonly externalId: string
  readonly name: string
  readonly isOnline: boolean
  readonly lockCount: number
}

export interface LockGateway {
  readonly gatewayExternalId: string
  readonly rssi: number | null
  /** Epoch ms of the last sighting, or null. The provider caches the pair for 30 minutes. */
  readonly updatedAtMs: number | null
}

/** How a command reaches the lock: through a gateway (2), or queued for a power-saving Wi-Fi lock (4). */
export type CommandRoute = 'gateway' | 'wifi_power_saving'

export interface AddCode {
  readonly externalId: string
  readonly pin: string
  readonly name: string
  readonly window: CodeWindow
  readonly route: CommandRoute
}
export interface ChangeCode {
  readonly externalId: string
  readonly vendorPinId: VendorPinId
  /** The digits after the change, or null to leave them. */
  readonly newPin: string | null
  /** Always both dates: without a start the provider reports success and does nothing. */
  readonly window: CodeWindow
  readonly name: string
  readonly route: CommandRoute
}
export interface DeleteCode {
  readonly externalId: string
  readonly vendorPinId: VendorPinId
  readonly route: CommandRoute
}

/** One provider account, signed in or not. No method throws for anything the provider or the network does. */
export interface LockProvider {
  listDevices(context: CallContext): Promise<ProviderResult<readonly ListedDevice[]>>
  readDevice(externalId: string, context: CallContext): Promise<ProviderResult<ListedDevice>>
  listGateways(context: CallContext): Promise<ProviderResult<readonly ListedGateway[]>>
  listGatewaysOfLock(
    externalId: string,
    context: CallContext,
  ): Promise<ProviderResult<readonly LockGateway[]>>
  /** All pages, or unreadable with the error that stopped it. Never a partial list. */
  listCodes(
    externalId: string,
    context: CallContext,
  ): Promise<{ readonly reading: LockReading; readonly error: ProviderError | null }>
  /** The new code's id. An error of kind `unknown_outcome` must be settled by reading. */
  addCode(
    command: AddCode,
    context: CallContext,
  ): Promise<ProviderResult<{ readonly vendorPinId: VendorPinId }>>
  changeCode(command: ChangeCode, context: CallContext): Promise<ProviderResult<null>>
  deleteCode(command: DeleteCode, context: CallContext): Promise<ProviderResult<null>>
  /** Calls counted this month for the application. */
  monthRequestCount(context: CallContext): Promise<ProviderResult<number>>
  close(): Promise<void>
}

/** The lock's own clock: a wrong one refuses valid codes. */
export interface LockClockReading {
  /** Epoch ms the lock showed. */
  readonly lockTimeMs: number
  /** Lock minus provider in ms, to within the time the call took; null where the provider's time is unknown. */
  readonly offsetMs: number | null
}

export interface OpenState {
  readonly state: 'locked' | 'unlocked' | 'unknown'
  readonly batteryPercent: number | null
  /** Null without a door sensor. */
  readonly doorState: 'open' | 'closed' | null
}

/** One entry of the lock's log as the provider passed it on; `pin` is a secret. */
export interface UnlockRecord {
  readonly recordId: string
  /** TTLock `recordType`: 4 is a code, 12 a gateway; unknown numbers pass. */
  readonly recordType: number
  /** The lock's own word: 7 unknown code, 11 expired or not yet valid. Null where it is not told. */
  readonly recordTypeFromLock: number | null
  readonly isSuccess: boolean
  /** The digits typed where the record is about a code; else null. */
  readonly pin: string | null
  readonly username: string | null
  /** By the lock's clock, epoch ms. */
  readonly lockTimeMs: number
  /** When the provider got it, epoch ms. */
  readonly receivedAtMs: number | null
}

/** A lock of which the account holds a key; `isOwned` is false for those that only show up here. */
export interface SharedDevice {
  readonly device: ListedDevice
  readonly keyId: string
  readonly isOwned: boolean
  /** Owner or authorised administrator: may manage codes. */
  readonly canManageCodes: boolean
  /** The key is in force: not frozen, deleted or pending. */
  readonly isInForce: boolean
}

/** A code that lock and cloud compute alike: it needs no gateway and works if the lock's clock is right. */
export interface GenerateCode {
  readonly externalId: string
  readonly name: string
  readonly kind: 'one_time' | 'permanent' | 'period'
  /** Floored to the hour by the provider. */
  readonly startMs: number
  /** For a period; rounded up to the hour. Null otherwise. */
  readonly endMs: number | null
}
export interface GeneratedCode {
  readonly vendorPinId: VendorPinId
  readonly pin: string
  /** What the provider made of the times asked for. */
  readonly startMs: number
  readonly endMs: number | null
  /** Unless used by then it dies, epoch ms. */
  readonly firstUseByMs: number
}

/** A lock that stands open by schedule. */
export interface PassageMode {
  readonly isOn: boolean
  /** Unlocks by itself when a period begins, instead of with the first entry. */
  readonly unlocksByItself: boolean
  /** In the order of `sortedSchedule`. */
  readonly periods: OpenSchedule
}

export interface WifiDetail {
  readonly isOnline: boolean | null
  /** Null while the provider does not know. */
  readonly savesPower: boolean | null
}

/** What a provider offers besides the codes of a lock. As `LockProvider`, no method throws. */
export interface LockServices {
  /** The account's own name of the lock, in the cloud alone. */
  renameDevice(externalId: string, alias: string, context: CallContext): Promise<ProviderResult<null>>
  readLockClock(externalId: string, context: CallContext): Promise<ProviderResult<LockClockReading>>
  /** Sets the lock's clock to the provider's time. */
  setLockClock(externalId: string, context: CallContext): Promise<ProviderResult<LockClockReading>>
  readOpenState(externalId: string, context: CallContext): Promise<ProviderResult<OpenState>>
  /** Percent, asked of the lock itself. */
  readBattery(externalId: string, context: CallContext): Promise<ProviderResult<number>>
  readWifiDetail(externalId: string, context: CallContext): Promise<ProviderResult<WifiDetail>>
  readGateway(gatewayExternalId: string, context: CallContext): Promise<ProviderResult<ListedGateway>>
  listLocksOfGateway(
    gatewayExternalId: string,
    context: CallContext,
  ): Promise<ProviderResult<readonly { readonly externalId: string; readonly rssi: number | null }[]>>
  listSharedDevices(context: CallContext): Promise<ProviderResult<readonly SharedDevice[]>>
  /** Records whose lock time lies in the range, newest first. */
  listRecords(
    externalId: string,
    range: { readonly fromMs: number; readonly toMs: number },
    context: CallContext,
  ): Promise<ProviderResult<readonly UnlockRecord[]>>
  /** As `listCodes`, narrowed by the provider: a name in part, digits exactly. */
  findCodes(
    externalId: string,
    searchText: string,
    context: CallContext,
  ): Promise<{ readonly reading: LockReading; readonly error: ProviderError | null }>
  /** A new name alone; window and digits stay. */
  renameCode(
    command: { readonly externalId: string; readonly vendorPinId: VendorPinId; readonly name: string },
    context: CallContext,
  ): Promise<ProviderResult<null>>
  generateCode(command: GenerateCode, context: CallContext): Promise<ProviderResult<GeneratedCode>>
  deleteCodeByPin(
    command: { readonly externalId: string; readonly pin: string; readonly route: CommandRoute },
    context: CallContext,
  ): Promise<ProviderResult<null>>
  readPassageMode(externalId: string, context: CallContext): Promise<ProviderResult<PassageMode>>
  /** Replaces the whole schedule, at most 5 periods, through the gateway. */
  setPassageMode(externalId: string, mode: PassageMode, context: CallContext): Promise<ProviderResult<null>>
  /** The older endpoints, for locks that know one period only. */
  readOldPassageMode(externalId: string, context: CallContext): Promise<ProviderResult<PassageMode>>
  setOldPassageMode(
    externalId: string,
    mode: PassageMode,
    context: CallContext,
  ): Promise<ProviderResult<null>>
}
