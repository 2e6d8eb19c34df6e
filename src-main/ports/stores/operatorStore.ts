import type { OperatorId } from '../../domain/ids.ts'

export type OperatorRole = 'manager' | 'installer' | 'support'

export interface OperatorRecord {
  readonly id: OperatorId
  readonly name: string
  readonly role: OperatorRole
  readonly isActive: boolean
}

export interface OperatorStore {
  /** People only; the system (0) is not among them. */
  list(): readonly OperatorRecord[]
  get(id: OperatorId): OperatorRecord | null
  /** Also for 0: "System". For an id nobody knows: "Operator 7". */
  nameOf(id: OperatorId): string
  passcodeHash(id: OperatorId): string | null
  insert(operator: { name: string; role: OperatorRole; passcodeHash: string }): OperatorId
  setPasscodeHash(id: OperatorId, passcodeHash: string): void
  isNameTaken(name: string): boolean
}
