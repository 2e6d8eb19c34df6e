import type { OperatorId, SavedFilterId } from '../../domain/ids.ts'

export interface SavedFilterRecord {
  readonly id: SavedFilterId
  readonly name: string
  /** As the list of traces has it. */
  readonly filter: unknown
}

/** Filters that operators keep under names; each has their own. */
export interface SavedFilterStore {
  /** By name. */
  list(operatorId: OperatorId): readonly SavedFilterRecord[]
  /** Takes the place of the operator's filter of the same name. */
  save(operatorId: OperatorId, filter: Omit<SavedFilterRecord, 'id'>): void
  delete(operatorId: OperatorId, id: SavedFilterId): void
}
