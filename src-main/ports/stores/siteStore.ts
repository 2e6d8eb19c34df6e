import type { DoorGroupId, OperatorId, SiteId } from '../../domain/ids.ts'
import type { EnforceMode, EnforcePolicy } from '../../domain/plan/enforceMode.ts'
import type { SiteRules } from '../../domain/plan/siteRules.ts'

export interface SiteRecord extends SiteRules {
  readonly id: SiteId
  readonly name: string
  readonly timezone: string
  readonly mode: EnforceMode
  readonly policy: EnforcePolicy
  readonly graceWindowSeconds: number
  readonly leadTimeSeconds: number
  readonly allowFirstRunUnattended: boolean
  readonly allowEmptyExpectedUnattended: boolean
  /** ISO UTC; null when not frozen. A time in the past counts as not frozen. */
  readonly frozenUntil: string | null
  readonly frozenByOperatorId: OperatorId | null
}

export type SiteEnforcement = Pick<
  SiteRecord,
  | 'mode'
  | 'policy'
  | 'graceWindowSeconds'
  | 'leadTimeSeconds'
  | 'allowFirstRunUnattended'
  | 'allowEmptyExpectedUnattended'
  | keyof SiteRules
>

export interface DoorGroupRecord {
  readonly id: DoorGroupId
  readonly siteId: SiteId
  readonly name: string
}

export interface SiteStore {
  list(): readonly SiteRecord[]
  get(id: SiteId): SiteRecord | null
  /** Compared without regard to case. */
  isNameTaken(name: string): boolean
  insert(site: { name: string; timezone: string } & SiteEnforcement): SiteId
  updateEnforcement(id: SiteId, enforcement: SiteEnforcement): void
  setFrozen(id: SiteId, until: string | null, by: OperatorId): void
  doorCounts(): ReadonlyMap<SiteId, number>
  listGroups(): readonly DoorGroupRecord[]
  getGroup(id: DoorGroupId): DoorGroupRecord | null
  isGroupNameTaken(siteId: SiteId, name: string): boolean
  insertGroup(group: { siteId: SiteId; name: string }): DoorGroupId
  groupDoorCounts(): ReadonlyMap<DoorGroupId, number>
}
