export const ENFORCEMENT_MODES = ['observe', 'managed_only', 'strict', 'ultra_strict'] as const
export type EnforcementModeView = (typeof ENFORCEMENT_MODES)[number]
export type PolicyView = 'approve' | 'auto'

export interface SiteView {
  readonly id: number
  readonly name: string
  /** IANA zone; all times of the site are shown in it. */
  readonly timezone: string
  readonly mode: EnforcementModeView
  readonly policy: PolicyView
  readonly graceWindowSeconds: number
  readonly leadTimeSeconds: number
  readonly allowFirstRunUnattended: boolean
  readonly allowEmptyExpectedUnattended: boolean
  readonly frozenUntil: string | null
  readonly frozenBy: string | null
  readonly doorCount: number
}

export interface DoorGroupView {
  readonly id: number
  readonly siteId: number
  readonly name: string
  readonly doorCount: number
}
