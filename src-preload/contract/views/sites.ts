export const ENFORCEMENT_MODES = ['observe', 'managed_only', 'strict', 'ultra_strict'] as const
export type EnforcementModeView = (typeof ENFORCEMENT_MODES)[number]
export type PolicyView = 'approve' | 'auto'

/** Codes removed in 24 hours, above which a person is asked. */
export interface SafeguardLimitsView {
  readonly doorDeletes: number
  readonly doorPercent: number
  readonly doorPercentFrom: number
  readonly siteDeletes: number
  readonly sitePercent: number
  readonly sitePercentFrom: number
}

/** One that ends at or before its start goes on past midnight. */
export interface HoursRangeView {
  /** 1 is Monday, 7 is Sunday. */
  readonly days: readonly number[]
  readonly fromMinute: number
  readonly toMinute: number
}

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
  readonly limits: SafeguardLimitsView
  /** When things may be sent, on the site's clock; null for always. */
  readonly hours: readonly HoursRangeView[] | null
  readonly needsSecondOperator: boolean
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
