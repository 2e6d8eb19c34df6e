/** Ids are branded so that a `DoorId` cannot be passed where a `DeviceId` is meant. They are plain values at run time. */
declare const brand: unique symbol
type Branded<T, Name extends string> = T & { readonly [brand]: Name }

export type SiteId = Branded<number, 'SiteId'>
export type DoorId = Branded<number, 'DoorId'>
export type DoorGroupId = Branded<number, 'DoorGroupId'>
export type AccountId = Branded<number, 'AccountId'>
export type ApplicationId = Branded<number, 'ApplicationId'>
export type DeviceId = Branded<number, 'DeviceId'>
export type PersonId = Branded<number, 'PersonId'>
export type CredentialId = Branded<number, 'CredentialId'>
export type GrantId = Branded<number, 'GrantId'>
export type ReceiptId = Branded<number, 'ReceiptId'>
export type OperatorId = Branded<number, 'OperatorId'>
export type JobId = Branded<number, 'JobId'>
export type OperationId = Branded<number, 'OperationId'>
export type DebugSessionId = Branded<number, 'DebugSessionId'>
export type AlarmId = Branded<number, 'AlarmId'>
export type SavedFilterId = Branded<number, 'SavedFilterId'>
export type PlanId = Branded<number, 'PlanId'>
export type CorrelationId = Branded<string, 'CorrelationId'>
/** The provider's id of a code on a lock (TTLock `keyboardPwdId`), kept as text: it is compared, never counted with. */
export type VendorPinId = Branded<string, 'VendorPinId'>

/** The system itself: what happens while nobody is signed in is done by this operator. */
export const SYSTEM_OPERATOR_ID = 0 as OperatorId
