import type { LockReading } from '../domain/code/actualCode.ts'
import type { CodeWindow } from '../domain/code/codeWindow.ts'
import type { CorrelationId, DoorId, JobId, OperationId, VendorPinId } from '../domain/ids.ts'
import type { ProviderError, ProviderResult } from '../domain/providerError/providerError.ts'

/** Who asks, so that each call's log row stands in the right trace. All fields but the correlation id may be unknown. */
export interface CallContext {
  readonly correlationId: CorrelationId
  readonly jobId: JobId | null
  readonly doorId: DoorId | null
  readonly doorName: string | null
  readonly operationId: OperationId | null
  /** 1 for the first try of the job this call belongs to. */
  readonly attempt: number
  readonly signal?: AbortSignal
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
